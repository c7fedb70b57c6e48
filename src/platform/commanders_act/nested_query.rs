use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::workspace::RepeatedParameter;

/// An index above this is a name: `custom[2024]=x` is no list.
const LARGEST_INDEX: u32 = 999;

/// Query parameters put together as pixel tracking nests them: `a=1`, `user[id]=1`,
/// `user[consent_categories][]=1`, `items[0][product][id]=1` (documented). Every value is a text.
///
/// No parameter makes it fail: the pixel is answered with 200 whatever it says, and a library that
/// refuses the query for one odd name would lose the event. A name whose brackets do not match is
/// a plain name, what is nested deeper than `depth` keeps its brackets, and of a name that is both
/// a value and a group the later wins. Lists close up, so none is longer than the query.
#[derive(Debug)]
pub struct NestedQuery {
    root: Node,
    depth: usize,
    repeated: RepeatedParameter,
}

impl NestedQuery {
    /// Nothing yet, with the two rules that are not documented.
    pub fn new(depth: usize, repeated: RepeatedParameter) -> NestedQuery {
        NestedQuery {
            root: Node::default(),
            depth,
            repeated,
        }
    }

    /// Adds a parameter; both texts are decoded.
    pub fn add(&mut self, name: &str, value: String) {
        let (first, rest) = path(name, self.depth).unwrap_or((name, Vec::new()));
        let node = self.root.member(Key::Name(first.to_string()));
        node.put(&rest, value, self.repeated);
    }

    /// What came together, each name where it came first.
    pub fn into_object(self) -> Map<String, Value> {
        self.root.into_object()
    }
}

/// The parts of a name: what stands before the first bracket, and what stands in each. `None` if
/// it has no brackets, or none that match.
fn path(name: &str, depth: usize) -> Option<(&str, Vec<&str>)> {
    let first = name.split('[').next().filter(|first| !first.is_empty())?;
    let mut rest = name.strip_prefix(first)?;
    let mut parts = Vec::new();
    while !rest.is_empty() {
        if parts.len() == depth {
            parts.push(rest);
            break;
        }
        let (part, after) = rest.strip_prefix('[')?.split_once(']')?;
        parts.push(part);
        rest = after;
    }
    Some((first, parts))
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Index(u32),
    Name(String),
}

/// A text, or else a group: whether a list or an object is known only when all of it has come.
#[derive(Debug, Default)]
struct Node {
    text: Option<String>,
    /// Each with its place in the order in which they came.
    members: HashMap<Key, (usize, Node)>,
    next_index: u32,
}

impl Node {
    fn put(&mut self, path: &[&str], value: String, repeated: RepeatedParameter) {
        match path.split_first() {
            Some((part, rest)) => {
                let key = self.key(part);
                self.member(key).put(rest, value, repeated);
            }
            None => self.put_text(value, repeated),
        }
    }

    fn put_text(&mut self, value: String, repeated: RepeatedParameter) {
        let is_first = self.text.is_none() && self.members.is_empty();
        if is_first || repeated == RepeatedParameter::Last {
            *self = Node {
                text: Some(value),
                ..Node::default()
            };
            return;
        }
        for text in self.text.take().into_iter().chain([value]) {
            let key = self.key("");
            self.member(key).text = Some(text);
        }
    }

    /// What stands in brackets: nothing is the next index, digits are an index.
    fn key(&mut self, part: &str) -> Key {
        let index = match part {
            "" => Some(self.next_index),
            _ => index(part),
        };
        let Some(index) = index else {
            return Key::Name(part.to_string());
        };
        self.next_index = self.next_index.max(index.saturating_add(1));
        Key::Index(index)
    }

    /// The member of that key, made if it is not there. Whoever has a member is no text.
    fn member(&mut self, key: Key) -> &mut Node {
        self.text = None;
        let place = self.members.len();
        let new = || (place, Node::default());
        &mut self.members.entry(key).or_insert_with(new).1
    }

    fn into_value(self) -> Value {
        if let Some(text) = self.text {
            return Value::String(text);
        }
        if self.members.keys().any(|key| matches!(key, Key::Name(_))) {
            return Value::Object(self.into_object());
        }
        let mut members: Vec<_> = self.members.into_iter().collect();
        members.sort_by_key(|(key, _)| match key {
            Key::Index(index) => *index,
            Key::Name(_) => u32::MAX,
        });
        let values = members.into_iter().map(|(_, (_, node))| node.into_value());
        values.collect()
    }

    fn into_object(self) -> Map<String, Value> {
        let mut members: Vec<_> = self.members.into_iter().collect();
        members.sort_by_key(|(_, (place, _))| *place);
        let named = members.into_iter().map(|(key, (_, node))| match key {
            Key::Index(index) => (index.to_string(), node.into_value()),
            Key::Name(name) => (name, node.into_value()),
        });
        named.collect()
    }
}

