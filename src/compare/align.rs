use std::collections::HashMap;

use serde_json::Value;

/// Members by which the items of a list are told apart.
const IDS: [&str; 6] = ["item_id", "product_id", "productId", "sku", "id", "name"];

/// One element of either list, or one of each that belong together: their places.
pub type Pair = (Option<usize>, Option<usize>);

/// Which elements of two lists belong together: those with the same id where all have one, else
/// those at the same place. In the order of the second list; what only the first has comes last.
/// Only a member that `counts` is an id.
pub fn align(left: &[Value], right: &[Value], counts: impl Fn(&str) -> bool) -> Vec<Pair> {
    let by_id = IDS
        .iter()
        .filter(|id| counts(id))
        .find_map(|id| Some((keys(left, id)?, keys(right, id)?)));
    let Some((left_keys, right_keys)) = by_id else {
        let longest = left.len().max(right.len());
        let there = |place: usize, list: &[Value]| (place < list.len()).then_some(place);
        return (0..longest)
            .map(|place| (there(place, left), there(place, right)))
            .collect();
    };
    let mut pairs: Vec<Pair> = vec![(None, None); right.len()];
    for (key, place) in &right_keys {
        if let Some(pair) = pairs.get_mut(*place) {
            *pair = (left_keys.get(key).copied(), Some(*place));
        }
    }
    let gone = (0..left.len()).filter(|place| {
        let mut keys = left_keys.iter();
        keys.any(|(key, at)| at == place && !right_keys.contains_key(key))
    });
    pairs.extend(gone.map(|place| (Some(place), None)));
    pairs
}

/// The places of the elements by their member `id`, if all are objects with one of their own.
fn keys(list: &[Value], id: &str) -> Option<HashMap<String, usize>> {
    let mut keys = HashMap::new();
    for (place, item) in list.iter().enumerate() {
        let key = match item.get(id)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        if keys.insert(key, place).is_some() {
            return None;
        }
    }
    Some(keys)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn aligned(left: Value, right: Value) -> Vec<Pair> {
        let list = |value: Value| value.as_array().cloned().unwrap_or_default();
        align(&list(left), &list(right), |_| true)
    }

    #[test]
    fn items_are_known_by_their_id_wherever_they_stand() {
        let left = json!([{"item_id": "a"}, {"item_id": "b"}, {"item_id": "c"}]);
        let right = json!([{"item_id": "b"}, {"item_id": "d"}, {"item_id": "a"}]);
        assert_eq!(
            aligned(left, right),
            [
                (Some(1), Some(0)),
                (None, Some(1)),
                (Some(0), Some(2)),
                (Some(2), None)
            ]
        );
    }

    #[test]
    fn without_ids_the_place_counts() {
        assert_eq!(
            aligned(json!([1, 2]), json!([1])),
            [(Some(0), Some(0)), (Some(1), None)]
        );
        let twice = json!([{"id": 1}, {"id": 1}]);
        assert_eq!(
            aligned(twice.clone(), twice),
            [(Some(0), Some(0)), (Some(1), Some(1))]
        );
        assert_eq!(aligned(json!([]), json!([])), []);
    }
}
