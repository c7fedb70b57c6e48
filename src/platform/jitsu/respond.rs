use serde_json::{Map, Value, json};

use super::auth::Ingest;
use super::judge::{self, Batch, Fate, Single};
use super::routes::{Route, route};
use super::{cors, device, parse, pixel_answer, script};
use crate::capture::Answer;
use crate::event::Outcome;
use crate::platform::{Call, Reply};

/// Jitsu's answer.
pub fn respond(call: Call) -> Reply {
    let request = call.request;
    let answer = match route(&request.method, call.path) {
        Route::Event { kind, s2s } => {
            let judged = judge::single(call, &kind, s2s, parse::answered);
            return single(call, &judged, s2s);
        }
        Route::Pixel { kind } => return pixel(call, &judge::pixel(call, &kind)),
        Route::Batch { s2s } => return batch(call, &judge::batch(call, s2s)),
        Route::Settings { key } => cors::allow(settings(&key), request),
        Route::Script => script::answer(call),
        Route::Preflight => cors::allow(Answer::empty(200), request),
        Route::Health => json_answer(200, json!({"status": "pass"})),
        Route::Robots => Answer::new(200, "text/plain", "User-agent: *\nDisallow: /\n"),
        Route::Redirect { path } => redirect(call, &path),
        Route::None => {
            return Reply {
                answer: Answer::new(404, "text/plain", "404 page not found"),
                outcome: Outcome::Rejected,
                source: None,
            };
        }
    };
    Reply {
        answer,
        outcome: Outcome::Served,
        source: None,
    }
}

/// The fate that a refusal with this status means.
pub fn outcome_of(status: u16) -> Outcome {
    if (200..300).contains(&status) {
        Outcome::Dropped
    } else {
        Outcome::Rejected
    }
}

fn single(call: Call, judged: &Single, s2s: bool) -> Reply {
    let (status, body, outcome) = match (&judged.refusal, &judged.sender, &judged.event) {
        (Some((reason, status)), ..) => (
            *status,
            json!({"error": reason.to_string()}),
            outcome_of(*status),
        ),
        (None, Some(sender), Some(event)) if !s2s && sender.ingest == Ingest::Browser => (
            200,
            device::answer(sender.site, &judged.kind, event),
            Outcome::Accepted,
        ),
        _ => (200, json!({"ok": true}), Outcome::Accepted),
    };
    Reply {
        answer: cors::allow(json_answer(status, body), call.request),
        outcome,
        source: judged.sender.map(|sender| sender.site.id.clone()),
    }
}

fn pixel(call: Call, judged: &Single) -> Reply {
    Reply {
        answer: pixel_answer::answer(call, judged),
        outcome: match &judged.refusal {
            Some((_, status)) => outcome_of(*status),
            None => Outcome::Accepted,
        },
        source: judged.sender.map(|sender| sender.site.id.clone()),
    }
}

fn batch(call: Call, judged: &Batch) -> Reply {
    let (status, body, outcome) = match &judged.refusal {
        Some((reason, status)) => (
            *status,
            json!({"error": reason.to_string()}),
            outcome_of(*status),
        ),
        None => (
            200,
            batch_body(judged),
            Outcome::of_batch(judged.items.iter().map(|item| item.fate.outcome())),
        ),
    };
    Reply {
        answer: cors::allow(json_answer(status, body), call.request),
        outcome,
        source: judged.sender.map(|sender| sender.site.id.clone()),
    }
}

/// Keys in alphabetical order, as Go writes a map (observed).
fn batch_body(judged: &Batch) -> Value {
    let items = &judged.items;
    let count = |fate: &Fate| items.iter().filter(|item| item.fate == *fate).count();
    let copies = count(&Fate::Deduplicated);
    let errors: Vec<String> = items
        .iter()
        .filter_map(|item| match &item.fate {
            Fate::Refused(reason) => Some(format!("Message ID: {}: {reason}", item.id)),
            _ => None,
        })
        .collect();
    let mut body = Map::new();
    if copies > 0 {
        body.insert("deduplicatedEvents".into(), copies.into());
    }
    let ok = errors.is_empty();
    if !ok {
        body.insert("errors".into(), errors.into());
    }
    body.insert("ok".into(), ok.into());
    body.insert("okEvents".into(), count(&Fate::Taken).into());
    if copies > 0 {
        body.insert("processedEvents".into(), (items.len() - copies).into());
    }
    body.insert("receivedEvents".into(), items.len().into());
    body.into()
}

/// The settings that Segment's SDK asks for. The key is not checked, and it is written as it is,
/// quotes and all (observed).
fn settings(key: &str) -> Answer {
    let every = json!({"__default": {"enabled": true}});
    let plan = json!({"track": every, "identify": every, "group": every});
    let body = format!(
        "{{\"integrations\":{{\"Segment.io\":{{\"apiKey\":\"{key}\",\"versionSettings\":\
         {{\"version\":\"4.4.7\",\"componentTypes\":[\"browser\"]}}}}}},\"plan\":{plan},\
         \"analyticsNextEnabled\":true}}"
    );
    Answer::new(200, "application/json", body).header("cache-control", "public, max-age=86400")
}

/// 307, or 301 to a GET with a line of HTML (observed for POST; the framework's code for GET). The
/// mount goes back in front, so that a client that follows stays on this platform.
fn redirect(call: Call, path: &str) -> Answer {
    let query = match call.request.query.as_str() {
        "" => String::new(),
        query => format!("?{query}"),
    };
    let to = format!("{}{path}{query}", call.mount);
    if call.request.method != "GET" {
        return Answer::empty(307).header("location", to);
    }
    let shown = to.replace('&', "&amp;").replace('"', "&#34;");
    let page = format!("<a href=\"{shown}\">Moved Permanently</a>.\n\n");
    Answer::new(301, "text/html; charset=utf-8", page).header("location", to)
}

/// JSON as Go writes it: what could end a script element is escaped.
fn json_answer(status: u16, body: Value) -> Answer {
    let mut body = body.to_string();
    if body.contains(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        body = body
            .replace('<', "\\u003c")
            .replace('>', "\\u003e")
            .replace('&', "\\u0026")
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029");
    }
    Answer::new(status, "application/json; charset=utf-8", body)
}

impl Fate {
    /// The same in the words of all platforms: the answer to a batch is a success whatever
    /// becomes of its events.
    pub fn outcome(&self) -> Outcome {
        match self {
            Fate::Taken => Outcome::Accepted,
            Fate::Deduplicated | Fate::Refused(_) => Outcome::Dropped,
            Fate::NotReached => Outcome::Rejected,
        }
    }
}
