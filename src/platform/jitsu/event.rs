use serde_json::{Map, Value};

use super::auth::Sender;
use super::enrichment::Enrichment;
use super::{canonical, consent, enrich, findings};
use crate::event::{Event, Finding, Outcome};
use crate::platform::Call;
use crate::platform::json::id_text;

/// An event of the type `kind`, with the id `id` if it has none of its own; `own` is what its fate
/// tells.
pub fn read(
    call: Call,
    event: Map<String, Value>,
    (kind, id): (&str, &str),
    outcome: Outcome,
    sender: Option<&Sender>,
    mut own: Vec<Finding>,
) -> Event {
    let text = |key: &str| {
        let text = event.get(key)?.as_str()?;
        (!text.is_empty()).then(|| text.to_string())
    };
    // Jitsu looks at no id's type: a number is one as well.
    let id_of = |key: &str| event.get(key).and_then(id_text);
    own.extend(findings::of_event(&event, sender));
    let passed = match sender {
        Some(sender) => enrich::enriched(&event, call.request, sender.ingest, kind, id),
        None => event.clone(),
    };
    let mut canonical = canonical::canonical(kind, &passed);
    if outcome == Outcome::Accepted {
        let enrichment = Enrichment::between(&event, &passed);
        own.extend(enrichment.findings());
        let context = &mut canonical.context;
        context.insert("enrichment".into(), enrichment.shown());
    }
    Event {
        name: if kind == "track" {
            text("event")
        } else {
            text("name")
        },
        outcome,
        user_id: id_of("userId"),
        anonymous_id: id_of("anonymousId"),
        session_id: session_id(&event),
        message_id: id_of("messageId"),
        timestamp: findings::timestamp(&passed),
        consent: consent::decisions(&event),
        findings: own,
        canonical,
        // An event without a type came as `event`, by its path or in a batch.
        ..Event::new(
            if kind.is_empty() { "event" } else { kind },
            Value::Object(event),
        )
    }
}

/// `context.sessionId`, or Google Analytics' session if there is just one.
fn session_id(event: &Map<String, Value>) -> Option<String> {
    let context = event.get("context")?;
    if let Some(id) = context.get("sessionId").and_then(id_text) {
        return Some(id);
    }
    let sessions = context.pointer("/clientIds/ga4/sessionIds")?.as_object()?;
    let mut ids = sessions.values();
    match (ids.next(), ids.next()) {
        (Some(id), None) => id_text(id),
        _ => None,
    }
}
