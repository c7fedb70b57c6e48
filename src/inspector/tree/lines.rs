use std::collections::HashMap;

use serde_json::Value;

use super::decode::Decoded;
use crate::inspector::web_address::WebAddress;

/// One line of a tree. A branch is opened and closed by a line of its own.
#[derive(Debug)]
pub enum TreeLine {
    /// A value with nothing below it.
    Leaf(Node),
    /// An object or a list that is shown: what is below it follows.
    Open(Node),
    /// The end of one.
    Close,
    /// An object or a list that is read when it is opened.
    Folded(Node),
    /// Neighbours that are read when they are asked for.
    More {
        /// The pointer of the object or list they belong to.
        pointer: String,
        /// The first of them, from 0.
        from: usize,
        /// How many there are.
        count: usize,
        /// Whether they come before what is shown.
        earlier: bool,
    },
}

/// A value, as a tree shows it.
#[derive(Debug)]
pub struct Node {
    /// The member's name, or the element's place; nothing for the root.
    pub key: Option<String>,
    /// Its JSON pointer (RFC 6901).
    pub pointer: String,
    /// `string`, `number`, `word`, `object` or `list`: its colour.
    pub kind: &'static str,
    /// The value as JSON, or what is in it: `3 fields`.
    pub text: String,
    /// Its size in bytes, if only the beginning is shown.
    pub cut: Option<usize>,
    /// What it says once it is decoded.
    pub decoded: Option<Decoded>,
    /// The severity of what was found here, or in what is folded away below it.
    pub mark: Option<&'static str>,
    /// Whether the page's address points at it.
    pub here: bool,
    /// What a filter asks for to find the same value; nothing for the root.
    pub term: Option<String>,
    /// Where it leads, if it is an address of the web, as it came or once it is decoded.
    pub opens: Option<WebAddress>,
}

impl Node {
    /// What a person calls it.
    pub fn name(&self) -> &str {
        self.key.as_deref().unwrap_or("the whole")
    }
}

/// What was found, by the pointer of the value that has it.
#[derive(Debug, Default)]
pub struct Marks(HashMap<String, &'static str>);

impl Marks {
    /// Marks the value at `pointer`, or the nearest one around it if that is missing. The first to
    /// mark a value counts: tell the worst first.
    pub fn add(&mut self, payload: &Value, pointer: &str, severity: &'static str) {
        let pointer = nearest(payload, pointer);
        if !pointer.is_empty() {
            self.0.entry(pointer.to_string()).or_insert(severity);
        }
    }

    /// The mark of the value at `pointer`.
    pub fn at(&self, pointer: &str) -> Option<&'static str> {
        self.0.get(pointer).copied()
    }

    /// The mark of the value at `pointer`, or of one below it.
    pub fn within(&self, pointer: &str) -> Option<&'static str> {
        let below = |marked: &str| {
            marked
                .strip_prefix(pointer)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        let order = |severity: &&str| {
            ["info", "warning", "error"]
                .iter()
                .position(|it| it == severity)
        };
        self.at(pointer).or_else(|| {
            let marked = self.0.iter().filter(|(marked, _)| below(marked));
            marked.map(|(_, severity)| *severity).max_by_key(order)
        })
    }
}

/// The longest beginning of `pointer` at which there is a value.
pub fn nearest<'a>(payload: &Value, pointer: &'a str) -> &'a str {
    let mut pointer = pointer;
    while payload.pointer(pointer).is_none() {
        match pointer.rsplit_once('/') {
            Some((shorter, _)) => pointer = shorter,
            None => return "",
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_finding_marks_its_value_or_the_nearest_around_it() {
        let payload = json!({"a": {"b/c": 1}});
        let mut marks = Marks::default();
        marks.add(&payload, "/a/b~1c", "error");
        marks.add(&payload, "/a/missing/deep", "warning");
        marks.add(&payload, "/gone", "info");
        marks.add(&payload, "nonsense", "info");
        assert_eq!(marks.at("/a/b~1c"), Some("error"));
        assert_eq!(marks.at("/a"), Some("warning"));
        assert_eq!(marks.at(""), None);
        assert_eq!(marks.within("/a/b"), None);
    }

    #[test]
    fn what_is_folded_away_has_the_worst_mark_below_it() {
        let payload = json!({"a": [{"b": 1}, {"b": 2}]});
        let mut marks = Marks::default();
        marks.add(&payload, "/a/0/b", "warning");
        marks.add(&payload, "/a/1/b", "error");
        assert_eq!(marks.within("/a"), Some("error"));
        assert_eq!(marks.within("/a/0"), Some("warning"));
    }
}
