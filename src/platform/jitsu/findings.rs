use serde_json::{Map, Value};

use super::auth::{self, Credentials, Found, Ingest, Sender};
use super::judge::Single;
use super::reason::{MAX_SIZE, Reason};
use super::routes::{PATHS, is_left_out};
use super::{kinds, pixel_answer};
use crate::capture::Request;
use crate::event::{COMMON, Finding, epoch_millis, rfc3339};
use crate::platform::Call;
use crate::workspace::DataflySource;

/// What a refusal tells.
pub fn of_reason(reason: &Reason) -> Finding {
    match reason {
        Reason::ContentType(found) => kinds::CONTENT_TYPE
            .says("the content type is neither JSON nor plain text")
            .expected("application/json or text/plain")
            .got(found.clone()),
        Reason::Unparsable(words) => kinds::INVALID_JSON
            .says("the body cannot be read as JSON")
            .got(words.clone()),
        Reason::TooMany { events, most } => kinds::TOO_MANY
            .says("the batch has more events than eventpit can hold")
            .at("/batch")
            .expected(format!(
                "at most {most} events, with such headers and such a context"
            ))
            .got(format!("{events} events")),
        Reason::Null { .. } => kinds::NULL_EVENT
            .says("Jitsu crashes on null")
            .expected("an object")
            .got("null"),
        Reason::BadBase64 { at, .. } => kinds::BAD_BASIC.says(format!(
            "the Authorization header is no base64 from byte {at} on"
        )),
        Reason::MissingKey(_) => kinds::MISSING_KEY
            .says("there is no write key")
            .expected("a key in X-Write-Key"),
        Reason::UnknownKey(locator) => kinds::UNKNOWN_KEY
            .says("no site has the key")
            .got(locator.clone()),
        Reason::NoType => kinds::NO_TYPE.says("the event has no type").at("/type"),
        Reason::UnknownType(kind) => kinds::UNKNOWN_TYPE
            .says(format!("the type {kind} is unknown"))
            .at("/type")
            .expected("page, track, identify, group, alias or screen")
            .got(kind.clone()),
        Reason::NoName => kinds::NO_NAME
            .says("the event has no name")
            .at("/event")
            .expected("text"),
        Reason::LongName(name) => kinds::LONG_NAME
            .says("the event's name is too long")
            .at("/event")
            .expected("at most 128 bytes")
            .got(format!("{} bytes: {name}", name.len())),
        Reason::TooBig(size) => kinds::TOO_BIG
            .says("the event is too large")
            .expected(format!("at most {MAX_SIZE} bytes, with what Jitsu adds"))
            .got(format!("{size} bytes")),
        Reason::NoDestinations(site) => {
            kinds::NO_DESTINATIONS.says(format!("the site {site} has no destination for the event"))
        }
        Reason::OverQuota => kinds::OVER_QUOTA.says("the site's quota is used up"),
    }
}

/// What the fate of a pixel's event tells, and of the click that goes on.
pub fn of_pixel(call: Call, judged: &Single) -> Option<Finding> {
    match &judged.refusal {
        Some((Reason::Unparsable(words), _)) => Some(
            kinds::PIXEL_DATA
                .says("the parameter data cannot be read")
                .got(words.clone()),
        ),
        Some((Reason::Null { .. }, _)) => Some(
            kinds::PIXEL_DATA
                .says("the parameter data is null, on which Jitsu crashes")
                .got("null"),
        ),
        Some((reason, _)) => Some(of_reason(reason)),
        None => {
            let named = pixel_answer::named_destination(call, judged)?;
            let stays = pixel_answer::destination(call, judged).is_none();
            stays.then(|| {
                kinds::PIXEL_DESTINATION
                    .says("destination_url is not gone to")
                    .got(named)
            })
        }
    }
}

