use std::collections::BTreeMap;
use std::fmt::Write;

use eventpit::capture::{Body, Request};
use eventpit::connector::{
    Connector, ConnectorFile, DIRECTIVES, Incoming, TRANSFORMS, Terms, event_document, preview,
};
use eventpit::event::{ConsentDecision, Decision, Event, Evidence};
use eventpit::platform::Platform;
use eventpit::workspace::{Files, Workspace};
use serde_json::{Value, json};

use crate::cell;

const EXAMPLE: &str = include_str!("example-connector.json");

/// docs/CONNECTORS.md: its prose, with the tables and the worked example made by the code.
pub fn page() -> String {
    include_str!("connectors.md")
        .replace("{{directives}}", &table(DIRECTIVES.iter().copied()))
        .replace(
            "{{transforms}}",
            &table(TRANSFORMS.iter().map(|it| (it.name, it.about))),
        )
        .replace("{{document}}", &document())
        .replace("{{connectors}}", &built_in())
        .replace("{{example}}", EXAMPLE.trim_end())
        .replace("{{example-problem}}", &problem())
        .replace("{{example-preview}}", &example())
}

fn table<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::from("| name | what it does |\n|---|---|\n");
    for (name, about) in rows {
        let _ = writeln!(text, "| `{name}` | {} |", cell(about));
    }
    text
}

fn built_in() -> String {
    let workspace = Workspace::load(None).expect("the built-in workspace loads");
    let mut text = String::from("| file | what it is | platform | evidence |\n|---|---|---|---|\n");
    for it in &workspace.connectors {
        let platform = it.platform.map_or("any", Platform::title);
        let place = it.instead_of.as_ref();
        let place = place.map_or(String::new(), |place| format!(", instead of `{place}`"));
        let _ = writeln!(
            text,
            "| `connectors/{}.json` | [{}]({}){place} | {platform} | {} |",
            it.name,
            it.title,
            it.docs,
            it.evidence.as_str()
        );
    }
    text
}

fn document() -> String {
    let (event, request) = sample();
    let document = event_document(&event, Platform::Datafly, &request);
    format!("{:#}", document.expect("the sample is shallow"))
}

/// What the example makes of the sample: nobody has to believe the page.
fn example() -> String {
    let file: ConnectorFile = serde_json::from_str(EXAMPLE).expect("the example is a connector");
    let mut problems = Vec::new();
    let connector = Connector::read("tea-club", "tea-club.json", file, &mut problems);
    let connector = connector.unwrap_or_else(|| panic!("{problems:?}"));
    let (event, request) = sample();
    let preview = preview(
        &connector,
        Incoming {
            event: &event,
            platform: Platform::Datafly,
            request: &request,
        },
        Terms::default(),
    );
    let mut shown = serde_json::to_value(preview).expect("a preview is JSON");
    if let Some(shown) = shown.as_object_mut() {
        shown
            .retain(|name, _| !["title", "docs", "evidence", "connector"].contains(&name.as_str()));
    }
    format!("{shown:#}")
}

/// What is said of the example with a slip in it.
fn problem() -> String {
    let text = EXAMPLE.replacen("@from", "@form", 1);
    let files = BTreeMap::from([("connectors/tea-club.json".to_string(), text)]);
    let problems = Workspace::from_files(Files(files)).expect_err("a slip is a problem");
    let lines: Vec<String> = problems.0.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn sample() -> (Event, Request) {
    let mut event = Event::new(
        "track",
        json!({"type": "track", "event": "Order Completed"}),
    );
    event.name = Some("Order Completed".into());
    event.message_id = Some("7f1c".into());
    event.timestamp = Some("2026-01-02T03:04:05.000Z".into());
    event.user_id = Some("u-7".into());
    event.canonical.name = "purchase".into();
    event.canonical.page.url = Some("https://shop.example/thanks?gclid=Cj0K".into());
    event.canonical.user = members(json!({"user_id": "u-7", "email": " Jane@Example.com"}));
    event.canonical.context = members(json!({"ip": "203.0.113.7", "locale": "en-GB"}));
    event.canonical.params = members(json!({
        "transaction_id": "o-9", "value": "21", "currency": "eur",
        "items": [{"item_id": "p1", "item_name": "Tea", "price": "10.50", "quantity": 2}],
    }));
    event.consent.push(ConsentDecision {
        kind: "category",
        id: "marketing".into(),
        decision: Decision::Granted,
        pointer: "/context/consent/marketing".into(),
        rule: "a boolean in context.consent decides its category",
        evidence: Evidence::Documented,
    });
    let request = Request {
        received_at: 1_767_323_046_000_000,
        peer: "203.0.113.7".into(),
        method: "POST".into(),
        path: "/v1/t".into(),
        query: String::new(),
        headers: vec![("cookie".into(), "_ga=GA1.1.111.222".into())],
        body: Body::complete(""),
    };
    (event, request)
}

fn members(value: Value) -> serde_json::Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}
