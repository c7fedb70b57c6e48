use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::connector;
use crate::workspace::{Files, Workspace};

#[test]
fn every_mistake_is_named_where_it_is() {
    let union = format!("$.a{}", "['b','b']".repeat(20));
    let five = ["match($.name, 'a')"; 5].join(" || ");
    let brackets = format!("$[?{}1{}]", "(".repeat(40), ")".repeat(40));
    for (mapping, pointer, message) in [
        (
            json!({"a": {"@form": "$.name"}}),
            "/request/body/a/@form",
            "did you mean \"@from\"",
        ),
        (
            json!([{"@from": "name"}]),
            "/request/body/0/@from",
            "begins with $",
        ),
        (
            json!({"@from": 7}),
            "/request/body/@from",
            "expected a path",
        ),
        (
            json!({"@from": ["$.a", "$.["]}),
            "/request/body/@from/1",
            "is no path",
        ),
        (
            json!({"@from": "$..a"}),
            "/request/body/@from",
            "descendant",
        ),
        (
            json!({"@from": union}),
            "/request/body/@from",
            "one filter or list",
        ),
        (
            json!({"@from": brackets}),
            "/request/body/@from",
            "more than 16 brackets",
        ),
        (
            json!({"@from": "$.a[?@.b[*]]"}),
            "/request/body/@from",
            "no * or :",
        ),
        (
            json!({"@from": "@.a"}),
            "/request/body/@from",
            "in an @each only",
        ),
        (
            json!({"@from": "$['{nothing}']"}),
            "/request/body/@from",
            "unknown parameter \"nothing\"",
        ),
        (
            json!({"@from": "$.a", "b": 1}),
            "/request/body",
            "no other member",
        ),
        (
            json!({"@from": "$.a", "@value": 1}),
            "/request/body",
            "one source is enough",
        ),
        (json!({"@each": "$.a"}), "/request/body", "@to is missing"),
        (
            json!({"@each": "$.a", "@to": {"@from": "$.b[*]"}}),
            "/request/body/@to/@from",
            "names one value",
        ),
        (
            json!({"@each": "$.a", "@to": {"@each": "$.a", "@to": 1}}),
            "/request/body/@to/@each",
            "of the item",
        ),
        (
            json!({"@each": "$.a", "@to": {"@when": "$.b", "c": 1}}),
            "/request/body/@to/@when",
            "of the item",
        ),
        (
            json!({"@when": "@.b", "c": 1}),
            "/request/body/@when",
            "speaks of the event",
        ),
        (
            json!({"@when": "$.b ==", "c": 1}),
            "/request/body/@when",
            "is no condition",
        ),
        (
            json!({"@from": "$.a[?match(@.b, 'x')]"}),
            "/request/body/@from",
            "stand in a @when",
        ),
        (
            json!({"@when": "match($.name, $.sent_name)", "c": 1}),
            "/request/body/@when",
            "a pattern in quotes",
        ),
        (
            json!({"@when": "$.a[?search(@.b, 'x')]", "c": 1}),
            "/request/body/@when",
            "search($.name, 'view_.*')",
        ),
        (
            json!({"@each": "$.a", "@to": {"@when": "match(@.b, '(')", "c": 1}}),
            "/request/body/@to/@when",
            "the pattern of match",
        ),
        (
            json!({"@when": "match($.name, '(\\\\w{{100}}){{100}}')", "c": 1}),
            "/request/body/@when",
            "size limit",
        ),
        (
            json!({"@when": "match($.name, 'a)|(b')", "c": 1}),
            "/request/body/@when",
            "the pattern of match",
        ),
        (
            json!({"@when": five, "c": 1}),
            "/request/body/@when",
            "more than 4 patterns",
        ),
        (
            json!({"@template": "{$.a"}),
            "/request/body/@template",
            "brace",
        ),
        (
            json!({"@from": "$.a", "@by": "sha265"}),
            "/request/body/@by",
            "did you mean \"sha256\"",
        ),
        (
            json!({"@from": "$.a", "@by": ["trim", {"cut": "x"}]}),
            "/request/body/@by/1",
            "needs a number",
        ),
        (
            json!({"@from": "$.a", "@by": {"trim": 1}}),
            "/request/body/@by",
            "takes no argument",
        ),
        (
            json!({"@from": "$.a", "@by": {"user_agent": "name"}}),
            "/request/body/@by",
            "needs one of os, os_version, browser",
        ),
        (
            json!({"@from": "$.a", "@by": "url"}),
            "/request/body/@by",
            "needs one of hostname, pathname, search",
        ),
        (
            json!({"@from": "$.a", "@map": []}),
            "/request/body/@map",
            "expected an object",
        ),
        (
            json!({"@from": "$.a", "@only": "b"}),
            "/request/body/@only",
            "list of names",
        ),
        (
            json!({"@merge": {}}),
            "/request/body/@merge",
            "list of mappings",
        ),
        (
            json!({"@to": 1}),
            "/request/body/@to",
            "belongs to an @each",
        ),
    ] {
        let problems = connector(mapping.clone()).err().unwrap_or_default();
        let found = problems
            .iter()
            .any(|it| it.pointer == pointer && it.message.contains(message));
        assert!(found, "{mapping}: {problems:?}");
    }
}

