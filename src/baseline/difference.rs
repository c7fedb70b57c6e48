use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde::Serialize;

use super::BaselineEvent;
use super::order::moved;
use super::pair::pairs;
use crate::compare::{Change, Compared, Comparison, compare};

/// How many events are told of, and how many fields of each.
const TOLD: usize = 200;

/// How a run differs from a baseline.
#[derive(Debug, Clone, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BaselineDifference {
    /// Each event name, in the order of the baseline; those that only came now are last.
    pub names: Vec<TalliedName>,
    /// What differs: in the order of the baseline, then what is new; 200 at most.
    pub differences: Vec<DifferingEvent>,
    /// How many more there are.
    pub left_out: usize,
}

/// An event name in a baseline and now.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TalliedName {
    /// The platform.
    pub platform: String,
    /// The name as sent, else the canonical name.
    pub name: String,
    /// How often the baseline has it.
    pub baseline: usize,
    /// How often it came now.
    pub now: usize,
    /// How many differences there are in it.
    pub differences: usize,
}

/// How an event differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Differs {
    /// Only the baseline has it.
    Missing,
    /// The baseline does not have it.
    New,
    /// Its fields, or its outcome, are not the same.
    Changed,
    /// It came in another place among the events of its platform.
    Order,
}

/// An event that is not as in the baseline.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DifferingEvent {
    /// `missing`, `new`, `changed` or `order`.
    pub what: Differs,
    /// The platform.
    pub platform: String,
    /// The name as sent, else the canonical name.
    pub name: String,
    /// In words.
    pub message: String,
    /// Which event of the baseline it is, from 1; null if it is new.
    pub place: Option<usize>,
    /// The id of the event as it came now; null if it is missing.
    pub event: Option<String>,
    /// Its outcome, where that changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeChange>,
    /// The fields that differ, `left` in the baseline and `right` now; 200 at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Compared>,
}

/// An outcome that changed.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct OutcomeChange {
    /// In the baseline.
    pub baseline: String,
    /// Now.
    pub now: String,
}

impl BaselineDifference {
    /// How the events `now`, whose ids are `ids`, differ from those of a baseline. Whether they came
    /// in another order is only looked at if `order`.
    pub fn of(
        baseline: &[BaselineEvent],
        now: &[BaselineEvent],
        ids: &[String],
        order: bool,
    ) -> BaselineDifference {
        let pairs = pairs(baseline, now);
        let mut found = Found::default();
        for event in baseline {
            found.tally(event).baseline += 1;
        }
        for event in now {
            found.tally(event).now += 1;
        }
        let moved = match order {
            true => moves(baseline, now, &pairs),
            false => HashMap::new(),
        };
        for (index, (event, pair)) in baseline.iter().zip(&pairs).enumerate() {
            let place = Some(index + 1);
            let Some((at, came)) = pair.and_then(|at| Some((at, now.get(at)?))) else {
                let message = format!("it did not come; it is no. {} of the baseline", index + 1);
                found.tell(event, Differs::Missing, message, (place, None));
                continue;
            };
            let which = (place, ids.get(at));
            found.tell_change(event, came, which);
            if let Some(message) = moved.get(&index) {
                found.tell(event, Differs::Order, message.clone(), which);
            }
        }
        let known: HashSet<usize> = pairs.into_iter().flatten().collect();
        for (at, event) in now.iter().enumerate() {
            if !known.contains(&at) {
                let message = "it is not in the baseline".into();
                found.tell(event, Differs::New, message, (None, ids.get(at)));
            }
        }
        BaselineDifference {
            names: found.names.into_values().collect(),
            ..found.difference
        }
    }

    /// Whether nothing differs.
    pub fn is_none(&self) -> bool {
        self.differences.is_empty()
    }
}

/// Which event it is: its place in the baseline, and its id now.
type Which<'a> = (Option<usize>, Option<&'a String>);

#[derive(Default)]
struct Found {
    names: IndexMap<(String, String), TalliedName>,
    difference: BaselineDifference,
}

impl Found {
    fn tally(&mut self, event: &BaselineEvent) -> &mut TalliedName {
        let key = (event.platform.clone(), event.name.clone());
        self.names.entry(key).or_insert_with(|| TalliedName {
            platform: event.platform.clone(),
            name: event.name.clone(),
            baseline: 0,
            now: 0,
            differences: 0,
        })
    }

    fn tell(&mut self, event: &BaselineEvent, what: Differs, message: String, which: Which) {
        let (place, id) = which;
        self.add(DifferingEvent {
            what,
            platform: event.platform.clone(),
            name: event.name.clone(),
            message,
            place,
            event: id.cloned(),
            outcome: None,
            fields: Vec::new(),
        });
        self.tally(event).differences += 1;
    }

    fn tell_change(&mut self, event: &BaselineEvent, came: &BaselineEvent, which: Which) {
        let compared = compare(&event.payload, &came.payload);
        let outcome = (event.outcome != came.outcome).then(|| OutcomeChange {
            baseline: event.outcome.clone(),
            now: came.outcome.clone(),
        });
        if outcome.is_none() && compared.is_same() {
            return;
        }
        let message = counted(&compared, outcome.is_some());
        self.tell(event, Differs::Changed, message, which);
        if let Some(told) = self.difference.differences.last_mut()
            && self.difference.left_out == 0
        {
            let fields = compared.fields.into_iter();
            told.fields = fields
                .filter(|field| field.change != Change::Same && !field.volatile)
                .take(TOLD)
                .collect();
            told.outcome = outcome;
        }
    }

