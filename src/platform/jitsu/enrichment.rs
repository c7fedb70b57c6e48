use serde_json::{Map, Value, json};

use super::kinds;
use crate::event::Finding;
use crate::platform::json::pointer_step;

/// What Jitsu wrote into an event that it takes in, and what it took out, by JSON pointer.
#[derive(Debug, Default)]
pub struct Enrichment<'a> {
    written: Vec<Written<'a>>,
    removed: Vec<(String, &'a Value)>,
}

/// A value that Jitsu wrote.
#[derive(Debug)]
struct Written<'a> {
    pointer: String,
    value: &'a Value,
    /// What had been sent in its place.
    sent: Option<&'a Value>,
}

impl<'a> Enrichment<'a> {
    /// What differs between the event as it was sent and as it was passed on.
    pub fn between(sent: &'a Map<String, Value>, passed: &'a Map<String, Value>) -> Enrichment<'a> {
        let mut found = Enrichment::default();
        found.compare(Some(sent), passed, "");
        found
    }

    fn compare(
        &mut self,
        sent: Option<&'a Map<String, Value>>,
        passed: &'a Map<String, Value>,
        at: &str,
    ) {
        for (key, value) in passed {
            let before = sent.and_then(|sent| sent.get(key));
            if before != Some(value) {
                self.differ(before, value, format!("{at}/{}", pointer_step(key)));
            }
        }
        for (key, value) in sent.into_iter().flatten() {
            if !passed.contains_key(key) {
                let pointer = format!("{at}/{}", pointer_step(key));
                self.removed.push((pointer, value));
            }
        }
    }

    fn differ(&mut self, sent: Option<&'a Value>, passed: &'a Value, pointer: String) {
        match (sent, passed) {
            (sent, Value::Object(passed)) if !passed.is_empty() => {
                self.compare(sent.and_then(Value::as_object), passed, &pointer);
            }
            (Some(Value::Object(sent)), Value::Object(passed)) => {
                self.compare(Some(sent), passed, &pointer);
            }
            (Some(Value::Array(sent)), Value::Array(passed)) => {
                for (at, (sent, passed)) in sent.iter().zip(passed).enumerate() {
                    if sent != passed {
                        self.differ(Some(sent), passed, format!("{pointer}/{at}"));
                    }
                }
            }
            (sent, value) => self.written.push(Written {
                pointer,
                value,
                sent,
            }),
        }
    }

    /// The same for the event's context.
    pub fn shown(&self) -> Value {
        let written = self.written.iter();
        let written: Map<_, _> = written
            .map(|it| (it.pointer.clone(), it.value.clone()))
            .collect();
        let removed = self.removed.iter();
        let removed: Vec<_> = removed.map(|(pointer, _)| pointer.as_str()).collect();
        json!({"written": written, "removed": removed})
    }

    /// What of it the sender will not have meant.
    pub fn findings(&self) -> Vec<Finding> {
        // Of these there is a finding of their own.
        let told = |pointer: &str| ["/type", "/context"].contains(&pointer);
        let written = self.written.iter().filter(|it| !told(&it.pointer));
        let overwritten = written.filter_map(|it| {
            let finding = kinds::OVERWRITTEN.says(format!("Jitsu writes {} here", it.value));
            Some(finding.at(&it.pointer).got(it.sent?.to_string()))
        });
        let removed = self.removed.iter().map(|(pointer, value)| {
            let finding = kinds::REMOVED.says("Jitsu takes this out of a browser's event");
            finding.at(pointer).got(value.to_string())
        });
        overwritten.chain(removed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn what_differs_is_shown_and_what_was_sent_otherwise_is_told() {
        let sent = object(json!({
            "event": "a", "context": {"ip": "1.2.3.4", "page": {}},
            "properties": {"list": [{"__sql_type": "int", "a~/b": 1}, 2], "__sql_type_x": "int"},
        }));
        let passed = object(json!({
            "event": "a", "context": {"ip": "127.0.0.1", "page": {}, "locale": ""},
            "properties": {"list": [{"a~/b": 1}, 2]}, "receivedAt": "now",
        }));
        let found = Enrichment::between(&sent, &passed);
        assert_eq!(
            found.shown(),
            json!({
                "written": {"/context/ip": "127.0.0.1", "/context/locale": "", "/receivedAt": "now"},
                "removed": ["/properties/list/0/__sql_type", "/properties/__sql_type_x"],
            })
        );
        let findings = found.findings();
        let told: Vec<_> = findings.iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(
            told,
            [
                "/context/ip",
                "/properties/list/0/__sql_type",
                "/properties/__sql_type_x"
            ]
        );
    }

    #[test]
    fn a_context_that_was_none_is_shown_by_its_parts() {
        let passed = object(json!({"context": {"ip": "::1"}}));
        for sent in [json!({}), json!({"context": "text"})] {
            let sent = object(sent);
            let found = Enrichment::between(&sent, &passed);
            let expected = json!({"written": {"/context/ip": "::1"}, "removed": []});
            assert_eq!(found.shown(), expected);
            assert_eq!(found.findings(), []);
        }
        let (sent, empty) = (Map::new(), object(json!({"context": {}})));
        let found = Enrichment::between(&sent, &empty);
        assert_eq!(
            found.shown(),
            json!({"written": {"/context": {}}, "removed": []})
        );
    }
}
