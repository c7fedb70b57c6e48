use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::platform::Platform;

/// A sample request of a workspace (`requests/<platform>/<name>.json`): sent by `eventpit send`
/// and from the inspector, through the platform's real endpoint.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// What it shows, in a few words: `wrong key`.
    pub title: String,
    /// The method.
    #[serde(default = "post")]
    #[schemars(regex(pattern = "^[A-Za-z-]+$"))]
    pub method: String,
    /// Path and query on the platform, without prefix: `/events?tc_s=1&token=KEY`.
    #[schemars(regex(pattern = "^/"))]
    pub path: String,
    /// Header lines.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body.
    #[serde(default)]
    pub body: SampleBody,
    /// Place in the list: lower comes first.
    #[serde(default)]
    pub order: i32,
    /// Its platform, from its folder.
    #[serde(skip)]
    pub platform: Option<Platform>,
    /// Its name, from its file: `jitsu/wrong-key`.
    #[serde(skip)]
    pub name: String,
}

/// What a sample sends: as it stands, but that each `$uuid` in it becomes a new UUID of its own.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SampleBody {
    /// Nothing.
    #[default]
    Empty,
    /// JSON, sent compactly.
    Json(Value),
    /// Text, sent as it stands.
    Text(String),
    /// JSON with one more property, `filler`, as long as it takes to reach that many bytes.
    Padded {
        /// The JSON object to pad.
        json: Value,
        /// The size to reach, in bytes: 64 MiB at most.
        #[schemars(range(max = 67_108_864))]
        bytes: usize,
    },
}

fn post() -> String {
    "POST".into()
}

impl SampleBody {
    /// The bytes to send.
    pub fn render(&self) -> Vec<u8> {
        let text = match self {
            SampleBody::Empty => String::new(),
            SampleBody::Json(value) => value.to_string(),
            SampleBody::Text(text) => text.clone(),
            SampleBody::Padded { json, bytes } => padded(json, *bytes),
        };
        // The events of a batch need ids that differ.
        let mut parts = text.split("$uuid");
        let mut sent = parts.next().unwrap_or_default().to_string();
        for part in parts {
            sent.push_str(&uuid::Uuid::new_v4().to_string());
            sent.push_str(part);
        }
        sent.into_bytes()
    }
}

fn padded(json: &Value, bytes: usize) -> String {
    let mut json = json.clone();
    let Some(object) = json.as_object_mut() else {
        return json.to_string();
    };
    object.insert("filler".into(), Value::String(String::new()));
    let length = Value::Object(object.clone()).to_string().len();
    object.insert(
        "filler".into(),
        "x".repeat(bytes.saturating_sub(length)).into(),
    );
    json.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_uuid_is_its_own() {
        let sent = SampleBody::Text("$uuid $uuid".into()).render();
        let sent = String::from_utf8_lossy(&sent).into_owned();
        let ids: Vec<_> = sent.split(' ').map(uuid::Uuid::parse_str).collect();
        assert!(
            matches!(ids.as_slice(), [Ok(one), Ok(other)] if one != other),
            "{sent}"
        );
    }
}
