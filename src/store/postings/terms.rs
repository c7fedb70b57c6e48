use std::sync::Arc;

use super::field::consent_value;
use super::{Field, Paths, Postings};
use crate::event::Event;
use crate::platform::Platform;
use crate::store::Exchange;

/// An event with what surrounds it, to be taken apart into values.
pub struct EventTerms<'a> {
    /// Its request and the answer.
    pub exchange: &'a Exchange,
    /// The event.
    pub event: &'a Event,
    /// Where its payload has something.
    pub has: &'a Arc<Paths>,
    /// Where its canonical form has.
    pub has_canonical: &'a Arc<Paths>,
    /// How its request was sent.
    pub transport: Option<&'a str>,
    /// Whether its id came before.
    pub duplicate: bool,
    /// Whether it is a double fire.
    pub double: bool,
}

/// Adds the values of an event to the postings of events, where it is the row at hand, and what a
/// request has by its events to those of requests.
pub fn event_terms(of: &EventTerms, events: &mut Postings, requests: &mut Postings) {
    let event = of.event;
    surroundings(of.exchange, of.transport, events);
    events.add(Field::Outcome, event.outcome.as_str());
    let mut both = |field: Field, value: &str| {
        events.add(field, value);
        requests.add(field, value);
    };
    both(Field::Type, &event.kind);
    let canonical = &event.canonical.name;
    both(Field::Name, &canonical.to_ascii_lowercase());
    if let Some(name) = &event.name {
        both(Field::Name, &name.to_ascii_lowercase());
    }
    both(Field::ShownName, event.name.as_ref().unwrap_or(canonical));
    for finding in &event.findings {
        both(Field::Finding, finding.kind.code);
    }
    for consent in &event.consent {
        both(Field::Decision, consent.decision.as_str());
        both(
            Field::Consent,
            &consent_value(&consent.id, consent.decision),
        );
    }
    for (id, column) in [
        (&event.user_id, "user_id"),
        (&event.anonymous_id, "anonymous_id"),
        (&event.session_id, "session_id"),
        (&event.message_id, "message_id"),
    ] {
        if id.is_some() {
            both(Field::Known, column);
        }
    }
    for (holds, field) in [(of.duplicate, Field::Duplicate), (of.double, Field::Double)] {
        if holds {
            both(field, "");
        }
    }
    for (field, paths) in [
        (Field::Has, of.has),
        (Field::HasCanonical, of.has_canonical),
    ] {
        events.add_paths(field, paths);
        requests.add_paths(field, paths);
    }
}

/// Adds a request's own values to the postings of requests, where it is the row at hand.
pub fn request_terms<'a>(
    exchange: &Exchange,
    outcome: &str,
    transport: Option<&str>,
    findings: impl Iterator<Item = &'a str>,
    requests: &mut Postings,
) {
    surroundings(exchange, transport, requests);
    requests.add(Field::Outcome, outcome);
    for code in findings {
        requests.add(Field::Finding, code);
    }
}

/// What an event has of its request.
fn surroundings(exchange: &Exchange, transport: Option<&str>, postings: &mut Postings) {
    postings.add(Field::Row, "");
    let seconds = exchange.request.received_at.div_euclid(1_000_000);
    postings.add(Field::Second, &Field::time(seconds));
    postings.add(Field::Minute, &Field::time(seconds.div_euclid(60)));
    let platform = exchange.platform.map(Platform::as_str);
    for (field, value) in [
        (Field::Platform, platform),
        (Field::Source, exchange.source.as_deref()),
        (Field::Session, Some(exchange.session.as_str())),
        (Field::Transport, transport),
    ] {
        if let Some(value) = value {
            postings.add(field, value);
        }
    }
    postings.add(Field::Status, &exchange.answer.status.to_string());
}
