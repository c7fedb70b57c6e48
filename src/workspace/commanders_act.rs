use schemars::JsonSchema;
use serde::Deserialize;

use super::Problem;

/// `sources/commanders-act.json`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommandersActFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// How the endpoint reads what the documentation leaves open. It belongs to the endpoint and
    /// not to a source: size and syntax are judged before the key is looked at.
    #[serde(default)]
    pub settings: CommandersActSettings,
    /// The sources.
    #[serde(default)]
    pub sources: Vec<CommandersActSource>,
}

/// A Commanders Act source.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommandersActSource {
    /// Its name in the inspector.
    pub name: String,
    /// Its site id, the query's `tc_s` (documented). Default: any site.
    #[serde(default)]
    pub site: Option<String>,
    /// Its source keys, the query's `token` (documented). If no source of the platform names one,
    /// any well-formed key with a `tc_s` of digits is taken. Default: none.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Keys that were its own once and were invalidated ("tokens can be invalidated", documented;
    /// what happens to their events is inferred: answered with 200 and lost). Default: none.
    #[serde(default)]
    pub revoked_keys: Vec<String>,
}

/// What the documentation of the endpoint leaves open, and its limits.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CommandersActSettings {
    /// How many bytes "KB" means. Default: 1024; alternative: 1000. Assumed: the page says "32KB"
    /// and "500KB" and no more. A body of exactly the limit passes (assumed as well).
    pub kilobyte: u64,
    /// The largest request to `/events`, in KB. Default: 32 (documented).
    pub request_kilobytes: u64,
    /// The largest request to `/events/batch`, in KB. Default: 500 (documented).
    pub batch_kilobytes: u64,
    /// The largest event in a batch, in KB. Default: 32 (documented).
    pub event_kilobytes: u64,
    /// What an event over the limit does to its batch. Default: `reject_all`; alternative:
    /// `drop_event`. Assumed: only the limit is documented.
    pub batch_oversize: BatchOversize,
    /// Requests a second of one source above which a finding says so. Default: 500 (documented:
    /// "contact us" first; nothing is refused).
    pub requests_per_second: u32,
    /// The body of a 400, as `text/plain`. Default: a short reason of eventpit's own. Assumed: the
    /// real text is not documented.
    pub bad_request_body: Option<String>,
    /// The image that a GET is answered with, 1×1 and transparent. Default: `gif`; alternative:
    /// `png`. Assumed: that it is a pixel is documented, its format is not.
    pub pixel_image: PixelImage,
    /// How many pairs of brackets of a query parameter's name are read as nesting; what is deeper
    /// keeps its brackets. Default: 32, from 1 to 64. Assumed: the syntax is documented, no bound.
    pub query_depth: u32,
    /// What a query parameter that repeats without brackets is worth. Default: `last`;
    /// alternative: `list`. Assumed: only repeated `name[]` is documented.
    pub repeated_parameter: RepeatedParameter,
    /// What the platform's Event Specification does to an event that lacks a required property.
    /// Default: `accept`; alternative: `reject`. Both are the platform's (observed on a
    /// screenshot); which one a workspace starts with is assumed.
    pub missing_required_property: SpecificationRule,
    /// What the platform's Event Specification does to an event with a value of the wrong type or
    /// format. Default: `accept`; alternative: `reject`. Both are the platform's (observed on a
    /// screenshot); which one a workspace starts with is assumed.
    pub unexpected_value_format: SpecificationRule,
}

/// What the Event Specification does to an event that breaks it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpecificationRule {
    /// The event is kept, and reported.
    #[default]
    Accept,
    /// The event is answered with 200, and lost.
    Reject,
}

/// The format of the pixel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PixelImage {
    /// `image/gif`, 43 bytes.
    #[default]
    Gif,
    /// `image/png`, 68 bytes.
    Png,
}

/// What a query parameter that repeats without brackets is worth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepeatedParameter {
    /// Its last value.
    #[default]
    Last,
    /// All its values.
    List,
}

/// What an event over the limit does to its batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchOversize {
    /// The whole batch is answered with 400.
    #[default]
    RejectAll,
    /// The batch is answered with 200, and that event is lost.
    DropEvent,
}

impl Default for CommandersActSettings {
    fn default() -> CommandersActSettings {
        CommandersActSettings {
            kilobyte: 1024,
            request_kilobytes: 32,
            batch_kilobytes: 500,
            event_kilobytes: 32,
            batch_oversize: BatchOversize::RejectAll,
            requests_per_second: 500,
            bad_request_body: None,
            pixel_image: PixelImage::Gif,
            query_depth: 32,
            repeated_parameter: RepeatedParameter::Last,
            missing_required_property: SpecificationRule::Accept,
            unexpected_value_format: SpecificationRule::Accept,
        }
    }
}

