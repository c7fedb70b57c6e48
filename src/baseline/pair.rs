use std::collections::{HashMap, VecDeque};

use super::BaselineEvent;

/// Which event of `now` each event of `baseline` is: one of the same platform and name. Those that
/// are wholly the same belong together first, the others in the order in which they came; what is
/// left has no other.
pub fn pairs(baseline: &[BaselineEvent], now: &[BaselineEvent]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; baseline.len()];
    let mut taken = vec![false; now.len()];
    let whole = |event: &BaselineEvent| format!("{}\n{}", event.outcome, event.payload);
    let named = |event: &BaselineEvent| (event.platform.clone(), event.name.clone());
    pair(&mut pairs, &mut taken, baseline, now, |event| {
        (named(event), whole(event))
    });
    pair(&mut pairs, &mut taken, baseline, now, |event| {
        (named(event), String::new())
    });
    pairs
}

/// Pairs those that have no other yet with the first of the same key.
fn pair<K: Eq + std::hash::Hash>(
    pairs: &mut [Option<usize>],
    taken: &mut [bool],
    baseline: &[BaselineEvent],
    now: &[BaselineEvent],
    key: impl Fn(&BaselineEvent) -> K,
) {
    let mut free: HashMap<K, VecDeque<usize>> = HashMap::new();
    for (place, event) in now.iter().enumerate() {
        if !taken.get(place).copied().unwrap_or_default() {
            free.entry(key(event)).or_default().push_back(place);
        }
    }
    for (event, pair) in baseline.iter().zip(pairs) {
        if pair.is_none()
            && let Some(place) = free.get_mut(&key(event)).and_then(VecDeque::pop_front)
        {
            *pair = Some(place);
            if let Some(taken) = taken.get_mut(place) {
                *taken = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn events(all: &[(&str, i64)]) -> Vec<BaselineEvent> {
        let event = |(name, value): &(&str, i64)| BaselineEvent {
            platform: "jitsu".into(),
            name: (*name).into(),
            outcome: "accepted".into(),
            payload: json!({ "value": value }),
        };
        all.iter().map(event).collect()
    }

    #[test]
    fn the_same_belong_together_and_then_those_of_the_same_name() {
        let before = events(&[("a", 1), ("b", 1), ("a", 2), ("a", 3), ("c", 1)]);
        let now = events(&[("a", 2), ("a", 9), ("b", 2), ("d", 1)]);
        assert_eq!(
            pairs(&before, &now),
            [Some(1), Some(2), Some(0), None, None]
        );
        assert_eq!(pairs(&[], &now), []);
    }
}
