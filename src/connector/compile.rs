use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::directives::{SOURCES, is_directive};
use super::file::Parameter;
use super::mapping::{Directive, Mapping, Source};
use super::path::Scope;
use crate::platform::pointer_step;
use crate::workspace::Problem;

/// The most values in a mapping, and the deepest.
const MOST: usize = 5_000;
const DEEPEST: usize = 32;

/// Reads mappings and says what is wrong with them, each with its pointer into the file.
pub struct Compiler<'a> {
    /// The file's parameters.
    pub parameters: &'a BTreeMap<String, Parameter>,
    /// The file's name.
    pub file: &'a str,
    /// What was wrong so far.
    pub problems: &'a mut Vec<Problem>,
    left: usize,
}

impl<'a> Compiler<'a> {
    /// A compiler of one file.
    pub fn new(
        file: &'a str,
        parameters: &'a BTreeMap<String, Parameter>,
        problems: &'a mut Vec<Problem>,
    ) -> Compiler<'a> {
        Compiler {
            parameters,
            file,
            problems,
            left: MOST,
        }
    }

    /// Tells a problem.
    pub fn say(&mut self, pointer: &str, message: impl Into<String>) {
        self.problems.push(Problem::at(self.file, pointer, message));
    }

    /// The mapping at `pointer`.
    pub fn mapping(
        &mut self,
        value: &Value,
        pointer: &str,
        scope: Scope,
        depth: usize,
    ) -> Option<Mapping> {
        if depth > DEEPEST {
            self.say(pointer, format!("a mapping is at most {DEEPEST} deep"));
            return None;
        }
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        if self.left == 0 {
            self.say(pointer, format!("a mapping has at most {MOST} values"));
            return None;
        }
        match value {
            Value::Array(items) => self.list(items, pointer, scope, depth).map(Mapping::Array),
            Value::Object(members) if members.keys().any(|name| is_directive(name)) => self
                .directive(members, pointer, scope, depth)
                .map(|directive| Mapping::Directive(Box::new(directive))),
            Value::Object(members) => {
                let keep = members.is_empty();
                self.object(members, pointer, scope, depth, keep)
            }
            constant => Some(Mapping::Constant(constant.clone())),
        }
    }

    fn list(
        &mut self,
        items: &[Value],
        pointer: &str,
        scope: Scope,
        depth: usize,
    ) -> Option<Vec<Mapping>> {
        let read: Vec<_> = items
            .iter()
            .enumerate()
            .map(|(at, item)| self.mapping(item, &format!("{pointer}/{at}"), scope, depth + 1))
            .collect();
        read.into_iter().collect()
    }

    fn object(
        &mut self,
        members: &Map<String, Value>,
        pointer: &str,
        scope: Scope,
        depth: usize,
        keep: bool,
    ) -> Option<Mapping> {
        let own = members.iter().filter(|(name, _)| !is_directive(name));
        let read: Vec<_> = own
            .map(|(name, value)| {
                let pointer = format!("{pointer}/{}", pointer_step(name));
                // `@@type` is the member `@type`.
                let name = name
                    .strip_prefix("@@")
                    .map_or(name.clone(), |it| format!("@{it}"));
                Some((name, self.mapping(value, &pointer, scope, depth + 1)?))
            })
            .collect();
        let members = read.into_iter().collect::<Option<_>>()?;
        Some(Mapping::Object { members, keep })
    }

    fn directive(
        &mut self,
        members: &Map<String, Value>,
        pointer: &str,
        scope: Scope,
        depth: usize,
    ) -> Option<Directive> {
        let before = self.problems.len();
        self.names(members, pointer);
        let at = |name: &str| format!("{pointer}/{name}");
        let get = |name: &str| members.get(name);
        let source = self.source(members, pointer, scope, depth);
        let when = get("@when").and_then(|value| match value.as_str() {
            Some(text) => self.condition(text, &at("@when"), scope),
            None => {
                self.say(&at("@when"), "expected a condition: a text");
                None
            }
        });
        let only = get("@only").map(|value| self.strings(value, &at("@only")));
        let without = get("@without").map(|value| self.strings(value, &at("@without")));
        let by = get("@by").map(|value| self.steps(value, &at("@by")));
        let map = get("@map").and_then(|value| match value.as_object() {
            Some(map) => Some(map.iter().map(|(a, b)| (a.clone(), b.clone())).collect()),
            None => {
                self.say(
                    &at("@map"),
                    "expected an object: values and what they become",
                );
                None
            }
        });
        let otherwise =
            get("@else").and_then(|value| self.mapping(value, &at("@else"), scope, depth + 1));
        if self.problems.len() > before {
            return None;
        }
        Some(Directive {
            source: source?,
            when,
            only,
            without: without.unwrap_or_default(),
            by: by.unwrap_or_default(),
            map,
            keep: keeps(members),
            otherwise,
        })
    }

    fn source(
        &mut self,
        members: &Map<String, Value>,
        pointer: &str,
        scope: Scope,
        depth: usize,
    ) -> Option<Source> {
        let named: Vec<&str> = SOURCES
            .into_iter()
            .filter(|name| members.contains_key(*name))
            .collect();
        let plain = members.keys().any(|name| !is_directive(name));
        let name = match named.as_slice() {
            [] => {
                return Some(Source::Mapping(self.object(
                    members,
                    pointer,
                    scope,
                    depth,
                    keeps(members),
                )?));
            }
            [name] if !plain => *name,
            [name] => {
                self.say(
                    pointer,
                    format!("{name} makes the whole value: no other member stands beside it"),
                );
                return None;
            }
            [first, second, ..] => {
                self.say(
                    pointer,
                    format!("one source is enough: {first} or {second}"),
                );
                return None;
            }
        };
        let value = members.get(name)?;
        let at = format!("{pointer}/{name}");
        match name {
            "@from" => self.paths(value, &at, scope).map(Source::From),
            "@all" => self.path(value, &at, scope).map(Source::All),
            "@template" => match value.as_str() {
                Some(text) => self.template(text, &at, scope).map(Source::Template),
                None => {
                    self.say(&at, "expected a text");
                    None
                }
            },
            "@each" => self.each(value, members, pointer, scope, depth),
            "@merge" => self.list_at(value, &at, scope, depth).map(Source::Merge),
            "@first" => self.list_at(value, &at, scope, depth).map(Source::First),
            "@join" => self.list_at(value, &at, scope, depth).map(Source::Join),
            _ => Some(Source::Mapping(Mapping::Constant(value.clone()))),
        }
    }

    fn each(
        &mut self,
        value: &Value,
        members: &Map<String, Value>,
        pointer: &str,
        scope: Scope,
        depth: usize,
    ) -> Option<Source> {
        let at = format!("{pointer}/@each");
        let path = self.path(value, &at, scope)?;
        if scope == Scope::Item && !value.as_str().is_some_and(|path| path.starts_with('@')) {
            self.say(&at, "an @each in an @each is of the item (@)");
            return None;
        }
        let Some(to) = members.get("@to") else {
            self.say(pointer, "@to is missing here: the mapping of one item");
            return None;
        };
        let to = self.mapping(to, &format!("{pointer}/@to"), Scope::Item, depth + 1)?;
        Some(Source::Each(path, to))
    }

    fn list_at(
        &mut self,
        value: &Value,
        pointer: &str,
        scope: Scope,
        depth: usize,
    ) -> Option<Vec<Mapping>> {
        match value {
            Value::Array(items) => self.list(items, pointer, scope, depth + 1),
            _ => {
                self.say(pointer, "expected a list of mappings");
                None
            }
        }
    }
}

/// Whether it is to be there even with nothing in it.
fn keeps(members: &Map<String, Value>) -> bool {
    members.get("@keep") == Some(&Value::Bool(true))
}
