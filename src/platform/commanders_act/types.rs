use serde_json::Value;

/// What a property is, by its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// A string.
    Text,
    /// A number.
    Number,
    /// A number without a fraction.
    Integer,
    /// True or false.
    Boolean,
    /// An array.
    List,
    /// An array of strings.
    Texts,
    /// An object.
    Object,
    /// A string (ISO 4217).
    Currency,
    /// A string, and its values. The pages' own examples have others.
    OneOf(&'static [&'static str]),
}

/// A property's name and what it is.
pub type Property = (&'static str, Type);

impl Type {
    /// The type in the words of JSON Schema.
    pub fn word(self) -> &'static str {
        match self {
            Type::Text | Type::Currency | Type::OneOf(_) => "string",
            Type::Number => "number",
            Type::Integer => "integer",
            Type::Boolean => "boolean",
            Type::List | Type::Texts => "array",
            Type::Object => "object",
        }
    }

    /// Whether a value is of it.
    pub fn has(self, value: &Value) -> bool {
        match self {
            Type::Text | Type::Currency | Type::OneOf(_) => value.is_string(),
            Type::Number => value.is_number(),
            Type::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Type::Boolean => value.is_boolean(),
            Type::List | Type::Texts => value.is_array(),
            Type::Object => value.is_object(),
        }
    }

    /// Whether a text reads as a value of it: as one of a number, or of true or false.
    pub fn reads(self, text: &str) -> bool {
        let number = || {
            text.trim()
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
        };
        match self {
            Type::Number => number().is_some(),
            Type::Integer => number().is_some_and(|number| number.fract() == 0.0),
            Type::Boolean => matches!(text, "true" | "false" | "1" | "0"),
            _ => false,
        }
    }
}
