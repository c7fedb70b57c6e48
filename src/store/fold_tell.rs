use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use super::deliveries::results;
use super::fold_repeats::Repeated;
use super::{Audience, EventId, Exchange, fold};
use crate::capture::{Transport, with_query};
use crate::connector::DeliveryResult;
use crate::event::{Event, Outcome};
use crate::platform::{Decoded, Platform};
use crate::query::{Document, Query};
use crate::workspace::Workspace;

/// What the fold found out of an event, beside what its platform says of it.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The event in the common vocabulary.
    pub canonical: &'a Value,
    /// How its request was sent.
    pub transport: Option<&'a str>,
    /// Whether it came before.
    pub repeated: Repeated,
}

/// Shows an event to who waits for one, as a query sees it.
pub fn tell(
    audience: &dyn Audience,
    exchange: &Exchange,
    workspace: &Workspace,
    (id, event): (EventId, &Event),
    told: Told,
) {
    let connectors = || results(exchange, workspace, event);
    let document = document(exchange, event, told, &connectors);
    shown(id, || audience.looks_at(id, &document));
}

/// Shows a request to who waits for one, as a query sees it. `told` is of its events, in their order.
pub fn tell_request(
    audience: &dyn Audience,
    exchange: &Exchange,
    workspace: &Workspace,
    (cursor, decoded, outcome): (i64, &Decoded, Outcome),
    told: &[Repeated],
) {
    let id = EventId { cursor, place: 0 };
    shown(id, || {
        let seen = (decoded, outcome);
        with_request(exchange, workspace, seen, told, |document| {
            audience.looks_at_request(cursor, document);
        });
    });
}

/// Whether a request matches a query before it is recorded: explained for that, and without what
/// only the recording knows (duplicates, double fires). One that cannot be explained does not.
pub fn matches_unrecorded(exchange: &Exchange, workspace: &Workspace, query: &Query) -> bool {
    let decoded = fold::explain(exchange, workspace);
    let told = vec![Repeated::default(); decoded.events.len()];
    let seen = (&decoded, exchange.outcome);
    catch_unwind(AssertUnwindSafe(|| {
        with_request(exchange, workspace, seen, &told, |document| {
            query.matches(document)
        })
    }))
    .unwrap_or(false)
}

/// A request as a query sees it.
fn with_request<T>(
    exchange: &Exchange,
    workspace: &Workspace,
    (decoded, outcome): (&Decoded, Outcome),
    told: &[Repeated],
    look: impl FnOnce(&Document) -> T,
) -> T {
    let request = &exchange.request;
    let transport = Transport::of(request).map(Transport::as_str);
    let canonical: Vec<Value> = decoded
        .events
        .iter()
        .map(|event| serde_json::to_value(&event.canonical).unwrap_or_default())
        .collect();
    let connectors: Vec<_> = decoded
        .events
        .iter()
        .map(|event| move || results(exchange, workspace, event))
        .collect();
    let events = decoded
        .events
        .iter()
        .zip(told)
        .zip(&canonical)
        .zip(&connectors);
    let events = events.map(|(((event, repeated), canonical), connectors)| {
        let told = Told {
            canonical,
            transport,
            repeated: *repeated,
        };
        document(exchange, event, told, connectors)
    });
    let url = with_query(&request.path, &request.query);
    let document = Document {
        platform: exchange.platform.map(Platform::as_str),
        source: exchange.source.as_deref(),
        session: &exchange.session,
        outcome: outcome.as_str(),
        findings: decoded.findings.iter().map(|it| it.kind.code).collect(),
        url: Some(&url),
        status: exchange.answer.status,
        transport,
        received_at: request.received_at,
        body: std::str::from_utf8(&request.body.bytes).ok(),
        events: events.collect(),
        ..Document::default()
    };
    look(&document)
}

/// Whatever goes wrong in there costs who waits what is shown, never the recording its explanation.
fn shown(id: EventId, show: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(show)).is_err() {
        tracing::error!(%id, "what came could not be shown to who waits for it");
    }
}

fn document<'a>(
    exchange: &'a Exchange,
    event: &'a Event,
    told: Told<'a>,
    connectors: &'a dyn Fn() -> Vec<(String, DeliveryResult)>,
) -> Document<'a> {
    Document {
        platform: exchange.platform.map(Platform::as_str),
        source: exchange.source.as_deref(),
        session: &exchange.session,
        kind: Some(&event.kind),
        name: event.name.as_deref(),
        canonical_name: Some(&event.canonical.name),
        outcome: event.outcome.as_str(),
        findings: event.findings.iter().map(|it| it.kind.code).collect(),
        consent: event
            .consent
            .iter()
            .map(|it| (it.id.as_str(), it.decision.as_str()))
            .collect(),
        user_id: event.user_id.as_deref(),
        anonymous_id: event.anonymous_id.as_deref(),
        session_id: event.session_id.as_deref(),
        message_id: event.message_id.as_deref(),
        url: event.canonical.page.url.as_deref(),
        status: exchange.answer.status,
        transport: told.transport,
        received_at: exchange.request.received_at,
        duplicate: told.repeated.duplicate,
        double: told.repeated.double,
        payload: Some(&event.payload),
        canonical: Some(told.canonical),
        body: None,
        connectors: Some(connectors),
        events: Vec::new(),
    }
}
