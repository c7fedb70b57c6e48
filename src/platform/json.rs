//! What every platform reads out of JSON in the same way.

use serde_json::Value;

/// An id as text: a text that is not blank, or a number.
pub fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A member's name as one step of a JSON pointer (RFC 6901).
pub fn pointer_step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_id_is_a_text_or_a_number() {
        assert_eq!(id_text(&json!("u1")).as_deref(), Some("u1"));
        assert_eq!(id_text(&json!(7)).as_deref(), Some("7"));
        for none in [json!(""), json!(" "), json!(null), json!(true), json!({})] {
            assert_eq!(id_text(&none), None, "{none}");
        }
    }

    #[test]
    fn a_step_has_neither_slash_nor_tilde() {
        assert_eq!(pointer_step("a/b~c"), "a~1b~0c");
    }
}
