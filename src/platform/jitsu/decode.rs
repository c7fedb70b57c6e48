use serde_json::{Map, Value};

use super::auth::{Credentials, Sender};
use super::judge::{self, Batch, Fate, Item, Single};
use super::reason::Reason;
use super::respond::outcome_of;
use super::routes::{PATHS, Route, route};
use super::{canonical, consent, enrich, findings, kinds, parse};
use crate::event::{Event, Finding, Outcome};
use crate::platform::{Call, Decoded};

/// The events in a request to Jitsu, and what is worth telling about it.
pub fn decode(call: Call) -> Decoded {
    match route(&call.request.method, call.path) {
        Route::Event { kind, s2s } => single(call, &kind, s2s),
        Route::Batch { s2s } => batch(call, s2s),
        Route::Redirect { path } => Decoded {
            findings: vec![
                kinds::TRAILING_SLASH
                    .says("The path ends with a slash.")
                    .expected(path)
                    .got(call.path),
            ],
            ..Decoded::default()
        },
        Route::None => Decoded {
            findings: vec![no_route(call)],
            ..Decoded::default()
        },
        Route::Settings { .. } | Route::Preflight | Route::Health | Route::Robots => {
            Decoded::default()
        }
    }
}

fn single(call: Call, path_kind: &str, s2s: bool) -> Decoded {
    let judged = judge::single(call, path_kind, s2s);
    let mut own = Vec::new();
    let mut told = of_request(
        call,
        judged.credentials.as_ref(),
        judged.sender.as_ref(),
        s2s,
    );
    if parse::says_gzip(call.request) {
        told.push(
            kinds::GZIP_SINGLE
                .says("A single event is not unpacked.")
                .got("gzip"),
        );
    }
    if path_kind == "batch" {
        told.push(
            kinds::NOT_A_BATCH_PATH
                .says("This path takes one event of type `batch`, which does not exist.")
                .expected("/v1/batch or /api/s/s2s/batch"),
        );
    }
    if let Some((reason, status)) = &judged.refusal {
        own.push(findings::of_reason(reason, *status));
    }
    let Single {
        event: Some(event), ..
    } = &judged
    else {
        told.append(&mut own);
        return Decoded {
            events: Vec::new(),
            findings: told,
        };
    };
    let keyless = matches!(judged.refusal, Some((Reason::MissingKey(_), _)));
    if keyless && event.get("writeKey").is_some_and(Value::is_string) {
        own.push(
            kinds::BODY_KEY_IGNORED
                .says("Jitsu does not look at writeKey in a single event.")
                .at("/writeKey"),
        );
    }
    if let Some(sent) = event.get("type").and_then(Value::as_str)
        && path_kind != "batch"
        && sent != judged.kind
    {
        own.push(
            kinds::TYPE_OVERRIDDEN
                .says(format!("Taken as {}, by the path.", judged.kind))
                .at("/type")
                .expected(judged.kind.clone())
                .got(sent),
        );
    }
    let outcome = match &judged.refusal {
        Some((_, status)) => outcome_of(*status),
        None => Outcome::Accepted,
    };
    let id = call.moment.id(0).to_string();
    Decoded {
        events: vec![built(
            call,
            event,
            (&judged.kind, &id),
            outcome,
            judged.sender.as_ref(),
            own,
        )],
        findings: told,
    }
}

fn batch(call: Call, s2s: bool) -> Decoded {
    let judged = judge::batch(call, s2s);
    let Batch {
        credentials,
        sender,
        ..
    } = &judged;
    let mut told = of_request(call, credentials.as_ref(), sender.as_ref(), s2s);
    told.extend(findings::of_datafly_key(
        credentials.as_ref(),
        sender.as_ref(),
    ));
    if let Some((reason, status)) = &judged.refusal {
        told.push(findings::of_reason(reason, *status));
    }
    Decoded {
        events: judged
            .items
            .iter()
            .filter_map(|item| of_batch(call, item, sender.as_ref()))
            .collect(),
        findings: told,
    }
}

fn of_batch(call: Call, item: &Item, sender: Option<&Sender>) -> Option<Event> {
    let event = item.event.as_ref()?;
    let mut own: Vec<Finding> = match &item.fate {
        Fate::Refused(reason) => vec![findings::of_reason(reason, 200)],
        Fate::Deduplicated => {
            vec![kinds::DEDUPLICATED.says("An earlier event of this batch is the same.")]
        }
        Fate::Taken | Fate::NotReached => Vec::new(),
    };
    own.extend(item.replaced.iter().map(|key| {
        kinds::CONTEXT_NOT_MERGED
            .says(format!("The event's {key} replaces the batch's."))
            .at(format!("/context/{key}"))
    }));
    let outcome = item.fate.outcome();
    Some(built(
        call,
        event,
        (&item.kind, &item.id),
        outcome,
        sender,
        own,
    ))
}

fn of_request(
    call: Call,
    key: Option<&Credentials>,
    sender: Option<&Sender>,
    s2s: bool,
) -> Vec<Finding> {
    match key {
        Some(key) => findings::of_key(call.request, key, sender, s2s),
        None => Vec::new(),
    }
}

fn built(
    call: Call,
    event: &Map<String, Value>,
    (kind, id): (&str, &str),
    outcome: Outcome,
    sender: Option<&Sender>,
    mut own: Vec<Finding>,
) -> Event {
    let text = |key: &str| event.get(key).and_then(Value::as_str).map(str::to_string);
    own.extend(findings::of_event(event, sender));
    let enriched = match sender {
        Some(sender) => enrich::enriched(event, call.request, sender.ingest, kind, id),
        None => event.clone(),
    };
    Event {
        name: if kind == "track" {
            text("event")
        } else {
            text("name")
        },
        outcome,
        user_id: text("userId"),
        anonymous_id: text("anonymousId"),
        session_id: session_id(event),
        message_id: text("messageId"),
        timestamp: findings::timestamp(event),
        consent: consent::decisions(event),
        findings: own,
        canonical: canonical::canonical(kind, &enriched),
        // An event without a type came as `event`, by its path or in a batch.
        ..Event::new(
            if kind.is_empty() { "event" } else { kind },
            Value::Object(event.clone()),
        )
    }
}

/// `context.sessionId`, or Google Analytics' session if there is just one.
fn session_id(event: &Map<String, Value>) -> Option<String> {
    let context = event.get("context")?;
    if let Some(id) = context.get("sessionId").and_then(Value::as_str) {
        return Some(id.to_string());
    }
    let sessions = context.pointer("/clientIds/ga4/sessionIds")?.as_object()?;
    let mut ids = sessions.values();
    match (ids.next(), ids.next()) {
        (Some(Value::String(id)), None) => Some(id.clone()),
        _ => None,
    }
}

fn no_route(call: Call) -> Finding {
    let method = call.request.method.as_str();
    match PATHS.iter().find(|known| known.matches(call.path)) {
        Some(known) => kinds::NO_ROUTE
            .says(format!("Jitsu has {} for another method.", known.path))
            .expected(known.methods.join(" or "))
            .got(method),
        None => kinds::NO_ROUTE
            .says("Jitsu has no such path.")
            .got(format!("{method} {}", call.path)),
    }
}
