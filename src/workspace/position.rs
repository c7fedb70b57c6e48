use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// Line and column (both from 1, columns in characters) of what `pointer` names in a JSON text: a
/// value in an array where it begins, one in an object where its key does. What is not there is
/// where it would be: in what it is missing from.
pub fn position(text: &str, pointer: &str) -> Option<(usize, usize)> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()).ok()?;
    let mut value = parsed.value.as_ref()?;
    let mut at = start(value);
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let next = match value {
            Value::Object(object) => object.get(&step).map(|member| {
                let key = match &member.name {
                    ObjectPropName::String(key) => key.range.start,
                    ObjectPropName::Word(key) => key.range.start,
                };
                (&member.value, key)
            }),
            Value::Array(array) => {
                let index: Option<usize> = step.parse().ok();
                let element = index.and_then(|index| array.elements.get(index));
                element.map(|element| (element, start(element)))
            }
            _ => None,
        };
        let Some((inner, begins)) = next else {
            break;
        };
        (value, at) = (inner, begins);
    }
    let before = text.get(..at)?;
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next()?.chars().count() + 1;
    Some((line, column))
}

fn start(value: &Value) -> usize {
    match value {
        Value::StringLit(it) => it.range.start,
        Value::NumberLit(it) => it.range.start,
        Value::BooleanLit(it) => it.range.start,
        Value::Object(it) => it.range.start,
        Value::Array(it) => it.range.start,
        Value::NullKeyword(it) => it.range.start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_elements_and_what_is_missing_have_a_place() {
        let text = "{\n  \"sites\": [\n    {\"id\": 7},\n    {\"ü\": 1, \"a/b\": [1, 2]}\n  ]\n}\n";
        for (pointer, place) in [
            ("", (1, 1)),
            ("/sites", (2, 3)),
            ("/sites/0", (3, 5)),
            ("/sites/0/id", (3, 6)),
            ("/sites/0/name", (3, 5)),
            ("/sites/1/a~1b", (4, 14)),
            ("/sites/1/a~1b/1", (4, 25)),
            ("/nothing/at/all", (1, 1)),
        ] {
            assert_eq!(position(text, pointer), Some(place), "{pointer}");
        }
        assert_eq!(position("{", ""), None);
    }
}