    fn add(&mut self, told: DifferingEvent) {
        match self.difference.differences.len() < TOLD {
            true => self.difference.differences.push(told),
            false => self.difference.left_out += 1,
        }
    }
}

/// How much of an event changed, in words.
fn counted(compared: &Comparison, outcome: bool) -> String {
    let counts = [
        (compared.removed, "missing"),
        (compared.added, "new"),
        (compared.retyped, "of another type"),
        (compared.changed, "of another value"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> = counts
        .map(|(count, what)| match count {
            1 => format!("1 property is {what}"),
            many => format!("{many} properties are {what}"),
        })
        .collect();
    if outcome {
        parts.push("it has another outcome".into());
    }
    parts.join(", ")
}

/// What is told of each event of the baseline that changed places among those of its platform: two
/// platforms are sent to side by side, and which is first is chance.
fn moves(
    baseline: &[BaselineEvent],
    now: &[BaselineEvent],
    pairs: &[Option<usize>],
) -> HashMap<usize, String> {
    let mut told = HashMap::new();
    let platforms: HashSet<&str> = baseline.iter().map(|it| it.platform.as_str()).collect();
    for platform in platforms {
        let of = |index: &usize| {
            baseline
                .get(*index)
                .is_some_and(|it| it.platform == platform)
        };
        let own: Vec<usize> = (0..baseline.len()).filter(of).collect();
        let places = own.iter().map(|index| pairs.get(*index).copied().flatten());
        let places: Vec<Option<usize>> = places.collect();
        for index in moved(&places) {
            let Some(place) = places.get(index).copied().flatten() else {
                continue;
            };
            let there = places.iter().flatten().copied();
            let before_now = there.filter(|other| *other < place).max();
            let mut earlier = places.iter().take(index).rev();
            let before = earlier.find_map(|other| *other);
            let name = |place: Option<usize>| match place.and_then(|place| now.get(place)) {
                Some(event) => format!("after {}", event.name),
                None => "first".into(),
            };
            let message = format!(
                "it came {}, and in the baseline {}",
                name(before_now),
                name(before)
            );
            told.extend(own.get(index).map(|index| (*index, message)));
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn event(name: &str, payload: Value) -> BaselineEvent {
        BaselineEvent {
            platform: "jitsu".into(),
            name: name.into(),
            outcome: "accepted".into(),
            payload,
        }
    }

    fn told(baseline: &[BaselineEvent], now: &[BaselineEvent]) -> BaselineDifference {
        let ids: Vec<String> = (0..now.len()).map(|place| format!("{place}.0")).collect();
        BaselineDifference::of(baseline, now, &ids, true)
    }

    #[test]
    fn each_sort_of_difference_is_told_once() {
        let page = event("page", json!({}));
        let other = BaselineEvent {
            platform: "datafly".into(),
            ..page.clone()
        };
        let before = [
            page.clone(),
            event("add", json!({"price": 1, "gone": 1, "text": "a"})),
            event("gone", json!({})),
            event("order", json!({})),
            other.clone(),
        ];
        let mut lost = event("add", json!({"price": "1", "new": 1, "text": "b"}));
        lost.outcome = "dropped".into();
        let now = [
            other,
            event("order", json!({})),
            page,
            lost,
            event("new", json!({})),
        ];
        let found = told(&before, &now);
        let all: Vec<_> = found
            .differences
            .iter()
            .map(|it| {
                (
                    it.what,
                    it.name.as_str(),
                    it.place,
                    it.event.as_deref(),
                    it.message.as_str(),
                )
            })
            .collect();
        assert_eq!(
            all,
            [
                (
                    Differs::Changed,
                    "add",
                    Some(2),
                    Some("3.0"),
                    "1 property is missing, 1 property is new, 1 property is of another type, \
                     1 property is of another value, it has another outcome"
                ),
                (
                    Differs::Missing,
                    "gone",
                    Some(3),
                    None,
                    "it did not come; it is no. 3 of the baseline"
                ),
                (
                    Differs::Order,
                    "order",
                    Some(4),
                    Some("1.0"),
                    "it came first, and in the baseline after add"
                ),
                (
                    Differs::New,
                    "new",
                    None,
                    Some("4.0"),
                    "it is not in the baseline"
                ),
            ]
        );
        assert_eq!(found.differences[0].fields.len(), 4);
        let tallied: Vec<_> = found
            .names
            .iter()
            .map(|it| (it.name.as_str(), it.baseline, it.now, it.differences))
            .collect();
        assert_eq!(
            tallied,
            [
                ("page", 1, 1, 0),
                ("add", 1, 1, 1),
                ("gone", 1, 0, 1),
                ("order", 1, 1, 1),
                ("page", 1, 1, 0),
                ("new", 0, 1, 1),
            ]
        );
        assert!(told(&before, &before).is_none());
    }

    #[test]
    fn a_great_many_are_counted_and_not_all_told() {
        let before: Vec<_> = (0..500).map(|n| event("a", json!({ "n": n }))).collect();
        let found = told(&before, &[]);
        assert_eq!(
            (found.differences.len(), found.left_out),
            (TOLD, 500 - TOLD)
        );
        assert_eq!(found.names[0].differences, 500);
    }
}
