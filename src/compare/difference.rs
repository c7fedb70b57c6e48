use serde::Serialize;
use serde_json::Value;

use super::align::align;
use crate::event::is_volatile;
use crate::platform::pointer_step;

/// How many fields are told at most.
const MOST: usize = 2000;

/// How two values at the same place differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// They do not.
    Same,
    /// Only the second has it.
    Added,
    /// Only the first has it.
    Removed,
    /// They are of different types: `12.5` and `"12.5"`.
    Retyped,
    /// They are of one type and not the same.
    Changed,
}

/// A field of one of two events, or of both.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Compared {
    /// JSON pointer (RFC 6901), into the second event where it has the field, else into the first.
    pub pointer: String,
    /// How they differ.
    pub change: Change,
    /// Whether it differs each time anyway, a time or an id made for the occasion.
    pub volatile: bool,
    /// The first event's value; absent if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    pub left: Option<Value>,
    /// The second event's value; absent if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    pub right: Option<Value>,
}

/// The fields of two events, side by side.
#[derive(Debug, Clone, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Comparison {
    /// The fields with a value of their own, in the order of the first event; volatile ones that
    /// differ are among them.
    pub fields: Vec<Compared>,
    /// How many were added; volatile ones are counted in none of these.
    pub added: usize,
    /// How many were removed.
    pub removed: usize,
    /// How many changed their type.
    pub retyped: usize,
    /// How many changed their value.
    pub changed: usize,
    /// How many volatile ones differ.
    pub volatile: usize,
    /// Whether there are more fields than are told.
    pub cut: bool,
}

impl Change {
    /// The stable word, which colours it.
    pub fn tone(self) -> &'static str {
        match self {
            Change::Same => "same",
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Retyped => "retyped",
            Change::Changed => "changed",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Change::Same => "same",
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Retyped => "changed type",
            Change::Changed => "changed value",
        }
    }
}

impl Comparison {
    /// Whether they are the same but for volatile fields.
    pub fn is_same(&self) -> bool {
        self.added + self.removed + self.retyped + self.changed == 0
    }
}

/// Compares two values field by field.
pub fn compare(left: &Value, right: &Value) -> Comparison {
    let mut comparison = Comparison::default();
    comparison.walk(Some(left), Some(right), String::new(), false);
    comparison
}

impl Comparison {
    fn walk(
        &mut self,
        left: Option<&Value>,
        right: Option<&Value>,
        pointer: String,
        volatile: bool,
    ) {
        match (left, right) {
            (Some(Value::Object(a)), Some(Value::Object(b))) if !(a.is_empty() && b.is_empty()) => {
                let names = a
                    .keys()
                    .chain(b.keys().filter(|name| !a.contains_key(*name)));
                for name in names {
                    let below = format!("{pointer}/{}", pointer_step(name));
                    self.walk(
                        a.get(name),
                        b.get(name),
                        below,
                        volatile || is_volatile(name),
                    );
                }
            }
            (Some(Value::Array(a)), Some(Value::Array(b))) if !(a.is_empty() && b.is_empty()) => {
                for (from, to) in align(a, b) {
                    let place = to.or(from).unwrap_or_default();
                    let below = format!("{pointer}/{place}");
                    let of = |list: &'_ [Value], place: Option<usize>| {
                        place.and_then(|place| list.get(place).cloned())
                    };
                    let (one, other) = (of(a, from), of(b, to));
                    self.walk(one.as_ref(), other.as_ref(), below, volatile);
                }
            }
            _ => self.tell(left, right, pointer, volatile),
        }
    }

    fn tell(
        &mut self,
        left: Option<&Value>,
        right: Option<&Value>,
        pointer: String,
        volatile: bool,
    ) {
        let change = match (left, right) {
            (Some(a), Some(b)) if same(a, b) => Change::Same,
            (Some(a), Some(b)) if std::mem::discriminant(a) == std::mem::discriminant(b) => {
                Change::Changed
            }
            (Some(_), Some(_)) => Change::Retyped,
            (None, _) => Change::Added,
            (_, None) => Change::Removed,
        };
        let counted = match change {
            Change::Same => None,
            _ if volatile => Some(&mut self.volatile),
            Change::Added => Some(&mut self.added),
            Change::Removed => Some(&mut self.removed),
            Change::Retyped => Some(&mut self.retyped),
            Change::Changed => Some(&mut self.changed),
        };
        if let Some(counted) = counted {
            *counted += 1;
        }
        if self.fields.len() >= MOST {
            self.cut = true;
            return;
        }
        self.fields.push(Compared {
            pointer,
            change,
            volatile: volatile && change != Change::Same,
            left: left.cloned(),
            right: right.cloned(),
        });
    }
}

/// Numbers are the same by their value: 12.50 and 12.5.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64() && !whole(a, b),
        _ => left == right,
    }
}

/// Whole numbers beyond 2^53 are only the same to the digit.
fn whole(left: &serde_json::Number, right: &serde_json::Number) -> bool {
    !left.is_f64() && !right.is_f64()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_added_removed_retyped_and_changed_is_told_apart() {
        let left = json!({"event": "Order", "price": 12.5, "old": 1, "same": {"a": [1]}, "messageId": "x",
            "items": [{"item_id": "a", "quantity": 1}, {"item_id": "b", "quantity": 1}]});
        let right = json!({"event": "Order", "price": "12.5", "new": null, "same": {"a": [1]}, "messageId": "y",
            "items": [{"item_id": "b", "quantity": 2}]});
        let found = compare(&left, &right);
        let differing = found
            .fields
            .iter()
            .filter(|field| field.change != Change::Same);
        let told: Vec<_> = differing
            .map(|field| (field.pointer.as_str(), field.change, field.volatile))
            .collect();
        assert_eq!(
            told,
            [
                ("/price", Change::Retyped, false),
                ("/old", Change::Removed, false),
                ("/messageId", Change::Changed, true),
                ("/items/0/quantity", Change::Changed, false),
                ("/items/0", Change::Removed, false),
                ("/new", Change::Added, false),
            ]
        );
        let counts = (
            found.added,
            found.removed,
            found.retyped,
            found.changed,
            found.volatile,
        );
        assert_eq!(counts, (1, 2, 1, 1, 1));
        assert!(!found.is_same());
    }

    #[test]
    fn the_same_is_the_same_but_for_what_differs_each_time() {
        let event = json!({"a": 1, "sentAt": "1", "context": {"timestamp": {"x": 1}}});
        let again = json!({"sentAt": "2", "context": {"timestamp": {"x": 2}}, "a": 1.0});
        let found = compare(&event, &again);
        assert!(found.is_same(), "{found:?}");
        assert_eq!(found.volatile, 2);
        let (a, b) = (
            json!(9_007_199_254_740_993_i64),
            json!(9_007_199_254_740_992_i64),
        );
        assert_eq!(compare(&a, &b).changed, 1);
    }

    #[test]
    fn a_great_many_fields_are_counted_and_not_all_told() {
        let found = compare(&json!(vec![1; 5000]), &json!(vec![2; 5000]));
        assert_eq!(
            (found.changed, found.fields.len(), found.cut),
            (5000, MOST, true)
        );
    }
}
