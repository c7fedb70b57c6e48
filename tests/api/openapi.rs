//! The description of the API describes the API.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::debug_sessions;
use crate::openapi_schema::{assert_described, resolve};
use crate::send::{batch, track};
use crate::support::{Response, Server};

const BASE: &str = "/inspector/api/v1";

/// `(METHOD, path)` of each operation, with the operation.
fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, item)| {
            let item = item.as_object().expect("a path item");
            item.iter()
                .filter(|(key, _)| *key != "parameters")
                .map(|(method, operation)| (method.to_ascii_uppercase(), path.clone(), operation))
        })
        .collect()
}

/// Every `$ref` in a document.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str));
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn it_is_openapi() {
    let server = Server::start();
    let answer = server.get(&format!("{BASE}/openapi.json"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let document = answer.json();
    let version = document["openapi"].as_str().expect("a version");
    assert!(version.starts_with("3."), "{version}");
    assert!(document["info"]["title"].is_string());
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let name = format!("{method} {path}");
        let id = operation["operationId"].as_str().expect("an id");
        assert!(ids.insert(id.to_string()), "{name}: {id} twice");
        let parameters = operation["parameters"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let mut in_path = BTreeSet::new();
        for parameter in &parameters {
            let at = parameter["in"].as_str().expect("in");
            assert!(
                ["query", "path", "header"].contains(&at),
                "{name}: {parameter}"
            );
            assert!(
                resolve(&document, &parameter["schema"]).is_object(),
                "{name}: {parameter}"
            );
            let parameter_name = parameter["name"].as_str().expect("a name");
            if at == "path" {
                assert_eq!(parameter["required"], true, "{name}: {parameter}");
                in_path.insert(parameter_name.to_string());
            }
        }
        let in_template = path.split('/').filter_map(|part| {
            part.strip_prefix('{')?
                .strip_suffix('}')
                .map(str::to_string)
        });
        assert_eq!(in_path, in_template.collect(), "{name}");
        let responses = operation["responses"].as_object().expect("responses");
        assert!(!responses.is_empty(), "{name}");
        for (status, response) in responses {
            assert!(response["description"].is_string(), "{name} {status}");
        }
    }
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(!found.is_empty());
    for reference in found {
        resolve(&document, &json!({ "$ref": reference }));
    }
}

/// The routes as the source registers them: actix keeps no list of them.
fn registered() -> BTreeSet<(String, String)> {
    let source = include_str!("../../src/api/mod.rs");
    let text: String = source.split_whitespace().collect();
    // Each resource begins with its path; its routes follow, up to the next one.
    let resources = text.split("(\"/").skip(1);
    let routes = resources.flat_map(|rest| {
        let (path, rest) = rest.split_once('"').expect("a path");
        let methods = rest.split("web::").skip(1);
        let methods = methods.filter_map(|it| it.split_once("().to(").map(|(method, _)| method));
        // A name may have slashes in it; the description has no word for that.
        let path = path.replace(":.*}", "}");
        methods.map(move |method| (method.to_ascii_uppercase(), format!("{BASE}/{path}")))
    });
    routes.collect()
}

#[test]
fn every_route_is_described_and_every_description_served() {
    let server = Server::start();
    let document = server.api("/openapi.json");
    let described: BTreeSet<(String, String)> = operations(&document)
        .into_iter()
        .map(|(method, path, _)| (method, path))
        .collect();
    let mut served = registered();
    assert!(served.len() >= 5, "{served:?}");
    // The description is not a part of what it describes.
    served.remove(&("GET".into(), format!("{BASE}/openapi.json")));
    assert_eq!(described, served);
    for (method, path) in described {
        let path = path.replace("{id}", "1").replace("{code}", "x");
        if path.ends_with("/stream") {
            // It does not end; tests/api/stream.rs reads it.
            continue;
        }
        let answer = server.request(&method, &path, &[], b"");
        assert!(!answer.text().contains("no-such-route"), "{method} {path}");
        assert_ne!(answer.status, 405, "{method} {path}");
    }
}

#[test]
fn every_field_of_an_answer_is_in_its_schema() {
    let server = Server::start();
    track(&server, "one");
    batch(&server, "many", 3);
    server.request("POST", "/elsewhere", &[], b"\xff");
    let act = "/commanders-act/events?tc_s=1&token=demo";
    server.request("POST", act, &[], br#"{"event_name":"search"}"#);
    debug_sessions::start(&server, "demo", "2", Some("mine"));
    debug_sessions::send(&server, "2", "mine");
    debug_sessions::send(&server, "2", "not-mine");
    debug_sessions::upload(&server, "mine");
    server.wait_projected();
    let document = server.api("/openapi.json");
    let asked = [
        ("/health", "/health"),
        ("/events", "/events"),
        ("/events", "/events?limit=1"),
        ("/events", "/events?limit=0"),
        ("/requests", "/requests?order=asc"),
        ("/requests", "/requests?after=x"),
        ("/requests/{id}", "/requests/1"),
        ("/requests/{id}", "/requests/3"),
        ("/requests/{id}", "/requests/77"),
        ("/events/{id}", "/events/2.1"),
        ("/events/{id}", "/events/4.0"),
        ("/events/{id}", "/events/77.0"),
        ("/sessions", "/sessions"),
        ("/sessions", "/sessions?at_least=x"),
        ("/events/{id}", "/events/2.1?mask=1"),
        ("/events/{id}", "/events/2.1?mask=2"),
        ("/requests/{id}", "/requests/1?mask=1"),
        ("/consent", "/consent"),
        ("/consent", "/consent?platform=none"),
        ("/connectors", "/connectors?session=none"),
        ("/connectors", "/connectors"),
        ("/visitors/{id}", "/visitors/a1"),
        ("/visitors/{id}", "/visitors/nobody"),
        ("/compare", "/compare?a=1.0&b=2.0"),
        (
            "/compare",
            "/compare?a=1.0&b=2.0&ignore=event&ignore=/properties/*/id",
        ),
        ("/compare", "/compare?a=1.0&b=2.0&ignore=/a//b"),
        ("/compare", "/compare?a=1.0&b=77.0"),
        ("/compare", "/compare?a=1.0&b=2.0&mask=x"),
        ("/compare/sessions", "/compare/sessions?a=default&b=default"),
        (
            "/compare/sessions",
            "/compare/sessions?a=default&b=default&ignore=event&ignore=b",
        ),
        ("/compare/sessions", "/compare/sessions?a=default"),
        ("/settings", "/settings"),
        ("/settings", "/settings?mask=1"),
        ("/settings", "/settings?mask=x"),
        ("/samples", "/samples"),
        ("/help", "/help"),
        ("/help/{name}", "/help/fidelity/jitsu"),
        ("/help/{name}", "/help/nothing"),
        ("/baseline", "/baseline?mask=1"),
        ("/plan", "/plan"),
        ("/plan", "/plan?session=none&at_least=1"),
        ("/plan", "/plan?at_least=x"),
        ("/jentis/debug-sessions", "/jentis/debug-sessions"),
        (
            "/jentis/debug-sessions",
            "/jentis/debug-sessions?at_least=x",
        ),
        ("/jentis/monitor/{code}", "/jentis/monitor/mine"),
        ("/jentis/monitor/{code}", "/jentis/monitor/not-mine"),
        ("/jentis/monitor/{code}", "/jentis/monitor/nothing"),
    ];
    for (path, asked) in asked {
        let answer = server.get(&format!("{BASE}{asked}"));
        assert_as_described(&document, ("get", path), &answer, asked);
    }
    let questions = [
        ("/wait", json!({"q": "name:one"})),
        ("/wait", json!({"q": "name:two", "timeout_ms": 1})),
        (
            "/wait",
            json!({"list": "requests", "q": "status:599", "timeout_ms": 1}),
        ),
        ("/wait", json!({"count": {"min": 1, "max": 1}})),
        ("/wait", json!({"q": "nmae:one"})),
        ("/assert", json!({"list": "requests"})),
        ("/assert", json!({"q": "name:two"})),
        ("/assert/none", json!({"q": "name:two"})),
        ("/assert/none", json!({})),
        ("/assert/sequence", json!({"steps": ["name:one"]})),
        (
            "/assert/sequence",
            json!({"steps": ["name:search", "name:one"]}),
        ),
        (
            "/assert/sequence",
            json!({"list": "requests", "steps": ["status:200", "status:401"]}),
        ),
        (
            "/assert/sequence",
            json!({"list": "requests", "steps": ["status:200", "path:*track* -status:200"]}),
        ),
        ("/assert/plan", json!({})),
        ("/assert/plan", json!({"complete": true})),
        ("/assert/plan", json!({"plan": "none"})),
    ];
    for (path, question) in questions {
        let answer = server.ask(path, &question);
        assert_as_described(&document, ("post", path), &answer, &question.to_string());
    }
    assert_eq!(server.stop().code, Some(0));
}

/// Holds an answer against what the document says of it.
fn assert_as_described(
    document: &Value,
    (method, path): (&str, &str),
    answer: &Response,
    asked: &str,
) {
    let operation = &document["paths"][format!("{BASE}{path}")][method];
    let response = &operation["responses"][answer.status.to_string()];
    assert!(
        response.is_object(),
        "{asked}: {} is not described",
        answer.status
    );
    let content = response["content"].as_object().expect("content");
    let schema = content
        .values()
        .next()
        .map(|media| &media["schema"])
        .expect("a schema");
    let value = answer.json();
    assert_described(document, schema, &value, asked);
    let whole = json!({
        "allOf": [schema],
        "components": document["components"],
    });
    let validator = jsonschema::validator_for(&whole).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{asked}: {errors:#?}");
}
