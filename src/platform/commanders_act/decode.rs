use serde_json::Value;

use super::super::json::id_text;
use super::super::reading::is_gzip;
use super::super::weight;
use super::super::{Call, Decoded};
use super::access::Access;
use super::body;
use super::canonical::canonical;
use super::consent::consent;
use super::format::{Format, first};
use super::judge::{Content, Item, judge};
use super::rate::over_rate;
use super::routes::{Asked, Target, asked, methods, target};
use super::sender;
use super::specification::anomalies;
use super::status::{Status, kept, status, valid};
use super::time::{overridden, timestamp};
use super::token::{TokenPlace, token};
use super::validate::validate;
use super::{kinds, limits};
use crate::event::{COMMON, Event, Finding};

/// The events in a request, and what is worth telling about it.
pub fn decode(call: Call) -> Decoded {
    let request = call.request;
    let Some(target) = target(call.path) else {
        let message = format!("Commanders Act has no {}", call.path);
        return only(
            kinds::UNKNOWN_PATH
                .says(message)
                .expected("/events or /events/batch"),
        );
    };
    match asked(&request.method, target) {
        Asked::Events => {}
        Asked::Preflight => return Decoded::default(),
        Asked::Nothing => {
            let message = format!("{} is not answered here", request.method);
            let expected = methods(target);
            return only(kinds::WRONG_METHOD.says(message).expected(expected));
        }
    }
    let text = body::text(request, &call.workspace.commanders_act.settings);
    let judgement = judge(call, target, &text);
    let mut findings = judgement.findings;
    // Why an event is lost is told of the event; of the request, if there is none to tell it of.
    if judgement.items.is_empty() {
        findings.extend(judgement.access.refusals.iter().cloned());
    }
    findings.extend(about_request(call, target, &judgement.access));
    let most = weight::most_events(request, 0);
    if judgement.items.len() > most {
        let finding = COMMON
            .events_left_out
            .says("only the first events are shown");
        let (shown, all) = (
            format!("{most} events"),
            format!("{} events", judgement.items.len()),
        );
        findings.push(finding.at("/batch").expected(shown).got(all));
    }
    let mut events = Vec::new();
    for item in judgement.items.into_iter().take(most) {
        if matches!(item.content, Content::Query(_)) && request.method == "POST" {
            findings.push(kinds::EVENT_FROM_QUERY.says("the event was read from the query"));
        }
        events.push(event(call, target, item, &judgement.access));
    }
    Decoded {
        events,
        findings,
        debug: None,
    }
}

fn only(finding: Finding) -> Decoded {
    Decoded {
        findings: vec![finding],
        ..Decoded::default()
    }
}

/// What is worth telling about the request besides the judgement itself.
fn about_request(call: Call, target: Target, access: &Access) -> Vec<Finding> {
    let request = call.request;
    let settings = &call.workspace.commanders_act.settings;
    let mut findings = Vec::new();
    match token(request, settings.other_token_places).map(|token| token.place) {
        Some(TokenPlace::Authorization) => findings.push(
            kinds::AUTHORIZATION_HEADER
                .says("the source key came in the Authorization header")
                .expected("token= in the query"),
        ),
        Some(TokenPlace::TcSkey) => findings.push(
            kinds::TC_SKEY
                .says("the source key came as tc_skey")
                .expected("token= in the query"),
        ),
        Some(TokenPlace::Query) | None => {}
    }
    let is_json = request.media_type() == "application/json";
    if request.method == "POST" && request.body.length > 0 && !is_json {
        let given = request.header("content-type").unwrap_or("no content type");
        findings.push(
            kinds::CONTENT_TYPE
                .says("the content type is not JSON's")
                .expected("application/json")
                .got(given),
        );
    }
    if request.method == "POST" && request.body.length > 0 && is_gzip(request) {
        findings.push(
            kinds::GZIP
                .says("the body came compressed with gzip")
                .expected("a body as it is")
                .got("Content-Encoding: gzip"),
        );
    }
    findings.extend(limits::near_request_limit(target, &request.body, settings));
    findings.extend(over_rate(call, access));
    findings
}

fn event(call: Call, target: Target, item: Item, access: &Access) -> Event {
    let mut findings = access.refusals.clone();
    findings.extend(item.finding);
    if !access.key_checked && access.refusals.is_empty() {
        findings.push(
            COMMON
                .key_not_checked
                .says("no Commanders Act source names a key"),
        );
    }
    let settings = &call.workspace.commanders_act.settings;
    let texts_only = matches!(item.content, Content::Query(_));
    let payload = match item.content {
        Content::Query(event) => Value::Object(event),
        Content::Json(text) => {
            if target == Target::Batch {
                findings.extend(limits::near_event_limit(text, settings));
            }
            serde_json::from_str(text).unwrap_or_else(|error| {
                let message = format!("eventpit cannot look into this event: {error}");
                findings.push(kinds::EVENT_UNREADABLE.says(message));
                Value::String(text.to_string())
            })
        }
    };
    let mut event = match payload.is_object() {
        true => {
            let anomalies = anomalies(&payload, texts_only);
            if access.refusals.is_empty() {
                match status(&anomalies, settings) {
                    Some((Status::InvalidAccepted, finding)) => findings.push(finding),
                    // Why an event is lost is told of it already.
                    Some((Status::InvalidRejected, _)) => {}
                    None => findings.extend(valid(&payload)),
                }
            }
            if !texts_only {
                findings.extend(sender::findings(call.request, &payload));
            }
            findings.extend(overridden(call.request, &payload, Format::of(&payload)));
            let kept = kept(&payload, &anomalies, settings);
            explained(payload, &kept, anomalies, &mut findings)
        }
        false => Event::new("event", payload),
    };
    event.outcome = item.outcome;
    event.findings = findings;
    event
}

/// An event whose payload is an object, with all that can be read from it; `kept` is what the
/// platform goes on with.
fn explained(
    payload: Value,
    kept: &Value,
    anomalies: Vec<Finding>,
    findings: &mut Vec<Finding>,
) -> Event {
    let format = Format::of(&payload);
    let text =
        |pointers: &[&'static str]| first(&payload, pointers).and_then(|(_, value)| id_text(value));
    let user = |field: &str| {
        let pointer = format.pointer(&format!("user/{field}"));
        payload.pointer(&pointer).and_then(id_text)
    };
    let name = text(format.names());
    let message_id = text(format.ids());
    findings.extend(validate(&payload, format, name.as_deref(), &anomalies));
    findings.extend(anomalies);
    if message_id.is_none() {
        findings.push(
            kinds::NO_EVENT_ID
                .says("the event has no context.event_id")
                .expected("an id of the event's own"),
        );
    }
    let (timestamp, about_time) = timestamp(&payload, format);
    let (consent, about_consent) = consent(&payload, format);
    findings.extend(about_time);
    findings.extend(about_consent);
    Event {
        user_id: user("id"),
        anonymous_id: user("consistent_anonymous_id"),
        session_id: text(&["/context/device/lifecycle/session_id"]),
        canonical: canonical(kept, format, name.as_deref()),
        name,
        message_id,
        timestamp,
        consent,
        ..Event::new("event", payload)
    }
}
