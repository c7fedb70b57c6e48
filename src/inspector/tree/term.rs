use serde_json::Value;

use crate::query::{Comparison, Condition, Literal, Path, Root, Step};

/// Longer texts are no good in an address: they are asked for by their place alone.
const LONGEST: usize = 200;

/// The words of the filter language that find what has `value` at `pointer`: `items[].id="a"`. An
/// object or a list is only asked for by its place: `has:items`. Nothing for the whole.
pub fn term(payload: &Value, pointer: &str, value: &Value) -> Option<String> {
    let path = path(payload, pointer)?;
    let literal = match value {
        Value::String(text) if text.len() <= LONGEST => Some(Literal::Text(text.clone())),
        Value::Number(number) => number.as_f64().map(Literal::Number),
        Value::Bool(word) => Some(Literal::Bool(*word)),
        Value::Null => Some(Literal::Null),
        Value::String(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let condition = match literal {
        Some(literal) => Condition::Compare {
            path,
            comparison: Comparison::Equal,
            literal,
        },
        None => Condition::Has(path),
    };
    Some(condition.to_string())
}

/// A JSON pointer as a path of the filter language. Any element of a list is meant, not just this.
fn path(payload: &Value, pointer: &str) -> Option<Path> {
    let (mut steps, mut here) = (Vec::new(), payload);
    for step in pointer.strip_prefix('/')?.split('/') {
        let name = step.replace("~1", "/").replace("~0", "~");
        match here {
            Value::Array(items) => {
                here = items.get(name.parse::<usize>().ok()?)?;
                steps.push(Step::Each);
            }
            _ => {
                here = here.get(&name)?;
                steps.push(Step::Key(name));
            }
        }
    }
    Some(Path {
        root: Root::Payload,
        steps,
    })
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