impl CommandersActFile {
    /// Adds what a schema cannot say about the file.
    pub fn check(&self, file: &str, problems: &mut Vec<Problem>) {
        if ![1000, 1024].contains(&self.settings.kilobyte) {
            problems.push(Problem::at(
                file,
                "/settings/kilobyte",
                "is 1000 or 1024, the two readings of KB",
            ));
        }
        for (name, limit) in [
            ("request_kilobytes", self.settings.request_kilobytes),
            ("batch_kilobytes", self.settings.batch_kilobytes),
            ("event_kilobytes", self.settings.event_kilobytes),
            (
                "requests_per_second",
                u64::from(self.settings.requests_per_second),
            ),
        ] {
            if limit == 0 {
                problems.push(Problem::at(
                    file,
                    format!("/settings/{name}"),
                    "is 1 or more: with 0 nothing would fit",
                ));
            }
        }
        if !(1..=64).contains(&self.settings.query_depth) {
            problems.push(Problem::at(file, "/settings/query_depth", "is 1 to 64"));
        }
        for (at, source) in self.sources.iter().enumerate() {
            self.check_source(file, at, source, problems);
        }
    }

    fn check_source(
        &self,
        file: &str,
        at: usize,
        source: &CommandersActSource,
        problems: &mut Vec<Problem>,
    ) {
        let mut say = |pointer: String, message: &str| {
            problems.push(Problem::at(
                file,
                format!("/sources/{at}{pointer}"),
                message,
            ));
        };
        let earlier = self.sources.iter().take(at);
        if source.name.trim().is_empty() {
            say("/name".into(), "is empty");
        } else if earlier.clone().any(|other| other.name == source.name) {
            say("/name".into(), "is the name of an earlier source as well");
        }
        if source.site.as_deref().is_some_and(|site| !is_site(site)) {
            say("/site".into(), "is digits, as in the query's tc_s");
        }
        for (name, keys) in [
            ("keys", &source.keys),
            ("revoked_keys", &source.revoked_keys),
        ] {
            for (nth, key) in keys.iter().enumerate() {
                if !is_key(key) {
                    say(
                        format!("/{name}/{nth}"),
                        "is empty or has white space or control characters in it",
                    );
                }
            }
        }
        for (nth, key) in source.keys.iter().enumerate() {
            let revoked = |other: &CommandersActSource| other.revoked_keys.contains(key);
            if self.sources.iter().any(revoked) {
                say(
                    format!("/keys/{nth}"),
                    "is a revoked key as well: it is one or the other",
                );
            }
            let same_site = |other: &CommandersActSource| {
                other.keys.contains(key) && (other.site == source.site)
            };
            if earlier.clone().any(same_site) {
                say(
                    format!("/keys/{nth}"),
                    "is the key of an earlier source with the same site as well",
                );
            }
        }
    }
}

/// Whether a site id is well formed: digits (the OpenAPI file's example is `29`, Android's is an
/// integer).
pub(crate) fn is_site(site: &str) -> bool {
    !site.is_empty() && site.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a source key is well formed: not empty, no white space, no control character. Both
/// UUIDs and base64 text occur in official examples.
pub(crate) fn is_key(key: &str) -> bool {
    !key.is_empty() && !key.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Files, Workspace};

    fn problems(text: &str) -> Vec<String> {
        let files = BTreeMap::from([("sources/commanders-act.json".to_string(), text.to_string())]);
        match Workspace::from_files(Files(files)) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.0.into_iter().map(|p| p.pointer).collect(),
        }
    }

    #[test]
    fn every_mistake_is_named_where_it_is() {
        let found = problems(
            r#"{"settings": {"kilobyte": 1012, "event_kilobytes": 0}, "sources": [
                {"name": "a", "site": "x1", "keys": ["k k", "old"], "revoked_keys": ["old"]},
                {"name": "a", "keys": ["k"]}, {"name": "c", "keys": ["k"]}]}"#,
        );
        assert_eq!(
            found,
            [
                "/settings/kilobyte",
                "/settings/event_kilobytes",
                "/sources/0/site",
                "/sources/0/keys/0",
                "/sources/0/keys/1",
                "/sources/1/name",
                "/sources/2/keys/0",
            ]
        );
    }

    #[test]
    fn both_readings_of_a_kilobyte_load() {
        assert_eq!(problems(r#"{"settings": {"kilobyte": 1000}}"#), [""; 0]);
        assert_eq!(problems(r#"{"settings": {"kilobyte": 1024}}"#), [""; 0]);
    }
}
