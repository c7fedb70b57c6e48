use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::file::Parameter;
use super::mapping::{Directive, Mapping, Source};
use super::path::{Condition, Path, Scope};
use super::template::Template;
use super::transform::Step;
use crate::platform::pointer_step;
use crate::workspace::{Problem, nearest_name};

/// The most values in a mapping, and the deepest.
const MOST: usize = 5_000;
const DEEPEST: usize = 32;

/// The directives and what each does, as docs/CONNECTORS.md lists them.
pub const DIRECTIVES: &[(&str, &str)] = &[
    (
        "@from",
        "a path into the event, or several: the first that names something (neither null nor an empty text)",
    ),
    ("@all", "a path: all that it names, as a list"),
    (
        "@template",
        "a text with `{parameter}` and `{$.path}` in it; nothing if a value is missing",
    ),
    (
        "@value",
        "a constant: any JSON, of which nothing is read as a directive",
    ),
    (
        "@each",
        "a path to a list or an object: `@to` for each item, with the names of an object kept",
    ),
    (
        "@to",
        "with `@each`: the mapping of one item, whose paths begin with `@`",
    ),
    (
        "@merge",
        "a list of mappings of objects, as one object; a later member takes the place of an earlier one",
    ),
    ("@first", "a list of mappings: the first that is something"),
    (
        "@join",
        "a list of mappings: their texts in a row, if all are there",
    ),
    ("@when", "a condition: nothing if it does not hold"),
    (
        "@only",
        "a list of names: of an object, only these members; `google_*` is every name of that beginning",
    ),
    (
        "@without",
        "a list of names: of an object, all but these members",
    ),
    ("@by", "a transform or a list of transforms, in order"),
    (
        "@map",
        "an object: values and what they become; `*` is any other. What is not in it is nothing",
    ),
    ("@else", "a mapping: if nothing came of the rest"),
    (
        "@keep",
        "true: this object is there even with nothing in it",
    ),
];

const SOURCES: [&str; 8] = [
    "@from",
    "@all",
    "@template",
    "@value",
    "@each",
    "@merge",
    "@first",
    "@join",
];

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

    /// The condition at `pointer`.
    pub fn condition(&mut self, text: &str, pointer: &str, scope: Scope) -> Option<Condition> {
        let condition = Condition::parse(text, self.parameters, scope);
        condition
            .map_err(|error| self.say(pointer, format!("is no condition: {error}")))
            .ok()
    }

    /// The template at `pointer`.
    pub fn template(&mut self, text: &str, pointer: &str, scope: Scope) -> Option<Template> {
        let template = Template::parse(text, self.parameters, scope);
        template
            .map_err(|error| self.say(pointer, format!("is no template: {error}")))
            .ok()
    }

    /// The path at `pointer`.
    pub fn path(&mut self, value: &Value, pointer: &str, scope: Scope) -> Option<Path> {
        let Some(text) = value.as_str() else {
            self.say(pointer, "expected a path: a text that begins with $");
            return None;
        };
        let path = Path::parse(text, self.parameters, scope);
        path.map_err(|error| self.say(pointer, format!("is no path: {error}")))
            .ok()
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
                let keep = members.get("@keep") == Some(&Value::Bool(true));
                return Some(Source::Mapping(
                    self.object(members, pointer, scope, depth, keep)?,
                ));
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

    fn paths(&mut self, value: &Value, pointer: &str, scope: Scope) -> Option<Vec<Path>> {
        match value {
            Value::Array(paths) if !paths.is_empty() => {
                let read: Vec<_> = paths
                    .iter()
                    .enumerate()
                    .map(|(at, path)| self.path(path, &format!("{pointer}/{at}"), scope))
                    .collect();
                read.into_iter().collect()
            }
            path => self.path(path, pointer, scope).map(|path| vec![path]),
        }
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

    fn strings(&mut self, value: &Value, pointer: &str) -> Vec<String> {
        let texts = value.as_array().map(|items| {
            let texts = items.iter().map(|item| item.as_str().map(str::to_string));
            texts.collect::<Option<Vec<_>>>()
        });
        texts.flatten().unwrap_or_else(|| {
            self.say(pointer, "expected a list of names");
            Vec::new()
        })
    }

    fn steps(&mut self, value: &Value, pointer: &str) -> Vec<Step> {
        let listed = match value {
            Value::Array(steps) => steps.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut steps = Vec::new();
        for (at, step) in listed.iter().enumerate() {
            match Step::parse(step, self.parameters) {
                Ok(step) => steps.push(step),
                Err(error) if value.is_array() => self.say(&format!("{pointer}/{at}"), error),
                Err(error) => self.say(pointer, error),
            }
        }
        steps
    }

    fn names(&mut self, members: &Map<String, Value>, pointer: &str) {
        for name in members.keys().filter(|name| is_directive(name)) {
            let at = format!("{pointer}/{}", pointer_step(name));
            let known = || DIRECTIVES.iter().map(|(name, _)| *name);
            if !known().any(|it| it == name) {
                let near = nearest_name(name, known());
                let meant =
                    near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
                self.say(&at, format!("unknown directive \"{name}\"{meant}; a member of that name is written @{name}"));
            } else if name == "@to" && !members.contains_key("@each") {
                self.say(&at, "@to belongs to an @each");
            } else if name == "@keep" && members.get("@keep").is_none_or(|it| !it.is_boolean()) {
                self.say(&at, "expected true or false");
            }
        }
    }
}

fn is_directive(name: &str) -> bool {
    name.starts_with('@') && !name.starts_with("@@")
}
