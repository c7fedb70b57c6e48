use jsonschema::JsonType;
use jsonschema::error::TypeKind;
use serde_json::Value;

/// How many characters of a problem are told.
const LONGEST: usize = 300;

/// What a JSON Schema wants a value to be: `a number or null`.
pub fn expected(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(kind) => name(*kind).into(),
        TypeKind::Multiple(kinds) => {
            let names: Vec<&str> = kinds.iter().map(name).collect();
            names.join(" or ")
        }
    }
}

fn name(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Array => "a list",
        JsonType::Boolean => "true or false",
        JsonType::Integer => "a whole number",
        JsonType::Null => "null",
        JsonType::Number => "a number",
        JsonType::Object => "an object",
        JsonType::String => "a text",
    }
}

/// A value as it stands in a sentence, cut at 60 characters.
pub fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// A text cut at 300 characters: the value in it may be a whole file.
pub fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_string(),
    }
}