fn index(part: &str) -> Option<u32> {
    let canonical = part == "0" || !part.starts_with(['0', '+']);
    let index = part.parse().ok().filter(|_| canonical)?;
    (index <= LARGEST_INDEX).then_some(index)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(names: &[&str], repeated: RepeatedParameter) -> Value {
        let mut query = NestedQuery::new(4, repeated);
        for (nth, name) in names.iter().enumerate() {
            query.add(name, (nth + 1).to_string());
        }
        Value::Object(query.into_object())
    }

    fn last(names: &[&str]) -> Value {
        read(names, RepeatedParameter::Last)
    }

    #[test]
    fn brackets_nest() {
        assert_eq!(
            last(&[
                "a",
                "user[id]",
                "user[c][]",
                "user[c][]",
                "items[0][product][id]"
            ]),
            json!({"a": "1", "user": {"id": "2", "c": ["3", "4"]}, "items": [{"product": {"id": "5"}}]})
        );
        assert_eq!(
            last(&["a[][b]", "a[][b]"]),
            json!({"a": [{"b": "1"}, {"b": "2"}]})
        );
    }

    #[test]
    fn a_list_closes_up_and_a_name_makes_it_an_object() {
        assert_eq!(
            last(&["a[7]", "a[2]", "a[]"]),
            json!({"a": ["2", "1", "3"]})
        );
        assert_eq!(last(&["a[1]", "a[x]"]), json!({"a": {"1": "1", "x": "2"}}));
        for name in ["1000", "4294967296", "007", "-1", "+1", "1 "] {
            assert_eq!(last(&[&format!("a[{name}]")]), json!({"a": {name: "1"}}));
        }
    }

    #[test]
    fn what_is_no_nesting_is_a_name() {
        for name in [
            "a[", "a[b", "a]", "[b]", "a[b]c", "a[b]]", "a[b][", "[]", "[",
        ] {
            assert_eq!(last(&[name]), json!({name: "1"}));
        }
        assert_eq!(
            last(&["a[b][c][d][e][f][g]"]),
            json!({"a": {"b": {"c": {"d": {"e": {"[f][g]": "1"}}}}}})
        );
    }

    #[test]
    fn of_two_values_the_later_wins_or_both_are_kept() {
        assert_eq!(last(&["a", "a"]), json!({"a": "2"}));
        assert_eq!(last(&["a", "a[b]"]), json!({"a": {"b": "2"}}));
        assert_eq!(last(&["a[b]", "a"]), json!({"a": "2"}));
        let list = |names| read(names, RepeatedParameter::List);
        assert_eq!(list(&["a", "a", "a"]), json!({"a": ["1", "2", "3"]}));
        assert_eq!(list(&["a[]", "a"]), json!({"a": ["1", "2"]}));
        assert_eq!(list(&["a", "b"]), json!({"a": "1", "b": "2"}));
    }

    /// Names made of the pieces that mean something, from a fixed seed: nothing panics, and nothing
    /// grows beyond what was sent.
    #[test]
    fn no_query_makes_it_stumble() {
        const PIECES: [&str; 10] = [
            "[",
            "]",
            "[]",
            "[0]",
            "[999]",
            "[4294967295]",
            "a",
            "b",
            "=",
            "\u{e9}",
        ];
        let mut seed: u64 = 0x2545_f491_4f6c_dd1d;
        let mut next = |below: u64| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            (seed % below) as usize
        };
        for _ in 0..2000 {
            let mut query = NestedQuery::new(32, RepeatedParameter::Last);
            let mut sent = 0;
            for nth in 0..next(12) {
                let pieces = (0..next(40)).filter_map(|_| PIECES.get(next(10)).copied());
                let name: String = pieces.collect();
                sent += name.len() + 10;
                query.add(&name, format!("v{nth}"));
            }
            let said = Value::Object(query.into_object()).to_string();
            assert!(said.len() <= sent * 8 + 2, "{said}");
        }
        let mut query = NestedQuery::new(64, RepeatedParameter::Last);
        query.add(&format!("a{}", "[b]".repeat(50_000)), "1".into());
        for nth in 0..50_000 {
            query.add(&format!("l[{nth}]"), "1".into());
            query.add("m[]", "1".into());
        }
        let object = query.into_object();
        let lengths = ["l", "m"].map(|name| match object.get(name) {
            Some(Value::Object(members)) => members.len(),
            Some(Value::Array(members)) => members.len(),
            _ => 0,
        });
        assert_eq!(lengths, [50_000, 50_000]);
    }
}
