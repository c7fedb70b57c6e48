use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Problem, is_key};
use crate::connector::Binding;

/// `sources/jitsu.json`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JitsuFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// The id of the Jitsu workspace that the sites belong to. It is written into every message,
    /// so it counts towards the size limit.
    #[serde(default)]
    pub workspace_id: String,
    /// The sites. With a single one that is not `strict`, Jitsu takes any key, and none at all.
    #[serde(default)]
    pub sites: Vec<JitsuSite>,
}

/// A Jitsu site. If no site names any key, any well-formed key is taken.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JitsuSite {
    /// Its id. Jitsu takes it as a key, too.
    pub id: String,
    /// Its name; the id if there is none.
    #[serde(default)]
    pub name: Option<String>,
    /// Keys for browsers, `keyId:keySecret`.
    #[serde(default)]
    pub browser_keys: Vec<String>,
    /// Keys for servers, `keyId:keySecret`.
    #[serde(default)]
    pub server_keys: Vec<String>,
    /// Keys without a colon, taken outside `/api/s/s2s`.
    #[serde(default)]
    pub public_keys: Vec<String>,
    /// Keys without a colon, taken under `/api/s/s2s`.
    #[serde(default)]
    pub private_keys: Vec<String>,
    /// Keys that are refused as unknown although no site names any.
    #[serde(default)]
    pub revoked_keys: Vec<String>,
    /// Host names whose single events belong to this site when their key is unknown or missing.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Whether a valid key is needed in any case.
    #[serde(default)]
    pub strict: bool,
    /// Where its events go. A site without destinations loses every event.
    #[serde(default)]
    pub destinations: Vec<JitsuDestination>,
    /// Whether its billing quota is used up: every event is refused.
    #[serde(default)]
    pub over_quota: bool,
    /// In a batch, an event equal to an earlier one within this many milliseconds is left out.
    /// 0 leaves none out.
    #[serde(default)]
    pub deduplicate_window_ms: u64,
    /// Whether an answer that hides a loss becomes an error: 422, with `Eventpit-Failed-Loss` and the
    /// code of the finding that says why. Of a request whose source is not found, one source of the
    /// platform that wants it is enough. Duplicates count from the server's start on. eventpit's
    /// own, for tests; default: false.
    #[serde(default)]
    pub fail_silent_losses: bool,
}

/// A destination of a Jitsu site.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JitsuDestination {
    /// Its id.
    pub id: String,
    /// Its type: `webhook`, `ga4`, `clickhouse`, … The types `tag`, `gtm`, `ga4-tag` and
    /// `logrocket` run in the browser, which gets them with the answer.
    #[serde(rename = "type")]
    pub kind: String,
    /// The connector that stands for it, by name. Default: by its type; `ga4`,
    /// `facebook-conversions`, `webhook` and warehouses have one.
    #[serde(default)]
    pub connector: Option<String>,
    /// The consent that it takes, in place of its connector's own. Default: none.
    #[serde(default)]
    pub consent: Option<Binding>,
    /// The code of a `tag`.
    #[serde(default)]
    pub code: Option<String>,
    /// Its options, as the browser gets them. `events` and `hosts` say for which it gets them:
    /// types, names or hosts, one a line, or `*`.
    #[serde(default)]
    pub options: Map<String, Value>,
    /// Its credentials, as the browser gets them. This is where @jitsu/js looks for the `code` of
    /// a `tag` and the `containerId` of a `gtm`.
    #[serde(default)]
    pub credentials: Map<String, Value>,
}

impl JitsuSite {
    /// Its keys, revoked ones aside.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        [
            &self.browser_keys,
            &self.server_keys,
            &self.public_keys,
            &self.private_keys,
        ]
        .into_iter()
        .flatten()
    }
}

impl JitsuFile {
    /// Whether a site names a key: then only the named keys are valid.
    pub fn names_keys(&self) -> bool {
        self.sites.iter().any(|site| site.keys().next().is_some())
    }

    /// Adds what a schema cannot say about the file. No problem tells a key: it is shown in logs.
    pub fn check(&self, file: &str, problems: &mut Vec<Problem>) {
        let mut problem =
            |pointer: String, message: &str| problems.push(Problem::at(file, pointer, message));
        let (mut ids, mut keys) = (BTreeSet::new(), BTreeSet::new());
        if self.sites.is_empty() {
            problem("/sites".into(), "at least one site is needed");
        }
        for (at, site) in self.sites.iter().enumerate() {
            let id = format!("/sites/{at}/id");
            if site.id.is_empty() {
                problem(id, "is empty");
            } else if !ids.insert(&site.id) {
                problem(id, "another site has this id");
            }
            let lists = [
                ("browser_keys", &site.browser_keys, true),
                ("server_keys", &site.server_keys, true),
                ("public_keys", &site.public_keys, false),
                ("private_keys", &site.private_keys, false),
            ];
            for (field, list, with_secret) in lists {
                for (place, key) in list.iter().enumerate() {
                    let pointer = format!("/sites/{at}/{field}/{place}");
                    if !is_key(key) {
                        problem(pointer, "a key is not empty and has no white space");
                    } else if !keys.insert(key) {
                        problem(pointer, "this key is named twice");
                    } else if with_secret && !key.contains(':') {
                        problem(pointer, "a key here is keyId:keySecret");
                    } else if !with_secret && key.contains(':') {
                        problem(pointer, "a key here has no colon");
                    }
                }
            }
        }
        for (at, site) in self.sites.iter().enumerate() {
            let revoked = site.revoked_keys.iter().enumerate();
            for (place, _) in revoked.filter(|(_, key)| keys.contains(key)) {
                let pointer = format!("/sites/{at}/revoked_keys/{place}");
                problem(
                    pointer,
                    "this key is a valid one as well: it is one or the other",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problems(file: serde_json::Value) -> Vec<String> {
        let file: JitsuFile = serde_json::from_value(file).unwrap_or_default();
        let mut problems = Vec::new();
        file.check("sources/jitsu.json", &mut problems);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_key_belongs_to_one_site_only() {
        let file = json!({"sites": [
            {"id": "a", "browser_keys": ["k:s"]},
            {"id": "b", "server_keys": ["k:s", "plain"]},
        ]});
        assert_eq!(
            problems(file),
            [
                "sources/jitsu.json at /sites/1/server_keys/0: this key is named twice",
                "sources/jitsu.json at /sites/1/server_keys/1: a key here is keyId:keySecret",
            ]
        );
    }

    #[test]
    fn a_key_is_well_formed_and_not_revoked() {
        let file = json!({"sites": [
            {"id": "a", "public_keys": ["", "a b"], "browser_keys": ["k:s"]},
            {"id": "b", "revoked_keys": ["k:s", "old"]},
        ]});
        assert_eq!(
            problems(file),
            [
                "sources/jitsu.json at /sites/0/public_keys/0: a key is not empty and has no white space",
                "sources/jitsu.json at /sites/0/public_keys/1: a key is not empty and has no white space",
                "sources/jitsu.json at /sites/1/revoked_keys/0: this key is a valid one as well: it is one or the other",
            ]
        );
    }

    #[test]
    fn a_site_needs_an_id_of_its_own() {
        let file = json!({"sites": [{"id": ""}, {"id": "a"}, {"id": "a"}]});
        assert_eq!(
            problems(file),
            [
                "sources/jitsu.json at /sites/0/id: is empty",
                "sources/jitsu.json at /sites/2/id: another site has this id",
            ]
        );
    }
}
