use serde_json::Value;

use super::fold_repeats::Repeated;
use super::{Audience, EventId, Exchange};
use crate::connector::{DeliveryResult, Incoming, deliveries};
use crate::event::Event;
use crate::platform::Platform;
use crate::query::Document;
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
    let document = Document {
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
        connectors: Some(&connectors),
        events: Vec::new(),
    };
    audience.looks_at(id, &document);
}

/// What each destination would have been sent, by the workspace that was in force.
fn results(
    exchange: &Exchange,
    workspace: &Workspace,
    event: &Event,
) -> Vec<(String, DeliveryResult)> {
    let Some(platform) = exchange.platform else {
        return Vec::new();
    };
    let sent = Incoming {
        event,
        platform,
        request: &exchange.request,
    };
    let debug_session = exchange.moment.debug_session.as_ref();
    let previews = deliveries(workspace, exchange.source.as_deref(), debug_session, sent);
    let each = previews.deliveries.into_iter();
    each.map(|it| (it.connector, it.result)).collect()
}
