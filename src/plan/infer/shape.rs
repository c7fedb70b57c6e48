use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::formats::Formats;
use super::texts::Texts;

/// How deep values are looked into.
const DEEPEST: usize = 8;

/// How many properties an object may have. One with more is a table whose names are data.
const FIELDS: usize = 200;

/// What the values in one place had in common.
#[derive(Debug, Default)]
pub struct Shape {
    count: usize,
    nulls: usize,
    booleans: usize,
    numbers: usize,
    texts: Texts,
    lists: usize,
    objects: usize,
    fields: Vec<(String, Shape)>,
    places: HashMap<String, usize>,
    /// It is a table whose names are data.
    is_table: bool,
    items: Option<Box<Shape>>,
}

impl Shape {
    /// Takes in one more value.
    pub fn take(&mut self, value: &Value, formats: &Formats) {
        self.take_at(value, formats, 0);
    }

    /// How many values came.
    pub fn count(&self) -> usize {
        self.count
    }

    fn take_at(&mut self, value: &Value, formats: &Formats, depth: usize) {
        self.count += 1;
        match value {
            Value::Null => self.nulls += 1,
            Value::Bool(_) => self.booleans += 1,
            // A price of 3 may be one of 3.5 tomorrow.
            Value::Number(_) => self.numbers += 1,
            Value::String(text) => self.texts.take(text, formats),
            Value::Array(values) => {
                self.lists += 1;
                if depth < DEEPEST {
                    let items = self.items.get_or_insert_default();
                    values
                        .iter()
                        .for_each(|value| items.take_at(value, formats, depth + 1));
                }
            }
            Value::Object(fields) => {
                self.objects += 1;
                if depth < DEEPEST && !self.is_table {
                    self.take_fields(fields, formats, depth);
                }
            }
        }
    }

    fn take_fields(&mut self, fields: &Map<String, Value>, formats: &Formats, depth: usize) {
        for (name, value) in fields {
            let place = match self.places.get(name) {
                Some(place) => *place,
                None if self.fields.len() >= FIELDS => {
                    self.is_table = true;
                    self.fields.clear();
                    self.places.clear();
                    return;
                }
                None => {
                    self.fields.push((name.clone(), Shape::default()));
                    self.places.insert(name.clone(), self.fields.len() - 1);
                    self.fields.len() - 1
                }
            };
            if let Some((_, shape)) = self.fields.get_mut(place) {
                shape.take_at(value, formats, depth + 1);
            }
        }
    }

    /// The JSON Schema of what came in the property `name`.
    pub fn schema(&self, name: &str) -> Value {
        let mut schema = Map::new();
        let types = self.types();
        match types.as_slice() {
            [] => {}
            [one] => {
                schema.insert("type".into(), json!(one));
            }
            several => {
                schema.insert("type".into(), json!(several));
            }
        }
        if types == ["string"] {
            if let Some(choices) = self.texts.choice(name) {
                schema.insert("enum".into(), json!(choices));
            } else if let Some(format) = self.texts.format() {
                schema.insert("format".into(), json!(format));
            }
        }
        if self.objects > 0 && !self.fields.is_empty() {
            let required = self
                .fields
                .iter()
                .filter(|(_, it)| it.count == self.objects);
            let required: Vec<&String> = required.map(|(name, _)| name).collect();
            if !required.is_empty() {
                schema.insert("required".into(), json!(required));
            }
            let properties = self.fields.iter();
            let properties = properties.map(|(name, shape)| (name.clone(), shape.schema(name)));
            schema.insert("properties".into(), Value::Object(properties.collect()));
        }
        if let Some(items) = self.items.as_deref().filter(|items| items.count > 0) {
            schema.insert("items".into(), items.schema(name));
        }
        Value::Object(schema)
    }

    fn types(&self) -> Vec<&'static str> {
        let all = [
            (self.objects, "object"),
            (self.lists, "array"),
            (self.texts.count(), "string"),
            (self.numbers, "number"),
            (self.booleans, "boolean"),
            (self.nulls, "null"),
        ];
        all.into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(_, name)| name)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(values: &[Value]) -> Value {
        let mut shape = Shape::default();
        let formats = Formats::default();
        values.iter().for_each(|value| shape.take(value, &formats));
        shape.schema("")
    }

    #[test]
    fn what_is_always_there_is_required_and_types_are_those_that_came() {
        let found = schema(&[
            json!({"a": 1, "b": [{"c": "x"}], "d": null}),
            json!({"a": 1.5, "b": [], "d": "y", "e": true}),
        ]);
        assert_eq!(
            found,
            json!({
                "type": "object",
                "required": ["a", "b", "d"],
                "properties": {
                    "a": {"type": "number"},
                    "b": {"type": "array", "items": {
                        "type": "object", "required": ["c"], "properties": {"c": {"type": "string"}}
                    }},
                    "d": {"type": ["string", "null"]},
                    "e": {"type": "boolean"},
                }
            })
        );
    }

    #[test]
    fn few_texts_that_come_again_and_again_are_a_choice() {
        let events = |name: &str, texts: &[&str]| {
            let texts = texts.iter().cycle().take(texts.len() * 3);
            let events: Vec<Value> = texts.map(|text| json!({ name: text })).collect();
            schema(&events)["properties"][name].clone()
        };
        assert_eq!(
            events("size", &["S", "M"]),
            json!({"type": "string", "enum": ["M", "S"]})
        );
        let text = json!({"type": "string"});
        assert_eq!(events("size", &["S"]), text);
        assert_eq!(events("orderId", &["1", "2"]), text);
        assert_eq!(events("size", &["a", "b", "c", "d", "e", "f"]), text);
        assert_eq!(
            events(
                "at",
                &[
                    "2026-01-31T12:00:00Z",
                    "2026-01-31T12:00:00.5+01:00",
                    "2026-01-31T12:00:00Z",
                    "2026-02-01T00:00:00Z",
                    "2026-02-02T00:00:00Z",
                    "2026-02-03T00:00:00Z",
                    "2026-02-04T00:00:00Z"
                ]
            ),
            json!({"type": "string", "format": "date-time"})
        );
    }

    #[test]
    fn an_object_with_very_many_names_is_a_table() {
        let fields: Map<String, Value> = (0..=FIELDS).map(|n| (n.to_string(), json!(n))).collect();
        assert_eq!(schema(&[Value::Object(fields)]), json!({"type": "object"}));
    }
}
