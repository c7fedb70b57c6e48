use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::event::{CanonicalEvent, Finding};
use crate::workspace::JentisSource;

use super::kinds;

const ENRICHMENT: &str = "/data/enrichment";

/// What a plugin is asked for, and what the source's file lets it answer.
struct Lookup<'a> {
    plugin: &'a str,
    arguments: Option<&'a Value>,
    /// The outputs of the plugin; none if the file does not have it.
    known: Option<&'a BTreeMap<String, Value>>,
    /// The variables asked for, in the order asked.
    variables: Vec<&'a str>,
}

impl<'a> Lookup<'a> {
    /// The variables that have a value.
    fn found(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.variables
            .iter()
            .filter_map(|name| Some((*name, self.known?.get(*name)?)))
    }

    fn missing(&self) -> Vec<&'a str> {
        let has = |name: &str| self.known.is_some_and(|known| known.contains_key(name));
        let missing = self.variables.iter().copied();
        missing.filter(|name| !has(name)).collect()
    }
}

fn lookups<'a>(source: Option<&'a JentisSource>, body: &'a Value) -> Vec<Lookup<'a>> {
    let plugins = body.pointer(ENRICHMENT).and_then(Value::as_object);
    let asked = plugins.into_iter().flatten();
    asked
        .map(|(plugin, call)| Lookup {
            plugin,
            arguments: call.get("arguments"),
            known: source.and_then(|source| source.enrichment.get(plugin)),
            variables: call
                .get("variables")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect(),
        })
        .collect()
}

/// Adds what the plugins answer: the calls to the context, the values to the parameters, for they
/// can be used like any variable (documented). What the event itself sent stays.
pub fn enrich(source: Option<&JentisSource>, body: &Value, event: &mut CanonicalEvent) {
    let mut calls = Map::new();
    for lookup in lookups(source, body) {
        let mut values = Map::new();
        for (name, value) in lookup.found() {
            values.insert(name.into(), value.clone());
            event.params.entry(name).or_insert_with(|| value.clone());
        }
        let call = json!({"arguments": lookup.arguments, "variables": values});
        calls.insert(lookup.plugin.into(), call);
    }
    if !calls.is_empty() {
        event.context.insert("enrichment".into(), calls.into());
    }
}

/// The variables that the plugins add, with their values.
pub fn variables(source: Option<&JentisSource>, body: &Value) -> Map<String, Value> {
    let lookups = lookups(source, body);
    let found = lookups.iter().flat_map(Lookup::found);
    found
        .map(|(name, value)| (name.into(), value.clone()))
        .collect()
}

/// What was added, and what could not be.
pub fn findings(source: Option<&JentisSource>, body: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    for lookup in lookups(source, body) {
        let plugin = lookup.plugin;
        let at = format!(
            "{ENRICHMENT}/{}",
            plugin.replace('~', "~0").replace('/', "~1")
        );
        let Some(known) = lookup.known else {
            let message =
                format!("the source has no output for {plugin}: its variables stay undefined");
            let finding = kinds::ENRICHMENT_PLUGIN_UNKNOWN.says(message).at(at);
            findings.push(finding.got(plugin));
            continue;
        };
        let found: Vec<_> = lookup.found().map(|(name, _)| name).collect();
        if !found.is_empty() {
            let message = format!("{plugin} adds {}", found.join(", "));
            findings.push(kinds::ENRICHED.says(message).at(at.clone()));
        }
        let missing = lookup.missing().join(", ");
        if !missing.is_empty() {
            let message = format!("{plugin} has no such variable, so it stays undefined");
            let finding = kinds::ENRICHMENT_VARIABLE_UNKNOWN.says(message);
            let names: Vec<_> = known.keys().map(String::as_str).collect();
            let finding = finding.at(format!("{at}/variables"));
            findings.push(finding.expected(names.join(" or ")).got(missing));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Option<JentisSource> {
        let source = json!({"name": "a", "enrichment": {"feed/1": {"price": 9.5, "brand": null}}});
        serde_json::from_value(source).ok()
    }

    fn codes(enrichment: Value) -> Vec<(&'static str, String)> {
        let body = json!({"data": {"enrichment": enrichment}});
        let found = findings(source().as_ref(), &body).into_iter();
        found.map(|it| (it.kind.code, it.pointer)).collect()
    }

    #[test]
    fn what_the_file_has_is_added_and_what_was_sent_stays() {
        let body = json!({"data": {"enrichment": {
            "feed/1": {"arguments": {"productId": ["1"]}, "variables": ["price", "brand", "stock"]},
            "other": {"variables": ["price"]},
        }}});
        let mut event = CanonicalEvent::default();
        event.params.insert("price".into(), json!(1));
        enrich(source().as_ref(), &body, &mut event);
        assert_eq!(
            Value::Object(event.params),
            json!({"price": 1, "brand": null})
        );
        let expected = json!({"enrichment": {
            "feed/1": {"arguments": {"productId": ["1"]}, "variables": {"price": 9.5, "brand": null}},
            "other": {"arguments": null, "variables": {}},
        }});
        assert_eq!(Value::Object(event.context), expected);
    }

    #[test]
    fn what_the_file_lacks_is_told() {
        let both = json!({"feed/1": {"variables": ["price", "stock"]}, "other": {"variables": []}});
        let expected = [
            ("jentis-enriched", "/data/enrichment/feed~11".to_string()),
            (
                "jentis-enrichment-variable-unknown",
                "/data/enrichment/feed~11/variables".into(),
            ),
            (
                "jentis-enrichment-plugin-unknown",
                "/data/enrichment/other".into(),
            ),
        ];
        assert_eq!(codes(both), expected);
    }

    #[test]
    fn an_enrichment_of_the_wrong_shape_asks_for_nothing() {
        for enrichment in [
            json!(null),
            json!([1]),
            json!({"feed/1": 7}),
            json!({"feed/1": {"variables": "price"}}),
        ] {
            assert_eq!(codes(enrichment), []);
        }
    }
}
