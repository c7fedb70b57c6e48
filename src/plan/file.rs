use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::event::Severity;
use crate::platform::Platform;

/// `plans/NAME.json`: a tracking plan.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// What the plan is called in the inspector. Default: the file's name.
    #[serde(default)]
    pub title: Option<String>,
    /// What it is about, in a sentence or two.
    #[serde(default)]
    pub description: Option<String>,
    /// The platforms whose events it plans. Default: all.
    #[serde(default)]
    pub platforms: Vec<Platform>,
    /// The sources whose events it plans, by their names in `sources/`. Default: all.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What its events and schemas are about: `sent`, the event's name and JSON as the platform
    /// takes it; `canonical`, its name and form in the common vocabulary (GA4's), the same for all
    /// platforms. Default: `sent`.
    #[serde(default)]
    pub judge: Judged,
    /// How much it matters that a rule is broken, where nothing else is said: `error`, `warning` or
    /// `info`, which is counted and not shown in lists. Default: `error`.
    #[serde(default = "error")]
    pub severity: Severity,
    /// How much an event matters whose name is not planned: `error`, `warning`, `info`, or `off`:
    /// it is none of the plan's business. Default: `warning`.
    #[serde(default)]
    pub unexpected: Unexpected,
    /// Schemas that several events share: `{"$ref": "#/$defs/NAME"}` refers to one.
    #[serde(rename = "$defs", default)]
    #[schemars(with = "BTreeMap<String, Value>")]
    pub defs: Map<String, Value>,
    /// The planned events by name, in the order of the checklist. An event without a name of its
    /// own (a page view) is planned by its type: `page`, `identify`.
    #[serde(deserialize_with = "in_order")]
    #[schemars(with = "BTreeMap<String, PlannedEventFile>")]
    pub events: Vec<(String, PlannedEventFile)>,
}

/// A planned event.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedEventFile {
    /// When it is sent and what it means, for whoever reads the checklist.
    #[serde(default)]
    pub description: Option<String>,
    /// What it has to look like: JSON Schema, draft 2020-12. `format` is checked, too; a `pattern`
    /// knows no look-around and no back references. Default: anything.
    #[serde(default = "anything")]
    #[schemars(schema_with = "any_schema")]
    pub schema: Value,
    /// How much it matters that one of its rules is broken. Default: the plan's.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// The same for one place in it, by JSON pointer, with what is below it: `/items/*/price`; `*`
    /// is any name or number. The longest that fits holds.
    #[serde(default)]
    pub severities: BTreeMap<String, Severity>,
    /// The platforms on which it is planned. Default: the plan's.
    #[serde(default)]
    pub platforms: Vec<Platform>,
    /// The sources for which it is planned. Default: the plan's.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Events of the plan that the same visitor sends before it; default: none.
    #[serde(default)]
    pub after: Vec<String>,
}

/// What a plan is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Judged {
    /// The event as the platform takes it.
    #[default]
    Sent,
    /// The event in the common vocabulary.
    Canonical,
}

/// How much an event matters whose name is not planned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unexpected {
    /// Not at all.
    Off,
    /// It is counted.
    Info,
    /// It is probably not what was meant.
    #[default]
    Warning,
    /// It is wrong.
    Error,
}

impl Unexpected {
    /// The severity, unless it is none of the plan's business.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Unexpected::Off => None,
            Unexpected::Info => Some(Severity::Info),
            Unexpected::Warning => Some(Severity::Warning),
            Unexpected::Error => Some(Severity::Error),
        }
    }
}

fn error() -> Severity {
    Severity::Error
}

fn anything() -> Value {
    Value::Bool(true)
}

/// A schema is checked by the meta-schema, not by the file's: its problems have pointers into it.
fn any_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": ["object", "boolean"] })
}

/// The entries of an object in the order in which they stand in the file.
fn in_order<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(String, PlannedEventFile)>, D::Error> {
    struct InOrder;
    impl<'de> Visitor<'de> for InOrder {
        type Value = Vec<(String, PlannedEventFile)>;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("an object of events")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = map.next_entry()? {
                entries.push(entry);
            }
            Ok(entries)
        }
    }
    deserializer.deserialize_map(InOrder)
}
