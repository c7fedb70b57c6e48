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
fn is_plain(key: &str) -> bool {
    !key.contains(char::is_control)
}
