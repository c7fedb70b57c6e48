//! The mapping language, from a file to a preview.

mod language;
mod never_panics;
mod wrong;

use serde_json::{Value, json};

use super::{Connector, ConnectorFile, DeliveryPreview, Incoming, Terms, preview};
use crate::capture::{Body, Request};
use crate::event::Event;
use crate::platform::Platform;
use crate::workspace::Problem;

/// A connector with that body and the parameters `id` and `key`.
fn connector(body: Value) -> Result<Connector, Vec<Problem>> {
    read(json!({
        "title": "T", "docs": "https://example.com",
        "parameters": {"id": {"default": "G-1'2"}, "key": {"default": "hidden", "secret": true}},
        "request": {"url": "https://example.com/{id#G-}?key={key}", "body": body},
    }))
}

fn read(file: Value) -> Result<Connector, Vec<Problem>> {
    let mut problems = Vec::new();
    match serde_json::from_value::<ConnectorFile>(file) {
        Ok(file) => {
            Connector::read("test", "connectors/test.json", file, &mut problems).ok_or(problems)
        }
        Err(error) => Err(vec![Problem::of_file(
            "connectors/test.json",
            error.to_string(),
        )]),
    }
}

fn request() -> Request {
    Request {
        received_at: 1_704_164_646_000_000,
        peer: "203.0.113.7".into(),
        method: "POST".into(),
        path: "/".into(),
        query: String::new(),
        headers: vec![(
            "cookie".into(),
            "_ga=GA1.1.111.222; _ga_1'2=GS1.1.77.1".into(),
        )],
        body: Body::complete(""),
    }
}

fn event(params: Value) -> Event {
    let mut event = Event::new("track", json!({"raw": true}));
    event.canonical.name = "purchase".into();
    event.message_id = Some("m".into());
    event.timestamp = Some("2024-01-02T03:04:05.000Z".into());
    event.canonical.params = params.as_object().cloned().unwrap_or_default();
    event
}

fn previewed(body: Value, params: Value) -> Option<DeliveryPreview> {
    let connector = connector(body).ok()?;
    Some(preview(
        &connector,
        Incoming {
            event: &event(params),
            platform: Platform::Jitsu,
            request: &request(),
        },
        Terms::default(),
    ))
}

/// The body that a mapping makes of an event with these parameters.
fn body(mapping: Value, params: Value) -> Option<Value> {
    previewed(mapping, params)?.request.map(|it| it.body)
}
