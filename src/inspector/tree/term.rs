use serde_json::Value;

/// Longer texts are no good in an address: they are asked for by their place alone.
const LONGEST: usize = 200;

/// The words of the filter language that find what has `value` at `pointer`: `items[].id="a"`. An
/// object or a list is only asked for by its place: `has:items`. Nothing for the whole.
pub fn term(payload: &Value, pointer: &str, value: &Value) -> Option<String> {
    let path = path(payload, pointer)?;
    Some(match value {
        Value::String(text) if text.len() <= LONGEST => format!("{path}={}", quoted(text)),
        Value::Number(number) => format!("{path}={number}"),
        Value::Bool(word) => format!("{path}={word}"),
        Value::Null => format!("{path}=null"),
        Value::String(_) | Value::Array(_) | Value::Object(_) => format!("has:{path}"),
    })
}

/// A JSON pointer as a path of the filter language. Any element of a list is meant, not just this.
fn path(payload: &Value, pointer: &str) -> Option<String> {
    let (mut path, mut here) = (String::new(), payload);
    for step in pointer.strip_prefix('/')?.split('/') {
        let name = step.replace("~1", "/").replace("~0", "~");
        match here {
            Value::Array(items) => {
                here = items.get(name.parse::<usize>().ok()?)?;
                path.push_str("[]");
            }
            _ => {
                here = here.get(&name)?;
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&key(&name, path.is_empty()));
            }
        }
    }
    Some(path)
}

fn key(name: &str, first: bool) -> String {
    let mut letters = name.chars();
    let plain = letters
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic() || letter == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    // A payload may have a member of the name by which the common vocabulary is reached.
    match plain && !(first && name == "canonical") {
        true => name.to_string(),
        false => quoted(name),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_is_asked_for_by_path_and_value() {
        let payload = json!({
            "properties": {"price": 12.5, "my key": "a \"b\"", "items": [{"id": "x"}]},
            "canonical": true, "none": null, "long": "x".repeat(300)
        });
        let asked = |pointer: &str| {
            let value = payload.pointer(pointer)?;
            term(&payload, pointer, value)
        };
        assert_eq!(
            asked("/properties/price").as_deref(),
            Some("properties.price=12.5")
        );
        assert_eq!(
            asked("/properties/my key").as_deref(),
            Some(r#"properties."my key"="a \"b\"""#)
        );
        assert_eq!(
            asked("/properties/items/0/id").as_deref(),
            Some(r#"properties.items[].id="x""#)
        );
        assert_eq!(asked("/canonical").as_deref(), Some(r#""canonical"=true"#));
        assert_eq!(asked("/none").as_deref(), Some("none=null"));
        assert_eq!(asked("/long").as_deref(), Some("has:long"));
        assert_eq!(
            asked("/properties/items").as_deref(),
            Some("has:properties.items")
        );
        assert_eq!(asked(""), None);
    }
}
