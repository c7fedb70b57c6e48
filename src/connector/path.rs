use std::collections::BTreeMap;

use serde_json::Value;
use serde_json_path::JsonPath;

use super::file::Parameter;
use super::parameters::fill_path;
use super::patterns;
use super::quotes::Quotes;

/// The longest path or condition, in bytes, and the deepest nesting of brackets in it: the parser
/// recurses.
const LONGEST: usize = 500;
const DEEPEST: usize = 16;

/// Where a directive stands: a path begins with `$` for the event, and inside an `@each` with `@`
/// for the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The event is all there is.
    Event,
    /// Inside an `@each`.
    Item,
}

/// What paths are looked up in.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The event's document.
    pub event: &'a Value,
    /// Inside an `@each`: the item's pointer into the event, and the item.
    pub item: Option<(&'a str, &'a Value)>,
}

/// A path into the event (RFC 9535), bounded: its result never costs more than a few readings of
/// the event.
#[derive(Debug)]
pub struct Path {
    query: JsonPath,
    of_item: bool,
}

impl Path {
    /// The path of that text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(
        text: &str,
        parameters: &BTreeMap<String, Parameter>,
        scope: Scope,
    ) -> Result<Path, String> {
        let text = fill_path(text, parameters)?;
        let marks = Marks::of(&text)?;
        let of_item = match (text.chars().next(), scope) {
            (Some('$'), _) => false,
            (Some('@'), Scope::Item) => true,
            (Some('@'), Scope::Event) => {
                return Err("@ is an item and has a meaning in an @each only".into());
            }
            _ => return Err("a path begins with $".into()),
        };
        if marks.pattern {
            return Err("match and search stand in a @when: there a pattern is read once".into());
        }
        if marks.filters > 1 || marks.unions > 1 || marks.wide_in_filter {
            return Err("one filter or list of names is enough, and no * or : in a filter: a path reads the event once".into());
        }
        if scope == Scope::Item && !of_item && (marks.wide || marks.filters > 0) {
            return Err(
                "in an @each, a path of the event ($) names one value: no *, : or filter".into(),
            );
        }
        let query = if of_item {
            format!("${}", text.get(1..).unwrap_or_default())
        } else {
            text
        };
        let query = JsonPath::parse(&query).map_err(|error| error.to_string())?;
        Ok(Path { query, of_item })
    }

    /// What it names: each with its pointer into the event.
    pub fn find<'a>(&self, place: Place<'a>) -> Vec<(String, &'a Value)> {
        let (prefix, root) = match (self.of_item, place.item) {
            (true, Some(item)) => item,
            (true, None) => return Vec::new(),
            (false, _) => ("", place.event),
        };
        let nodes = self.query.query_located(root);
        nodes
            .into_iter()
            .map(|node| {
                let pointer = node.location().to_json_pointer();
                (format!("{prefix}{pointer}"), node.node())
            })
            .collect()
    }

    /// The same in any JSON text, for the checks of a body.
    pub fn find_in<'a>(&self, root: &'a Value) -> Vec<(String, &'a Value)> {
        self.find(Place {
            event: root,
            item: None,
        })
    }
}

/// What in a path costs.
#[derive(Default)]
pub(super) struct Marks {
    pub root: bool,
    pub wide: bool,
    wide_in_filter: bool,
    pub filters: usize,
    pub unions: usize,
    pattern: bool,
}

impl Marks {
    pub fn of(text: &str) -> Result<Marks, String> {
        if text.len() > LONGEST {
            return Err(format!("is longer than {LONGEST} bytes"));
        }
        let mut marks = Marks {
            pattern: patterns::are_in(text),
            ..Marks::default()
        };
        let mut open: Vec<char> = Vec::new();
        let (mut quotes, mut before) = (Quotes::default(), ' ');
        let mut counted = 0;
        for letter in text.chars() {
            if quotes.hold(letter) {
                continue;
            }
            match letter {
                '(' | '[' => open.push(letter),
                ')' | ']' => {
                    open.pop();
                }
                '$' => marks.root = true,
                '?' => marks.filters += 1,
                '.' if before == '.' => {
                    return Err("has a descendant segment (..): name the way".into());
                }
                '*' | ':' => {
                    marks.wide = true;
                    marks.wide_in_filter |= marks.filters > 0;
                }
                ',' if open.last() == Some(&'[') && counted != open.len() => {
                    marks.unions += 1;
                    counted = open.len();
                }
                _ => {}
            }
            if letter == '[' {
                counted = 0;
            }
            if open.len() > DEEPEST {
                return Err(format!("has more than {DEEPEST} brackets in each other"));
            }
            before = letter;
        }
        Ok(marks)
    }
}
