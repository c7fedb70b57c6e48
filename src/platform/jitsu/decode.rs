use serde_json::Value;

use super::auth::{Credentials, Sender};
use super::judge::{self, Fate, Item, Single};
use super::reason::Reason;
use super::respond::outcome_of;
use super::routes::{Route, route};
use super::{event, findings, kinds, parse, script, validate};
use crate::event::{Event, Finding, Outcome};
use crate::platform::json::pointer_step;
use crate::platform::{Call, Decoded};

/// The events in a request to Jitsu, and what is worth telling about it.
pub fn decode(call: Call) -> Decoded {
    match route(&call.request.method, call.path) {
        Route::Event { kind, s2s } => single(call, &kind, s2s),
        Route::Pixel { kind } => pixel(call, &kind),
        Route::Batch { s2s } => batch(call, s2s),
        Route::Redirect { path } => Decoded {
            findings: vec![
                kinds::TRAILING_SLASH
                    .says("the path ends with a slash")
                    .expected(path)
                    .got(call.path),
            ],
            ..Decoded::default()
        },
        Route::None => Decoded {
            findings: vec![findings::no_route(call)],
            ..Decoded::default()
        },
        Route::Script => Decoded {
            findings: script::finding(call).into_iter().collect(),
            ..Decoded::default()
        },
        Route::Settings { .. } | Route::Preflight | Route::Health | Route::Robots => {
            Decoded::default()
        }
    }
}

fn single(call: Call, path_kind: &str, s2s: bool) -> Decoded {
    let judged = judge::single(call, path_kind, s2s, parse::event);
    let mut told = of_request(
        call,
        judged.credentials.as_ref(),
        judged.sender.as_ref(),
        s2s,
    );
    if parse::says_gzip(call.request) {
        told.push(
            kinds::GZIP_SINGLE
                .says("a single event is not unpacked")
                .got("gzip"),
        );
    }
    let own = judged.refusal.as_ref();
    let own = own.map(|(reason, _)| findings::of_reason(reason));
    one(call, path_kind, judged, told, own)
}

fn pixel(call: Call, path_kind: &str) -> Decoded {
    let judged = judge::pixel(call, path_kind);
    let told = of_request(
        call,
        judged.credentials.as_ref(),
        judged.sender.as_ref(),
        false,
    );
    let own = findings::of_pixel(call, &judged);
    one(call, path_kind, judged, told, own)
}

/// The event of a single request; `own` is what its fate tells.
fn one(
    call: Call,
    path_kind: &str,
    judged: Single,
    mut told: Vec<Finding>,
    own: Option<Finding>,
) -> Decoded {
    let mut own: Vec<Finding> = own.into_iter().collect();
    if path_kind == "batch" {
        told.push(
            kinds::NOT_A_BATCH_PATH
                .says("this path takes one event of the type batch, which does not exist")
                .expected("/v1/batch or /api/s/s2s/batch"),
        );
    }
    if matches!(judged.refusal, Some((Reason::UnknownType(_), _)))
        && !validate::is_left_to_event(path_kind)
    {
        own = own.into_iter().map(|finding| finding.at("")).collect();
    }
    let Single {
        event: Some(event),
        refusal,
        kind,
        sender,
        ..
    } = judged
    else {
        told.append(&mut own);
        return Decoded {
            findings: told,
            ..Decoded::default()
        };
    };
    let keyless = matches!(refusal, Some((Reason::MissingKey(_), _)));
    if keyless && event.get("writeKey").is_some_and(Value::is_string) {
        own.push(
            kinds::BODY_KEY_IGNORED
                .says("Jitsu does not look at writeKey in a single event")
                .at("/writeKey"),
        );
    }
    if let Some(sent) = event.get("type").and_then(Value::as_str)
        && path_kind != "batch"
        && sent != kind
    {
        own.push(
            kinds::TYPE_OVERRIDDEN
                .says(format!("the type is {}, by the path", kind))
                .at("/type")
                .expected(kind.clone())
                .got(sent),
        );
    }
    let outcome = match &refusal {
        Some((_, status)) => outcome_of(*status),
        None => Outcome::Accepted,
    };
    let id = call.moment.id(0).to_string();
    Decoded {
        events: vec![event::read(
            call,
            event,
            (&kind, &id),
            outcome,
            sender.as_ref(),
            own,
        )],
        findings: told,
        debug: None,
    }
}

fn batch(call: Call, s2s: bool) -> Decoded {
    let judged = judge::batch(call, s2s);
    let mut told = of_request(
        call,
        judged.credentials.as_ref(),
        judged.sender.as_ref(),
        s2s,
    );
    told.extend(findings::of_datafly_key(
        judged.credentials.as_ref(),
        judged.sender.as_ref(),
    ));
    match &judged.refusal {
        Some((reason, _)) => told.push(findings::of_reason(reason)),
        None if judged.items.is_empty() => {
            let finding = kinds::EMPTY_BATCH.says("the batch has no event");
            told.push(finding.at("/batch"));
        }
        None => {}
    }
    let (is_refused, sender) = (judged.refusal.is_some(), judged.sender.as_ref());
    let items = judged.items.into_iter();
    Decoded {
        events: items
            .filter_map(|item| of_batch(call, is_refused, sender, item))
            .collect(),
        findings: told,
        debug: None,
    }
}

fn of_batch(call: Call, is_refused: bool, sender: Option<&Sender>, item: Item) -> Option<Event> {
    let event = item.event?;
    let mut own: Vec<Finding> = match &item.fate {
        Fate::Refused(reason) => vec![findings::of_reason(reason)],
        Fate::Deduplicated => {
            vec![kinds::DEDUPLICATED.says("an earlier event of this batch is the same")]
        }
        Fate::Taken | Fate::NotReached => Vec::new(),
    };
    own.extend(item.replaced.iter().map(|key| {
        kinds::CONTEXT_NOT_MERGED
            .says(format!("the event's {key} replaces the batch's"))
            .at(format!("/context/{}", pointer_step(key)))
    }));
    let outcome = match item.fate.outcome() {
        // An event before a null, on which Jitsu crashes: its loss is answered with an error.
        Outcome::Dropped if is_refused => Outcome::Rejected,
        outcome => outcome,
    };
    Some(event::read(
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
