use serde_json::Value;

use super::field::SEPARATOR;
use crate::query::{Path, Step};

/// Stands for any element of an array.
const ARRAY: char = '\u{1e}';

/// How many places of a value are told, and how deep they lie at most: bounds the work for one
/// event.
const MOST: usize = 2000;
const DEEPEST: usize = 32;

/// What [`paths`] does not tell: the row is noted as one of which something is left out.
const LEFT: &str = "\u{1d}";

/// A path of a query as the postings have it.
pub struct Key {
    /// The value of [`Has`](super::Field::Has).
    pub value: String,
    /// Whether all rows with that value have the path: an index into an array is not kept.
    pub exact: bool,
}

/// How a path is kept; nothing if it is not.
pub fn key_of(path: &Path) -> Option<Key> {
    let (mut value, mut exact) = (String::new(), true);
    for step in &path.steps {
        match step {
            Step::Key(key) if is_plain(key) => {
                value.push(SEPARATOR);
                value.push_str(key);
            }
            Step::Key(_) => return None,
            Step::Each => value.push(ARRAY),
            Step::Index(_) => {
                value.push(ARRAY);
                exact = false;
            }
        }
    }
    (path.steps.len() <= DEEPEST).then_some(Key { value, exact })
}

/// The steps of a path that is kept; nothing if there are none.
pub fn path_of(value: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for letter in value.chars() {
        match (letter, steps.last_mut()) {
            (SEPARATOR, _) => steps.push(Step::Key(String::new())),
            (ARRAY, _) => steps.push(Step::Each),
            (letter, Some(Step::Key(key))) => key.push(letter),
            _ => return None,
        }
    }
    (!steps.is_empty()).then_some(steps)
}

/// Tells every path at which `value` has something, again and again for the elements of an array.
pub fn paths(value: &Value, tell: &mut dyn FnMut(&str)) {
    let mut walk = Walk {
        path: String::new(),
        left: MOST,
        tell,
    };
    walk.below(value, 0);
}

/// Whether a value is the mark for what was left out.
pub fn is_left(value: &str) -> bool {
    value == LEFT
}

struct Walk<'a> {
    path: String,
    left: usize,
    tell: &'a mut dyn FnMut(&str),
}

impl Walk<'_> {
    fn below(&mut self, value: &Value, depth: usize) {
        if depth == DEEPEST {
            return (self.tell)(LEFT);
        }
        let length = self.path.len();
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    if !is_plain(key) {
                        (self.tell)(LEFT);
                        continue;
                    }
                    self.path.push(SEPARATOR);
                    self.path.push_str(key);
                    self.at(member, depth + 1);
                    self.path.truncate(length);
                }
            }
            Value::Array(items) => {
                self.path.push(ARRAY);
                for item in items {
                    self.at(item, depth + 1);
                }
                self.path.truncate(length);
            }
            _ => {}
        }
    }

    fn at(&mut self, value: &Value, depth: usize) {
        let Some(left) = self.left.checked_sub(1) else {
            return (self.tell)(LEFT);
        };
        self.left = left;
        (self.tell)(&self.path);
        self.below(value, depth);
    }
}

/// Whether a key has none of the characters that stand for something else here.
pub fn is_plain(key: &str) -> bool {
    !key.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(value: &Value) -> Vec<String> {
        let mut told = Vec::new();
        paths(value, &mut |path| told.push(path.to_string()));
        told
    }

    #[test]
    fn every_place_is_told_as_a_query_asks_for_it() {
        let value = json!({"a": {"b": null}, "items": [{"id": 1}, {"id": 2}], "0": 1});
        let key = |steps: &[Step]| {
            let root = crate::query::Root::Payload;
            let steps = steps.to_vec();
            let key = key_of(&Path { root, steps }).expect("it is kept");
            (key.value, key.exact)
        };
        let name = |name: &str| Step::Key(name.into());
        let told = told(&value);
        for steps in [
            vec![name("a")],
            vec![name("a"), name("b")],
            vec![name("items"), Step::Each, name("id")],
            vec![name("0")],
        ] {
            let (value, exact) = key(&steps);
            assert!(exact && told.contains(&value), "{steps:?}");
            assert_eq!(path_of(&value), Some(steps));
        }
        let (value, exact) = key(&[name("items"), Step::Index(7), name("id")]);
        assert!(!exact && told.contains(&value), "an index is only possible");
        assert!(!told.contains(&key(&[name("b")]).0));
    }

    #[test]
    fn what_is_too_much_is_noted_as_left_out() {
        let mut deep = json!(1);
        for _ in 0..100 {
            deep = json!({ "x": deep });
        }
        let wide: serde_json::Map<_, _> =
            (0..3000).map(|at| (format!("k{at}"), json!(1))).collect();
        for value in [deep, Value::Object(wide), json!({"a\u{1f}b": 1})] {
            assert!(told(&value).iter().any(|path| is_left(path)));
        }
        assert!(told(&json!({"a": 1})).iter().all(|path| !is_left(path)));
    }
}
