use serde_json::Value;

use super::align::align;
use super::{Change, Compared, Comparison, Ignored};
use crate::event::is_volatile;
use crate::platform::pointer_step;

/// How many fields are told at most.
const MOST: usize = 2000;

/// Why a field does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aside {
    /// It differs each time.
    Volatile,
    /// It is ignored: by which, in their order.
    Ignored(usize),
}

/// Two values on the way through both.
struct Walk<'a> {
    comparison: Comparison,
    ignored: &'a Ignored,
    /// The way to where it is, as far as something is ignored.
    steps: Vec<String>,
}

/// Compares two values field by field.
pub fn compare(left: &Value, right: &Value) -> Comparison {
    compare_without(left, right, &Ignored::default())
}

/// Compares two values field by field; differences in what is `ignored` are counted apart. They
/// are told of all the same, so that nothing is left out without a word.
pub fn compare_without(left: &Value, right: &Value, ignored: &Ignored) -> Comparison {
    let mut walk = Walk {
        comparison: Comparison {
            ignored_by: ignored.counts(),
            ..Comparison::default()
        },
        ignored,
        steps: Vec::new(),
    };
    walk.walk(Some(left), Some(right), String::new(), None);
    walk.comparison
}

impl Walk<'_> {
    fn walk(
        &mut self,
        left: Option<&Value>,
        right: Option<&Value>,
        pointer: String,
        aside: Option<Aside>,
    ) {
        match (left, right) {
            (Some(Value::Object(a)), Some(Value::Object(b))) if !(a.is_empty() && b.is_empty()) => {
                let names = a
                    .keys()
                    .chain(b.keys().filter(|name| !a.contains_key(*name)));
                for name in names {
                    let below = format!("{pointer}/{}", pointer_step(name));
                    let usual = || is_volatile(name).then_some(Aside::Volatile);
                    self.step(name, |walk| {
                        let aside = walk.ignored_here(aside).or(aside).or_else(usual);
                        walk.walk(a.get(name), b.get(name), below, aside);
                    });
                }
            }
            (Some(Value::Array(a)), Some(Value::Array(b))) if !(a.is_empty() && b.is_empty()) => {
                for (from, to) in align(a, b, |id| !self.ignores_of_items(id)) {
                    let place = to.or(from).unwrap_or_default();
                    let below = format!("{pointer}/{place}");
                    let of = |list: &'_ [Value], place: Option<usize>| {
                        place.and_then(|place| list.get(place).cloned())
                    };
                    let (one, other) = (of(a, from), of(b, to));
                    self.step(&place.to_string(), |walk| {
                        let aside = walk.ignored_here(aside).or(aside);
                        walk.walk(one.as_ref(), other.as_ref(), below, aside);
                    });
                }
            }
            _ => self.comparison.tell(left, right, pointer, aside),
        }
    }

    fn step(&mut self, name: &str, walk: impl FnOnce(&mut Self)) {
        // Most comparisons ignore nothing: those make no texts.
        if self.ignored.fields().is_empty() {
            walk(self);
        } else {
            self.steps.push(name.to_string());
            walk(self);
            self.steps.pop();
        }
    }

    /// Whether that member is ignored of each item of the list that is here: such a member does not
    /// tell the items apart.
    fn ignores_of_items(&self, name: &str) -> bool {
        if self.ignored.fields().is_empty() {
            return false;
        }
        let of_an_item = ["0", name].map(String::from);
        let steps: Vec<String> = self.steps.iter().cloned().chain(of_an_item).collect();
        self.ignored.has(&steps)
    }

    /// By which of the ignored fields what is here is ignored, if not what is around it is already.
    fn ignored_here(&self, around: Option<Aside>) -> Option<Aside> {
        match around {
            Some(Aside::Ignored(_)) => None,
            _ => self.ignored.which(&self.steps).map(Aside::Ignored),
        }
    }
}

impl Comparison {
    fn tell(
        &mut self,
        left: Option<&Value>,
        right: Option<&Value>,
        pointer: String,
        aside: Option<Aside>,
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
        let aside = aside.filter(|_| change != Change::Same);
        let counted = match (aside, change) {
            (_, Change::Same) => None,
            (Some(Aside::Ignored(_)), _) => Some(&mut self.ignored),
            (Some(Aside::Volatile), _) => Some(&mut self.volatile),
            (None, Change::Added) => Some(&mut self.added),
            (None, Change::Removed) => Some(&mut self.removed),
            (None, Change::Retyped) => Some(&mut self.retyped),
            (None, Change::Changed) => Some(&mut self.changed),
        };
        if let Some(counted) = counted {
            *counted += 1;
        }
        if let Some(Aside::Ignored(by)) = aside
            && let Some(by) = self.ignored_by.get_mut(by)
        {
            by.differences += 1;
        }
        if self.fields.len() >= MOST {
            self.cut = true;
            return;
        }
        self.fields.push(Compared {
            pointer,
            change,
            volatile: aside == Some(Aside::Volatile),
            ignored: matches!(aside, Some(Aside::Ignored(_))),
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
    fn what_is_ignored_is_counted_apart_and_by_which_field() {
        let left =
            json!({"a": {"b": 1, "ts": 1}, "items": [{"id": 1}, {"id": 2}], "ts": 1, "d": 1});
        let right =
            json!({"a": {"b": 2, "ts": 2}, "items": [{"id": 3}, {"id": 2}], "ts": 2, "d": 2});
        let ignore = ["/a", "/items/*/id", "ts", "nowhere"].map(String::from);
        let ignored = Ignored::read(&ignore).expect("names and pointers");
        let found = compare_without(&left, &right, &ignored);
        let by: Vec<_> = found.ignored_by.iter().map(|it| it.differences).collect();
        assert_eq!(by, [2, 1, 1, 0]);
        assert_eq!((found.ignored, found.volatile, found.changed), (4, 0, 1));
        let told = found.fields.iter().filter(|field| field.ignored);
        assert_eq!(told.count(), 4);
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
