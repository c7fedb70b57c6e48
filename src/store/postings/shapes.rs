use std::sync::Arc;

use foldhash::{HashMap, HashMapExt, HashSet};
use serde_json::Value;

use super::paths::{is_left, is_plain, paths};
use super::writer::is_too_long;

/// How many shapes are remembered, how many bytes of them, and how long what tells one from another
/// may be: bounds the memory.
const MOST: usize = 1000;
const MOST_BYTES: usize = 1024 * 1024;
const LONGEST: usize = 8 * 1024;

/// Stand before what an object has, before what an array has, before a key, for what has nothing in
/// it, and at the end of objects and arrays.
const OBJECT: char = '\u{1}';
const ARRAY: char = '\u{2}';
const KEY: char = '\u{3}';
const SCALAR: char = '\u{4}';
const END: char = '\u{5}';

/// The paths at which a value has something.
#[derive(Debug, PartialEq, Eq)]
pub struct Paths {
    /// Each of them once, but for those that are no values of a posting.
    pub told: Vec<Box<str>>,
    /// Whether there are more.
    pub left: bool,
}

/// The paths of values, once for all values of the same shape: most events look like one before.
pub struct Shapes {
    known: HashMap<Box<str>, Arc<Paths>>,
    bytes: usize,
    shape: String,
}

impl Paths {
    /// Those of a value.
    pub fn of(value: &Value) -> Paths {
        let (mut all, mut left) = (Vec::<Box<str>>::new(), false);
        paths(
            value,
            &mut |path| match is_left(path) || is_too_long(path) {
                true => left = true,
                false => all.push(path.into()),
            },
        );
        let mut seen = HashSet::<&str>::default();
        let is_new: Vec<bool> = all.iter().map(|path| seen.insert(path)).collect();
        let told = all.into_iter().zip(is_new).filter(|(_, is_new)| *is_new);
        Paths {
            told: told.map(|(path, _)| path).collect(),
            left,
        }
    }

    /// How many bytes they have.
    pub fn bytes(&self) -> usize {
        self.told.iter().map(|path| path.len()).sum()
    }
}

impl Shapes {
    /// Without one.
    pub fn new() -> Shapes {
        Shapes {
            known: HashMap::new(),
            bytes: 0,
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
        if self.known.len() >= MOST || self.bytes >= MOST_BYTES {
            self.known.clear();
            self.bytes = 0;
        }
        let paths = Arc::new(Paths::of(value));
        self.bytes += self.shape.len() + paths.bytes();
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
        _ => {
            shape.push(SCALAR);
            return true;
        }
    };
    shape.push(END);
    is_told
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_paths_are_those_of_the_value_whatever_came_before() {
        let values = [
            json!({"a": {"b": 1}}),
            json!({"a": {}, "b": 1}),
            json!({"a": null, "b": 1}),
            json!({"a": [], "b": 1}),
            json!({"a": ["x"], "b": 1}),
            json!({"a": ["x", "y"], "b": 1}),
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

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::default() })]

        #[test]
        fn a_shape_has_the_same_paths_whatever_stands_in_it(
            values in proptest::collection::vec(value(), 20)
        ) {
            let mut shapes = Shapes::new();
            for value in &values {
                proptest::prop_assert_eq!(&*shapes.paths(value), &Paths::of(value));
            }
        }
    }

    /// Few keys, so that values are alike often.
    fn value() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![Just(json!(1)), Just(json!("a")), Just(Value::Null)];
        scalar.prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                proptest::collection::vec(("[ab]", inner), 0..3)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    #[test]
    fn what_is_too_much_to_remember_is_told_all_the_same() {
        let mut shapes = Shapes::new();
        let deep = (0..200).fold(json!(1), |value, _| json!([value]));
        assert!(shapes.paths(&deep).left);
        let long = json!({ "k".repeat(300): {"a": 1, "b": 2}, "c": 1 });
        let told = Paths::of(&long);
        assert!(told.left && told.told.len() == 1, "{told:?}");
        let wide: Vec<Value> = (0..3000).map(|at| json!({ "a": at })).collect();
        assert!(shapes.paths(&json!(wide)).left);
        for at in 0..MOST + 10 {
            let value = json!({ format!("k{at}"): 1 });
            assert_eq!(*shapes.paths(&value), Paths::of(&value));
        }
    }
}
