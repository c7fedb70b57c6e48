use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value, json};

/// How deep values are looked into.
const DEEPEST: usize = 8;

/// How many properties an object may have. One with more is a table whose names are data.
const FIELDS: usize = 200;

/// How many different texts a property may have to be a choice.
const CHOICES: usize = 5;

/// How often a text has to come to be one of a choice, and any text for a format.
const OFTEN: usize = 3;

/// The longest text of a choice, in bytes.
const LONGEST: usize = 40;

/// Names, or ends of them, whose values are never a choice, however few came so far.
const FREE: &[&str] = &[
    "id",
    "ids",
    "name",
    "title",
    "url",
    "uri",
    "path",
    "referrer",
    "email",
    "phone",
    "ip",
    "agent",
    "term",
    "query",
    "key",
    "token",
    "version",
    "hash",
    "search",
    "date",
    "time",
    "timestamp",
];

/// What the values in one place had in common.
#[derive(Debug, Default)]
pub struct Shape {
    count: usize,
    nulls: usize,
    booleans: usize,
    numbers: usize,
    texts: usize,
    lists: usize,
    objects: usize,
    fields: Vec<(String, Shape)>,
    places: HashMap<String, usize>,
    /// It is a table whose names are data.
    is_table: bool,
    items: Option<Box<Shape>>,
    /// The texts that came and how often, as long as they are few.
    choices: BTreeMap<String, usize>,
    too_many: bool,
    uuids: usize,
    date_times: usize,
}

impl Shape {
    /// Takes in one more value.
    pub fn take(&mut self, value: &Value) {
        self.take_at(value, 0);
    }

    /// How many values came.
    pub fn count(&self) -> usize {
        self.count
    }

    fn take_at(&mut self, value: &Value, depth: usize) {
        self.count += 1;
        match value {
            Value::Null => self.nulls += 1,
            Value::Bool(_) => self.booleans += 1,
            // A price of 3 may be one of 3.5 tomorrow.
            Value::Number(_) => self.numbers += 1,
            Value::String(text) => self.take_text(text),
            Value::Array(values) => {
                self.lists += 1;
                if depth < DEEPEST {
                    let items = self.items.get_or_insert_default();
                    values
                        .iter()
                        .for_each(|value| items.take_at(value, depth + 1));
                }
            }
            Value::Object(fields) => {
                self.objects += 1;
                if depth < DEEPEST && !self.is_table {
                    self.take_fields(fields, depth);
                }
            }
        }
    }

    fn take_fields(&mut self, fields: &Map<String, Value>, depth: usize) {
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
                shape.take_at(value, depth + 1);
            }
        }
    }

    fn take_text(&mut self, text: &str) {
        self.texts += 1;
        self.uuids += usize::from(uuid::Uuid::try_parse(text).is_ok() && text.len() == 36);
        self.date_times += usize::from(is_date_time(text));
        if self.too_many {
            return;
        }
        let few = self.choices.len() < CHOICES || self.choices.contains_key(text);
        if few && text.len() <= LONGEST && !text.is_empty() {
            *self.choices.entry(text.to_string()).or_default() += 1;
        } else {
            self.too_many = true;
            self.choices.clear();
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
            if let Some(choices) = self.choice(name) {
                schema.insert("enum".into(), json!(choices));
            } else if let Some(format) = self.format() {
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
            (self.texts, "string"),
            (self.numbers, "number"),
            (self.booleans, "boolean"),
            (self.nulls, "null"),
        ];
        all.into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(_, name)| name)
            .collect()
    }

    /// A few texts that came again and again. One alone says nothing of what else may come.
    fn choice(&self, name: &str) -> Option<Vec<&String>> {
        let name = name.to_lowercase();
        let free = FREE.iter().any(|end| name.ends_with(end));
        let often = self.choices.values().all(|count| *count >= OFTEN);
        let several = self.choices.len() > 1 && !self.too_many;
        (several && often && !free).then(|| self.choices.keys().collect())
    }

    fn format(&self) -> Option<&'static str> {
        if self.texts < OFTEN {
            return None;
        }
        let all = [(self.uuids, "uuid"), (self.date_times, "date-time")];
        let fits = all.into_iter().find(|(count, _)| *count == self.texts);
        fits.map(|(_, format)| format)
    }
}

/// Whether a text is a date and time by RFC 3339, as JSON Schema's `date-time` wants it.
fn is_date_time(text: &str) -> bool {
    text.len() >= 20
        && text.as_bytes().get(10) == Some(&b'T')
        && !text.contains('[')
        && text.parse::<jiff::Timestamp>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(values: &[Value]) -> Value {
        let mut shape = Shape::default();
        values.iter().for_each(|value| shape.take(value));
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
