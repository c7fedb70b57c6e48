use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet};
use serde_json::Value;

use super::paths::{is_left, is_plain, paths};

/// How many shapes are remembered, and how long what tells one from another may be.
const MOST: usize = 1000;
const LONGEST: usize = 8 * 1024;

/// Stand before what an object has, before what an array has, before a key, and at the end of both.
const OBJECT: char = '\u{1}';
const ARRAY: char = '\u{2}';
const KEY: char = '\u{3}';
const END: char = '\u{4}';

/// The paths at which a value has something.
#[derive(Debug, PartialEq, Eq)]
pub struct Paths {
    /// Each of them once.
    pub told: Vec<Box<str>>,
    /// Whether there are more.
    pub left: bool,
}

/// The paths of values, once for all values of the same shape: most events look like one before.
pub struct Shapes {
    known: HashMap<Box<str>, Arc<Paths>>,
    shape: String,
}

impl Paths {
    /// Those of a value.
    pub fn of(value: &Value) -> Paths {
        let (mut told, mut left) = (Vec::<Box<str>>::new(), false);
        let mut seen = HashSet::<Box<str>>::default();
        paths(value, &mut |path| match is_left(path) {
            true => left = true,
            false if seen.contains(path) => {}
            false => {
                seen.insert(path.into());
                told.push(path.into());
            }
        });
        Paths { told, left }
    }
}

impl Shapes {
    /// Without one.
    pub fn new() -> Shapes {
        Shapes {
            known: HashMap::new(),
            shape: String::new(),
        }
    }

    /// The paths of a value.
    pub fn paths(&mut self, value: &Value) -> Arc<Paths> {
        self.shape.clear();
        if !add_shape(value, &mut self.shape) {
            return Arc::new(Paths::of(value));
        }
        if let Some(known) = self.known.get(self.shape.as_str()) {
            return Arc::clone(known);
        }
        if self.known.len() >= MOST {
            self.known.clear();
        }
        let paths = Arc::new(Paths::of(value));
        let shape = self.shape.as_str().into();
        self.known.insert(shape, Arc::clone(&paths));
        paths
    }
}

/// Writes down which keys there are, and where; whether that tells the value's paths.
fn add_shape(value: &Value, shape: &mut String) -> bool {
    if shape.len() > LONGEST {
        return false;
    }
    let is_told = match value {
        Value::Object(members) => {
            shape.push(OBJECT);
            members.iter().all(|(key, member)| {
                shape.push(KEY);
                shape.push_str(key);
                is_plain(key) && add_shape(member, shape)
            })
        }
        Value::Array(items) => {
            shape.push(ARRAY);
            items.iter().all(|item| add_shape(item, shape))
        }
        _ => return true,
    };
    shape.push(END);
    is_told
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_paths_are_those_of_the_value_whatever_came_before() {
        let values = [
            json!({"a": {"b": 1}}),
            json!({"a": {}, "b": 1}),
            json!({"a": null, "b": 1}),
            json!({"a": [], "b": 1}),
            json!({"a": [{"b": 1}]}),
            json!({"a": [{}, {"b": 1}]}),
            json!({"a": [{"b": 1}, {"b": 2, "c": [1, [2]]}]}),
            json!({"a\u{3}b": 1}),
            json!({"a": {"b": {"c": 1}}, "d": 2}),
            json!({"a": {"b": {}, "c": 1}, "d": 2}),
            json!(7),
        ];
        let mut shapes = Shapes::new();
        for value in values.iter().chain(&values) {
            assert_eq!(*shapes.paths(value), Paths::of(value), "{value}");
        }
        let again = json!({"a": {"b": "another"}});
        assert!(Arc::ptr_eq(
            &shapes.paths(&values[0]),
            &shapes.paths(&again)
        ));
    }

    #[test]
    fn what_is_too_much_to_remember_is_told_all_the_same() {
        let mut shapes = Shapes::new();
        let deep = (0..200).fold(json!(1), |value, _| json!([value]));
        assert!(shapes.paths(&deep).left);
        let wide: Vec<Value> = (0..3000).map(|at| json!({ "a": at })).collect();
        assert!(shapes.paths(&json!(wide)).left);
        for at in 0..MOST + 10 {
            let value = json!({ format!("k{at}"): 1 });
            assert_eq!(*shapes.paths(&value), Paths::of(&value));
        }
    }
}
