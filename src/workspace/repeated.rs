use jsonc_parser::ast::Value;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::platform::pointer_step;

/// The names that an object of a JSON text has more than once, by JSON pointer: a reader takes the
/// last without a word (RFC 8259, section 4).
pub fn repeated_names(text: &str) -> Vec<String> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
    let mut found = Vec::new();
    if let Ok(parsed) = parsed
        && let Some(value) = &parsed.value
    {
        look(value, "", &mut found);
    }
    found
}

fn look(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            let mut names = std::collections::HashSet::new();
            for member in &object.properties {
                let name = member.name.as_str();
                let pointer = format!("{at}/{}", pointer_step(name));
                look(&member.value, &pointer, found);
                if !names.insert(name) {
                    found.push(pointer);
                }
            }
        }
        Value::Array(array) => {
            for (place, element) in array.elements.iter().enumerate() {
                look(element, &format!("{at}/{place}"), found);
            }
        }
        _ => {}
    }
}
