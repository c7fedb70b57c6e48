use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{CommandersActSettings, Problem, is_key};
use crate::connector::Binding;

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
    /// Whether an answer that hides a loss becomes an error: 422, with `Eventpit-Failed-Loss` and the
    /// code of the finding that says why. Of a request whose source is not found, one source of the
    /// platform that wants it is enough. Duplicates count from the server's start on. eventpit's
    /// own, for tests; default: false.
    #[serde(default)]
    pub fail_silent_losses: bool,
    /// JSON pointer to the text in an event that names the test session, for requests that name none
    /// otherwise: `/test_code`, say, the property by which Commanders Act itself knows a test event
    /// (documented). Of a batch, the first event that has one decides, for a request is in one
    /// session. eventpit's own; default: none.
    #[serde(default)]
    pub session_from: Option<String>,
    /// The connectors that it feeds, by name (`connectors/NAME.json`). Default: none.
    #[serde(default)]
    pub destinations: Vec<String>,
    /// The consent that connectors take here, by connector, in place of their own. Default: none.
    #[serde(default)]
    pub consent: BTreeMap<String, Binding>,
}

impl CommandersActFile {
    /// Adds what a schema cannot say about the file.
    pub fn check(&self, file: &str, problems: &mut Vec<Problem>) {
        self.settings.check(file, problems);
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
        let is_pointer = |text: &str| text.len() > 1 && text.starts_with('/');
        if source
            .session_from
            .as_deref()
            .is_some_and(|it| !is_pointer(it))
        {
            say(
                "/session_from".into(),
                "is no JSON pointer into an event, as in /test_code",
            );
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
            r#"{"settings": {"kilobyte": 1012, "event_kilobytes": 0, "query_depth": 65,
                "other_path_status": 99}, "sources": [
                {"name": "a", "site": "x1", "keys": ["k k", "old"], "revoked_keys": ["old"],
                "session_from": "test_code"},
                {"name": "a", "keys": ["k"]}, {"name": "c", "keys": ["k"]}]}"#,
        );
        assert_eq!(
            found,
            [
                "/settings/kilobyte",
                "/settings/event_kilobytes",
                "/settings/other_path_status",
                "/settings/query_depth",
                "/sources/0/session_from",
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