/// What a path or a method tells that Jitsu does not have.
pub fn no_route(call: Call) -> Finding {
    let method = call.request.method.as_str();
    if is_left_out(call.path) {
        return kinds::NOT_EMULATED
            .says(format!("eventpit has no {}, though Jitsu has", call.path));
    }
    match PATHS.iter().find(|known| known.matches(call.path)) {
        Some(known) => kinds::UNKNOWN_PATH
            .says(format!("Jitsu has {} for another method", known.path))
            .expected(known.methods.join(" or "))
            .got(method),
        None => kinds::UNKNOWN_PATH
            .says(format!("Jitsu has no {}", call.path))
            .got(format!("{method} {}", call.path)),
    }
}

/// What the key, and the way the site was found by it, tell.
pub fn of_key(
    request: &Request,
    key: &Credentials,
    sender: Option<&Sender>,
    s2s: bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if key.key.ends_with(['\n', '\r']) {
        findings.push(
            kinds::BASIC_NEWLINE
                .says("the decoded Authorization header ends with a line break")
                .expected(key.key.trim_end().to_string())
                .got(format!("{:?}", key.key)),
        );
    }
    if key.bearer {
        findings.push(kinds::BEARER.says("the key came as a bearer token"));
    }
    let odd = |name: &String| name != "writekey" && name.eq_ignore_ascii_case("writekey");
    let pairs = request.query_pairs();
    if let Some((name, _)) = pairs.into_iter().find(|(name, _)| odd(name)) {
        findings.push(
            kinds::QUERY_KEY_CASE
                .says(format!("the query parameter {name} is ignored"))
                .expected("writekey")
                .got(name),
        );
    }
    let Some(sender) = sender else {
        return findings;
    };
    if matches!(sender.found, Found::Domain | Found::SoleSite) {
        let why = match sender.found {
            Found::Domain => format!("the host {} belongs to it", auth::host(request)),
            _ => "it is the only one".to_string(),
        };
        findings.push(kinds::KEY_NOT_NEEDED.says(format!(
            "the event goes to the site {} because {why}, not by its key",
            sender.site.id
        )));
    }
    // Outside /api/s/s2s the documentation allows keys of both types.
    let by_key = sender.found == Found::Key && key.key.contains(':');
    if s2s && by_key && sender.ingest == Ingest::Browser {
        findings.push(
            kinds::KEY_TYPE
                .says("by its key the event is a browser's")
                .expected("a server's key")
                .got("a browser's key"),
        );
    }
    findings
}

/// What a batch tells that comes with a Datafly key which no Jitsu site has.
pub fn of_datafly_key(key: Option<&Credentials>, sender: Option<&Sender>) -> Option<Finding> {
    let key = key.filter(|key| DataflySource::is_key(&key.key))?;
    let known = sender.is_some_and(|sender| sender.found == Found::Key);
    (!known).then(|| {
        kinds::DATAFLY_KEY
            .says("the key looks like Datafly's, and Jitsu judged the batch")
            .expected("Authorization: Bearer dk_… on /datafly/v1/batch")
            .got(key.key.clone())
    })
}

/// What an event tells by itself, whatever becomes of it.
pub fn of_event(event: &Map<String, Value>, sender: Option<&Sender>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(sender) = sender.filter(|sender| sender.found == Found::AnyKey) {
        findings.push(COMMON.key_not_checked.says(format!(
            "no Jitsu site names a key; the event goes to the first site, {}",
            sender.site.id
        )));
    }
    if let Some(sent) = event.get("timestamp")
        && timestamp(event).is_none()
    {
        findings.push(
            COMMON
                .timestamp_unreadable
                .says("Jitsu does not check the timestamp and hands it on as it is")
                .at("/timestamp")
                .expected("2026-11-21T10:14:09.123Z")
                .got(sent.to_string()),
        );
    }
    if let Some(context) = event.get("context").filter(|context| !context.is_object()) {
        findings.push(
            kinds::CONTEXT_REPLACED
                .says("Jitsu replaces context by an empty object")
                .at("/context")
                .expected("an object")
                .got(context.to_string()),
        );
    }
    findings
}

/// When the event happened by its own word, in UTC.
pub fn timestamp(event: &Map<String, Value>) -> Option<String> {
    let sent = event.get("timestamp")?;
    sent.as_str()
        .and_then(rfc3339)
        .or_else(|| epoch_millis(sent))
}
