use jsonschema::Validator;
use serde_json::{Value, json};

use super::super::compile::build;

/// The formats that texts are recognised by, as the plan itself will check them.
#[derive(Debug)]
pub struct Formats([Option<Validator>; Formats::COUNT]);

impl Formats {
    /// How many there are.
    pub const COUNT: usize = 2;

    /// Their names in a schema.
    pub const NAMES: [&'static str; Formats::COUNT] = ["uuid", "date-time"];

    /// Whether a text has each of them.
    pub fn of(&self, text: &str) -> [bool; Formats::COUNT] {
        let value = Value::from(text);
        let has = |check: &Option<Validator>| check.as_ref().is_some_and(|it| it.is_valid(&value));
        self.0.each_ref().map(has)
    }
}

impl Default for Formats {
    fn default() -> Formats {
        Formats(Formats::NAMES.map(|name| build(&json!({ "format": name })).ok()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_format_that_the_plan_will_ask_for() {
        let formats = Formats::default();
        for text in ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.5+01:00"] {
            assert_eq!(formats.of(text), [false, true], "{text}");
        }
        let uuid = "6fce27c5-6121-4974-b7be-9018abde551d";
        assert_eq!(formats.of(uuid), [true, false]);
        for text in ["2026-01-31T12:00:00+24:00", "2026-01-31 12:00", "x", ""] {
            assert_eq!(formats.of(text), [false, false], "{text}");
        }
    }
}
