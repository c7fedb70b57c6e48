use std::collections::BTreeSet;

use super::{JentisFile, JentisSameSite, Problem, is_key};
use crate::debug_session::is_code;
use crate::platform::jentis::Schemas;

impl JentisFile {
    /// Adds what a schema cannot say about the file, and compiles the API's own schema.
    pub fn check(&mut self, file: &str, problems: &mut Vec<Problem>) {
        match Schemas::compile() {
            Ok(schemas) => self.schemas = Some(schemas),
            Err(error) => problems.push(Problem::of_file(file, error)),
        }
        let mut problem =
            |pointer: String, message: &str| problems.push(Problem::at(file, pointer, message));
        for (field, message) in self.endpoint.wrong() {
            problem(format!("/endpoint/{field}"), message);
        }
        let (mut names, mut containers) = (BTreeSet::new(), BTreeSet::new());
        let (mut keys, mut codes) = (BTreeSet::new(), BTreeSet::new());
        for (index, source) in self.sources.iter().enumerate() {
            let at = |field: String| format!("/sources/{index}/{field}");
            if !names.insert(&source.name) {
                problem(at("name".into()), "another source has this name");
            }
            if source.container.is_some() && !containers.insert(&source.container) {
                problem(at("container".into()), "another source has this container");
            }
            let lists = [
                ("keys", &source.keys),
                ("revoked_keys", &source.revoked_keys),
            ];
            for (field, list) in lists {
                for (place, key) in list.iter().enumerate() {
                    let pointer = at(format!("{field}/{place}"));
                    if !is_key(key) {
                        problem(
                            pointer,
                            "a key has at least one character and no white space",
                        );
                    } else if !keys.insert(key) {
                        problem(pointer, "this key is named twice");
                    }
                }
            }
            let cookie = &source.cookie;
            if cookie.same_site == JentisSameSite::None && !cookie.secure {
                problem(
                    at("cookie/same_site".into()),
                    "browsers take none only with secure",
                );
            }
            for (place, code) in source.debug_codes.iter().enumerate() {
                if !is_code(code) {
                    problem(
                        at(format!("debug_codes/{place}")),
                        "a debug code has 1 to 200 bytes, no white space and nothing that is not seen, and is no . or ..",
                    );
                } else if !codes.insert(code) {
                    problem(
                        at(format!("debug_codes/{place}")),
                        "this code is named twice",
                    );
                }
            }
            let (mut versions, mut published) = (BTreeSet::new(), Vec::new());
            for (place, version) in source.versions.iter().enumerate() {
                if !versions.insert(&version.version) {
                    problem(
                        at(format!("versions/{place}")),
                        "this version is named twice",
                    );
                }
                if !version.state.is_published() {
                    continue;
                }
                if published.contains(&version.state) {
                    problem(
                        at(format!("versions/{place}/state")),
                        "another version is published there",
                    );
                }
                published.push(version.state);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_with_the_file_is_said_at_once() {
        let json = serde_json::json!({"endpoint": {"refusal_status": 404, "bad_body_status": 200,
            "oversize_status": 500, "preflight_status": 201, "monitor_status": 300,
            "wrong_method_status": 399, "unknown_path_status": 65535}, "sources": [
            {"name": "shop", "container": "c", "keys": ["a", "b c"], "debug_codes": ["x", "x"],
                "cookie": {"same_site": "none", "secure": false}},
            {"name": "shop", "container": "c", "revoked_keys": ["a"], "versions": [
                {"version": "1", "state": "legacy"}, {"version": "1", "state": "current_edit"},
                {"version": "2", "state": "published_live"}, {"version": "3", "state": "published_live"},
                {"version": "4", "state": "published_stage"}, {"version": "5", "state": "legacy"}]},
        ]});
        let mut file: JentisFile = serde_json::from_value(json).unwrap_or_default();
        let mut problems = Vec::new();
        file.check("sources/jentis.json", &mut problems);
        let pointers: Vec<_> = problems.iter().map(|it| it.pointer.as_str()).collect();
        let expected = [
            "/endpoint/refusal_status",
            "/endpoint/bad_body_status",
            "/endpoint/oversize_status",
            "/endpoint/preflight_status",
            "/endpoint/monitor_status",
            "/endpoint/wrong_method_status",
            "/endpoint/unknown_path_status",
            "/sources/0/keys/1",
            "/sources/0/cookie/same_site",
            "/sources/0/debug_codes/1",
            "/sources/1/name",
            "/sources/1/container",
            "/sources/1/revoked_keys/0",
            "/sources/1/versions/1",
            "/sources/1/versions/3/state",
        ];
        assert_eq!(pointers, expected);
    }
}
