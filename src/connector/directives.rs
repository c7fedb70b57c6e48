use serde_json::{Map, Value};

use super::compile::Compiler;
use crate::platform::pointer_step;
use crate::workspace::nearest_name;

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
        "true: it is there even with nothing in it, an object without members or a text without letters",
    ),
];

/// Those of which a directive has one.
pub const SOURCES: [&str; 8] = [
    "@from",
    "@all",
    "@template",
    "@value",
    "@each",
    "@merge",
    "@first",
    "@join",
];

/// Whether a member is a directive; `@@type` is the member `@type`.
pub fn is_directive(name: &str) -> bool {
    name.starts_with('@') && !name.starts_with("@@")
}

impl Compiler<'_> {
    /// Says which directives are unknown or out of place.
    pub(super) fn names(&mut self, members: &Map<String, Value>, pointer: &str) {
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
