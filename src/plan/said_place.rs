use serde_json::Value;

use crate::workspace::nearest_name;

/// Keywords that say nothing of what is further down, or only what is looked at here.
const UNDERSTOOD: [&str; 18] = [
    "$schema",
    "$id",
    "$comment",
    "$defs",
    "type",
    "title",
    "description",
    "default",
    "deprecated",
    "examples",
    "format",
    "properties",
    "required",
    "items",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
];

/// Why no rule of `schema` can be broken at `pointer` or below it; none if one can, or if that is
/// not certain: with any keyword but the most frequent, it is not.
pub fn nothing_said_at(schema: &Value, pointer: &str) -> Option<String> {
    let mut schema = schema;
    let mut steps = pointer.split('/').skip(1).peekable();
    while let Some(step) = steps.next() {
        let rules = schema.as_object()?;
        let is_understood =
            |key: &String| UNDERSTOOD.contains(&key.as_str()) || key.starts_with("x-");
        if !rules.keys().all(is_understood) {
            return None;
        }
        let name = step.replace("~1", "/").replace("~0", "~");
        let properties = rules.get("properties").and_then(Value::as_object);
        let required = rules.get("required").and_then(Value::as_array);
        let is_any = step == "*";
        if is_any && (properties.is_some() || required.is_some()) {
            return None;
        }
        let is_place = is_any || step.parse::<usize>().is_ok();
        let own = properties.and_then(|it| it.get(&name));
        let items = rules.get("items").filter(|_| is_place);
        match own.or(items) {
            Some(next) => schema = next,
            // Where it is missing, that is told there.
            None if is_required(required, &name) && steps.peek().is_none() => return None,
            None => {
                let known = properties.into_iter().flat_map(|it| it.keys());
                let near = nearest_name(&name, known.map(String::as_str));
                let meant =
                    near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
                return Some(format!(
                    "the schema has no rule for {name:?} here, so no severity either{meant}"
                ));
            }
        }
    }
    None
}

fn is_required(required: Option<&Vec<Value>>, name: &str) -> bool {
    required.is_some_and(|it| it.iter().any(|it| it == name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn certain(schema: Value, pointer: &str) -> bool {
        nothing_said_at(&schema, pointer).is_some()
    }

    #[test]
    fn what_the_schema_says_nothing_of_is_certain_only_where_it_is_plain() {
        let item = json!({"required": ["id"], "properties": {"price": {"type": "number"}}});
        let schema = json!({"type": "object", "required": ["a"], "properties": {
            "items": {"type": "array", "items": item}, "any": {"anyOf": [{}]},
        }});
        for pointer in [
            "",
            "/a",
            "/items",
            "/items/*/price",
            "/items/0/id",
            "/any/x",
            "/*/x",
        ] {
            assert!(!certain(schema.clone(), pointer), "{pointer}");
        }
        for pointer in [
            "/itms",
            "/a/b",
            "/items/price",
            "/items/*/prize",
            "/items/*/price/x",
        ] {
            assert!(certain(schema.clone(), pointer), "{pointer}");
        }
        for open in [
            json!(true),
            json!({"$ref": "#/$defs/x"}),
            json!({"additionalProperties": false}),
        ] {
            assert!(!certain(open, "/x"));
        }
    }
}
