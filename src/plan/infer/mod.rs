mod formats;
mod shape;
mod texts;

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use crate::platform::Platform;
use formats::Formats;
use shape::Shape;

/// How many names a plan is inferred for.
const NAMES: usize = 500;

/// How many names of pages are kept.
const OTHERS: usize = 10_000;

/// The longest name that is planned, in bytes.
const LONGEST: usize = 200;

/// Types of events that are planned by their type: what they are called is a page's title, or
/// nothing.
const BY_TYPE: &[&str] = &["page", "screen", "identify", "group", "alias", "consent"];

/// A first plan, made from what was recorded.
#[derive(Debug, Default)]
pub struct Inferred {
    shapes: Vec<(String, Shape)>,
    places: HashMap<String, usize>,
    left_out: usize,
    /// Names by which events are judged that no shape was made of: a page that is called as another
    /// event is, an event whose name is left out.
    others: BTreeSet<String>,
    formats: Formats,
}

impl Inferred {
    /// Takes in an event of that name and type, as the platform takes it.
    pub fn take(&mut self, name: Option<&str>, kind: &str, payload: &Value) {
        let named = name.filter(|name| !name.trim().is_empty() && !BY_TYPE.contains(&kind));
        // A plan is asked for the name first, whatever the type.
        let other = name.filter(|name| named.is_none() && *name != kind && name.len() <= LONGEST);
        if self.others.len() < OTHERS {
            self.others.extend(other.map(str::to_string));
        }
        let name = named.unwrap_or(kind);
        let place = match self.places.get(name) {
            Some(place) => *place,
            None if self.shapes.len() >= NAMES || name.len() > LONGEST => {
                self.left_out += 1;
                self.others.insert(kind.to_string());
                return;
            }
            None => {
                self.shapes.push((name.to_string(), Shape::default()));
                self.places.insert(name.to_string(), self.shapes.len() - 1);
                self.shapes.len() - 1
            }
        };
        if let Some((_, shape)) = self.shapes.get_mut(place) {
            shape.take(payload, &self.formats);
        }
    }

    /// The names, and how often each came.
    pub fn names(&self) -> impl Iterator<Item = (&str, usize)> {
        self.shapes
            .iter()
            .map(|(name, shape)| (name.as_str(), shape.count()))
    }

    /// How many events have a name too long, or one too many.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The plan's file.
    pub fn plan(&self, platform: Platform) -> Value {
        let event = |(name, shape): &(String, Shape)| {
            let times = match shape.count() {
                1 => "once".to_string(),
                times => format!("{times} times"),
            };
            let seen = format!("Seen {times} when the plan was inferred.");
            let others = "Events of which no schema was made are held against it, too.";
            let planned = match self.others.contains(name) {
                true => json!({ "description": format!("{seen} {others}") }),
                false => json!({ "description": seen, "schema": shape.schema("") }),
            };
            (name.clone(), planned)
        };
        let events: Map<String, Value> = self.shapes.iter().map(event).collect();
        json!({
            "title": format!("{} events", platform.title()),
            "description": "Inferred from what was recorded: read it, and make it the plan.",
            "platforms": [platform.as_str()],
            "events": events,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::plan::Plan;

    /// Texts that look like a format and are none, beside some that are.
    const TEXTS: &[&str] = &[
        "",
        "S",
        "M",
        "6fce27c5-6121-4974-b7be-9018abde551d",
        "6FCE27C5-6121-4974-B7BE-9018ABDE551D",
        "6fce27c561214974b7be9018abde551d",
        "{6fce27c5-6121-4974-b7be-9018abde551",
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.123456789+01:00",
        "2026-01-31T12:00:00+24:00",
        "2026-01-31T12:00:00+01:00:30",
        "2026-01-31T12:00:60Z",
        "2026-06-30T23:59:60Z",
        "2026-01-31t12:00:00z",
        "2026-02-30T12:00:00Z",
    ];

    /// A value of a few names, so that they meet.
    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            5 => prop::sample::select(TEXTS).prop_map(|text| json!(text)),
            1 => prop::sample::select(vec![json!(null), json!(true), json!(1), json!(-1.5), json!(1e300)]),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let names = prop::sample::select(vec!["a", "at", "id", "x/y~"]);
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
                prop::collection::vec((names, inner), 0..3).prop_map(|members| {
                    let members = members.into_iter();
                    Value::Object(members.map(|(name, value)| (name.into(), value)).collect())
                }),
            ]
        })
    }

    /// A name, a type, and what was sent: again and again, as a choice or a format needs it.
    fn events() -> impl Strategy<Value = Vec<(Option<&'static str>, &'static str, Value)>> {
        let name = prop::sample::select(vec![
            None,
            Some(""),
            Some("Home"),
            Some("page"),
            Some("track"),
        ]);
        let kind = prop::sample::select(vec!["track", "page"]);
        let event = (name, kind, value(), 1_usize..5);
        prop::collection::vec(event, 1..8).prop_map(|events| {
            let again =
                |(name, kind, value, times)| std::iter::repeat_n((name, kind, value), times);
            events.into_iter().flat_map(again).collect()
        })
    }

    /// The events that are not valid by the plan that was made of all.
    fn invalid<'a>(events: &'a [(Option<&str>, &str, Value)]) -> Vec<&'a Value> {
        let mut inferred = Inferred::default();
        for (name, kind, payload) in events {
            inferred.take(*name, kind, payload);
        }
        let file = serde_json::from_value(inferred.plan(Platform::Jitsu)).expect("a plan");
        let mut problems = Vec::new();
        let plan = Plan::compile("p", file, "plans/p.json", None, &mut problems);
        assert_eq!(problems, []);
        let judged = events.iter().filter(|(name, kind, payload)| {
            let names = [name.unwrap_or_default(), kind].into_iter();
            let mut planned = names.filter_map(|name| plan.event(name));
            !planned
                .next()
                .is_some_and(|it| it.validator.is_valid(payload))
        });
        judged.map(|(_, _, payload)| payload).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_a_plan_was_made_of_is_valid_by_it(events in events()) {
            prop_assert_eq!(invalid(&events), Vec::<&Value>::new());
        }
    }

    #[test]
    fn what_is_left_out_is_valid_too() {
        let long = "x".repeat(LONGEST + 1);
        let events = [
            (None, "track", json!({"a": 1})),
            (Some(long.as_str()), "track", json!({"b": "x"})),
        ];
        assert_eq!(invalid(&events), Vec::<&Value>::new());
    }
}
