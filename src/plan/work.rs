use serde_json::Value;

use crate::platform::pointer_step;

/// How many schemas one event may be held against at one place, with those that are referred to
/// counted each time.
const MOST: usize = 50_000;

/// How many references may follow each other: a validator goes through them one in another.
const DEEPEST: usize = 100;

/// What makes a schema take longer than any event is worth: pointer and message. A few references,
/// each twice to the next, are a million schemas.
pub fn too_much_work(schema: &Value) -> Option<(String, String)> {
    let mut walk = Walk {
        root: schema,
        left: MOST,
        // `#` is the whole, which is being read.
        open: vec![Open::new("#", 0)],
    };
    walk.schema(schema, "", &mut Vec::new()).err()
}

/// One step from a value to a part of it, as a keyword of a schema makes it.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Named(String),
    Matching,
    Other,
    Item(usize),
    Items,
}

impl Step {
    /// Whether both may lead to the same part.
    fn meets(&self, other: &Step) -> bool {
        match (self, other) {
            (Step::Matching, Step::Named(_) | Step::Other)
            | (Step::Named(_) | Step::Other, Step::Matching)
            | (Step::Items, Step::Item(_))
            | (Step::Item(_), Step::Items) => true,
            (one, other) => one == other,
        }
    }
}

/// A reading of a schema as a validator goes through it.
struct Walk<'a> {
    root: &'a Value,
    left: usize,
    /// What is referred to and not yet read to its end.
    open: Vec<Open>,
}

struct Open {
    reference: String,
    /// The length of the way to it.
    begin: usize,
    /// The ways on which it comes back to itself.
    returns: Vec<Vec<Step>>,
}

type Found = Result<(), (String, String)>;

impl<'a> Walk<'a> {
    fn schema(&mut self, schema: &'a Value, at: &str, way: &mut Vec<Step>) -> Found {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            let message = format!(
                "refers to others so often that an event is held against more than {MOST} schemas"
            );
            return Err((at.into(), message));
        }
        for (key, value) in schema.as_object().into_iter().flatten() {
            let at = format!("{at}/{}", pointer_step(key));
            match key.as_str() {
                "$ref" | "$dynamicRef" => self.reference(value, &at, way)?,
                "$id" if at != "/$id" => {
                    let message = "makes another document of this part: leave it out";
                    return Err((at, message.into()));
                }
                "not" | "if" | "then" | "else" => self.schema(value, &at, way)?,
                "allOf" | "anyOf" | "oneOf" => {
                    for (nth, one) in value.as_array().into_iter().flatten().enumerate() {
                        self.schema(one, &format!("{at}/{nth}"), way)?;
                    }
                }
                "dependentSchemas" => {
                    for (name, one) in value.as_object().into_iter().flatten() {
                        self.schema(one, &format!("{at}/{}", pointer_step(name)), way)?;
                    }
                }
                "properties" | "patternProperties" => {
                    for (name, one) in value.as_object().into_iter().flatten() {
                        let step = match key.as_str() {
                            "properties" => Step::Named(name.clone()),
                            _ => Step::Matching,
                        };
                        self.part(one, &format!("{at}/{}", pointer_step(name)), way, step)?;
                    }
                }
                "prefixItems" => {
                    for (nth, one) in value.as_array().into_iter().flatten().enumerate() {
                        self.part(one, &format!("{at}/{nth}"), way, Step::Item(nth))?;
                    }
                }
                "additionalProperties" | "unevaluatedProperties" => {
                    self.part(value, &at, way, Step::Other)?;
                }
                "items" | "contains" | "unevaluatedItems" => {
                    self.part(value, &at, way, Step::Items)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn part(&mut self, schema: &'a Value, at: &str, way: &mut Vec<Step>, step: Step) -> Found {
        way.push(step);
        let found = self.schema(schema, at, way);
        way.pop();
        found
    }

    fn reference(&mut self, to: &'a Value, at: &str, way: &mut Vec<Step>) -> Found {
        let Some(to) = to.as_str() else {
            return Ok(());
        };
        let err = |message: String| Err((at.into(), message));
        if let Some(open) = self.open.iter_mut().find(|open| open.reference == to) {
            let back = way.get(open.begin..).unwrap_or_default().to_vec();
            return open
                .returned(back)
                .or_else(|why| err(format!("{to} {why}")));
        }
        if self.open.len() == DEEPEST {
            return err(format!(
                "is the end of more than {DEEPEST} references in a row"
            ));
        }
        let Some(pointer) = to.strip_prefix('#') else {
            return err(format!(
                "{to} is not in this schema: a reference begins with #"
            ));
        };
        // One that leads nowhere is the validator's to tell.
        let named = || anchored(self.root, pointer);
        let Some(schema) = self.root.pointer(pointer).or_else(named) else {
            return Ok(());
        };
        self.open.push(Open::new(to, way.len()));
        let found = self.schema(schema, pointer, way);
        self.open.pop();
        found
    }
}

/// The schema with that anchor.
fn anchored<'a>(schema: &'a Value, name: &str) -> Option<&'a Value> {
    let mut left = vec![schema];
    while let Some(value) = left.pop() {
        let is_it = |key: &str| value.get(key).and_then(Value::as_str) == Some(name);
        if is_it("$anchor") || is_it("$dynamicAnchor") {
            return Some(value);
        }
        match value {
            Value::Object(members) => left.extend(members.values()),
            Value::Array(items) => left.extend(items),
            _ => {}
        }
    }
    None
}