#[test]
fn a_request_has_a_method_and_headers_that_can_be_sent() {
    let problems = super::read(json!({
        "title": "T", "docs": "https://a.example",
        "request": {
            "method": "SEND IT", "url": "ht tp://a.example/{$.name}", "headers": {"X Y": "1", "x-z": "1"},
            "body": 1,
        },
    }));
    let problems = problems.err().unwrap_or_default();
    let pointers: Vec<&str> = problems.iter().map(|it| it.pointer.as_str()).collect();
    assert_eq!(
        pointers,
        ["/request/url", "/request/method", "/request/headers/X Y"]
    );
}

#[test]
fn what_is_shown_as_a_link_is_an_address() {
    let problems = super::read(json!({
        "title": "T", "docs": "javascript:alert(1)",
        "request": {"url": "https://a.example", "body": 1},
        "checks": [{"rule": {"max_bytes": 1}, "effect": "noted", "message": "m", "docs": "data:,"}],
    }));
    let problems = problems.err().unwrap_or_default();
    let pointers: Vec<&str> = problems.iter().map(|it| it.pointer.as_str()).collect();
    assert_eq!(pointers, ["/docs", "/checks/0/docs"]);
}

#[test]
fn a_mapping_is_bounded() {
    let deep = (0..40).fold(json!(1), |inner, _| json!({"a": inner}));
    let wide: Value = (0..6000).collect();
    for (mapping, message) in [(deep, "deep"), (wide, "at most 5000 values")] {
        let problems = connector(mapping).err().unwrap_or_default();
        assert!(
            problems.iter().any(|it| it.message.contains(message)),
            "{problems:?}"
        );
    }
}

#[test]
fn a_workspace_names_the_line_of_what_is_wrong() {
    let text = "{\n  \"title\": \"T\", \"docs\": \"https://d\",\n  \"request\": {\"url\": \"https://a\",\n    \"body\": {\"x\": {\"@from\": \"nope\"}}}\n}";
    let files = BTreeMap::from([("connectors/mine.json".to_string(), text.to_string())]);
    let problems = Workspace::from_files(Files(files)).map(|_| ()).err();
    let told = problems.map(|it| it.0).unwrap_or_default();
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["connectors/mine.json:4:20 at /request/body/x/@from: is no path: a path begins with $"]
    );
}

#[test]
fn the_built_in_connectors_load() {
    let loaded = Workspace::load(None).map(|it| it.connectors.len());
    let files = Files::built_in();
    let files = files.0.keys().filter(|it| it.starts_with("connectors/"));
    assert_eq!(loaded, Ok(files.count()));
}