impl Open {
    fn new(reference: &str, begin: usize) -> Open {
        Open {
            reference: reference.into(),
            begin,
            returns: Vec::new(),
        }
    }

    /// It comes back to itself: in a tree once for each part. Twice, and each level of an event
    /// doubles the work.
    fn returned(&mut self, back: Vec<Step>) -> Result<(), &'static str> {
        if back.is_empty() {
            return Err("refers to itself for the same value, which never ends");
        }
        let meets = |way: &Vec<Step>| {
            way.len() == back.len() && way.iter().zip(&back).all(|(one, other)| one.meets(other))
        };
        if self.returns.iter().any(meets) {
            return Err(
                "refers to itself more than once for the same part, which doubles the work with \
                 each level of an event",
            );
        }
        self.returns.push(back);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_schema_that_refers_to_itself_or_to_others_is_bounded() {
        let tree = json!({"$ref": "#/$defs/node", "$defs": {"node": {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/$defs/node"}}],
            "properties": {"left": {"$ref": "#/$defs/node"}, "right": {"$ref": "#/$defs/node"}},
            "additionalProperties": {"$ref": "#/$defs/node"},
        }}, "properties": {"a": {"$ref": "#/$defs/node"}, "b": {"$ref": "#/$defs/node"}}});
        assert_eq!(too_much_work(&tree), None);
        let twice = json!({"$ref": "#/$defs/node", "$defs": {"node": {
            "properties": {"a": {"allOf": [{"$ref": "#/$defs/node"}, {"$ref": "#/$defs/node"}]}},
        }}});
        let told = too_much_work(&twice).unwrap_or_default();
        assert_eq!(told.0, "/$defs/node/properties/a/allOf/1/$ref");
        let same = json!({"$ref": "#/$defs/a", "$defs": {"a": {"not": {"$ref": "#/$defs/a"}}}});
        let told = too_much_work(&same).unwrap_or_default();
        assert!(told.1.contains("never ends"), "{told:?}");
        let mut defs = serde_json::Map::new();
        for level in 0..26 {
            let next = json!({"$ref": format!("#/$defs/l{}", level + 1)});
            defs.insert(format!("l{level}"), json!({"allOf": [next, next]}));
        }
        defs.insert("l26".into(), json!({"type": "object"}));
        let doubled = json!({"$ref": "#/$defs/l0", "$defs": defs});
        let told = too_much_work(&doubled).unwrap_or_default();
        assert!(told.1.contains("more than 50000"), "{told:?}");
    }

    #[test]
    fn anchors_are_followed_and_other_documents_are_not() {
        let mut defs = serde_json::Map::new();
        for level in 0..26 {
            let next = json!({"$ref": format!("#l{}", level + 1)});
            let schema = json!({"$anchor": format!("l{level}"), "allOf": [next, next]});
            defs.insert(format!("d{level}"), schema);
        }
        defs.insert("d26".into(), json!({"$dynamicAnchor": "l26"}));
        let doubled = json!({"$id": "https://a.example", "$ref": "#l0", "$defs": defs});
        let told = too_much_work(&doubled).unwrap_or_default();
        assert!(told.1.contains("more than 50000"), "{told:?}");
        let fine =
            json!({"$id": "https://a.example", "$ref": "#it", "$defs": {"a": {"$anchor": "it"}}});
        assert_eq!(too_much_work(&fine), None);
        let other = json!({"$ref": "https://a.example/b"});
        assert_eq!(too_much_work(&other).unwrap_or_default().0, "/$ref");
        let inner = json!({"properties": {"a": {"$id": "https://b.example"}}});
        let told = too_much_work(&inner).unwrap_or_default();
        assert_eq!(told.0, "/properties/a/$id");
    }
}
