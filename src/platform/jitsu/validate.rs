use serde_json::{Map, Value};

use super::auth::{Credentials, Ingest, Sender};
use super::envelope;
use super::reason::{MAX_SIZE, Reason};
use crate::capture::Request;
use crate::platform::Call;

/// Jitsu's types, and the letters that stand for them in a path (observed).
const TYPES: &[(&str, &str)] = &[
    ("p", "page"),
    ("i", "identify"),
    ("t", "track"),
    ("g", "group"),
    ("a", "alias"),
    ("s", "screen"),
];

/// A track event's name has at most this many bytes; the answer calls them characters (observed).
const MAX_NAME: usize = 128;

/// Types of destinations that run in the browser (source: `ingest/destination_types.go`).
const DEVICE_TYPES: [&str; 4] = ["logrocket", "tag", "ga4-tag", "gtm"];

/// An event about to be judged.
pub struct Candidate<'a> {
    /// The event.
    pub event: &'a Map<String, Value>,
    /// Its type, as [`kind`] says.
    pub kind: &'a str,
    /// Its id, or the one that Jitsu gives it.
    pub id: String,
    /// How many bytes it was sent in, or the batch that it came in.
    pub length: usize,
    /// Whether the page that gets the answer can run destinations itself: neither a batch's nor a
    /// pixel's can.
    pub in_page: bool,
}

/// The type of an event: the path's, whatever the event says, unless the path leaves it to the
/// event (observed). Empty if there is none.
pub fn kind(path: &str, event: Option<&Map<String, Value>>) -> String {
    if is_left_to_event(path) {
        return text(event, "type").unwrap_or_default().to_string();
    }
    let long = TYPES.iter().find(|(letter, _)| *letter == path);
    long.map_or(path, |(_, kind)| kind).to_string()
}

/// Whether a path with that type leaves the type to the event.
pub fn is_left_to_event(path: &str) -> bool {
    path == "event" || path == "e"
}

/// The id by which Jitsu names an event: its own, with what it does not like replaced by `_` and
/// cut at 64 characters (observed).
pub fn message_id(event: &Map<String, Value>) -> Option<String> {
    let id = text(Some(event), "messageId")?;
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() || ".-_".contains(letter) {
            letter
        } else {
            '_'
        }
    };
    (!id.is_empty()).then(|| id.chars().take(64).map(plain).collect())
}

/// Why an event is not taken in, if it is not. That the quota comes last is inferred.
pub fn refusal(
    call: Call,
    sender: &Sender,
    key: &Credentials,
    candidate: &Candidate,
) -> Option<Reason> {
    let Candidate { event, kind, .. } = *candidate;
    let name = text(Some(event), "event").unwrap_or_default();
    if kind.is_empty() {
        return Some(Reason::NoType);
    }
    if !TYPES.iter().any(|(_, known)| *known == kind) {
        return Some(Reason::UnknownType(kind.to_string()));
    }
    if kind == "track" && name.is_empty() {
        return Some(Reason::NoName);
    }
    if kind == "track" && name.len() > MAX_NAME {
        return Some(Reason::LongName(name.to_string()));
    }
    if let Some(size) = oversize(call, sender, key, candidate) {
        return Some(Reason::TooBig(size));
    }
    let device_counts = candidate.in_page && sender.ingest == Ingest::Browser;
    let reached = |kind: &str| device_counts || !is_device(kind);
    let site = sender.site;
    if !site.destinations.iter().any(|to| reached(&to.kind)) {
        return Some(Reason::NoDestinations(site.id.clone()));
    }
    site.over_quota.then_some(Reason::OverQuota)
}

/// Whether a destination of that type runs in the browser.
pub fn is_device(kind: &str) -> bool {
    DEVICE_TYPES.contains(&kind)
}

/// Whether an event sent in so many bytes may turn out too big: most can't.
pub fn may_be_oversize(request: &Request, length: usize) -> bool {
    let headers = request.headers.iter();
    let headers: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
    // Writing JSON anew makes it six times longer at most.
    6 * (length + 2 * headers) + 4096 >= MAX_SIZE
}

fn oversize(
    call: Call,
    sender: &Sender,
    key: &Credentials,
    candidate: &Candidate,
) -> Option<usize> {
    if !may_be_oversize(call.request, candidate.length) {
        return None;
    }
    let size = envelope::size(
        candidate.event,
        call.request,
        sender,
        key,
        &call.workspace.jitsu.workspace_id,
        (candidate.kind, &candidate.id),
    );
    (size > MAX_SIZE).then_some(size)
}

fn text<'a>(event: Option<&'a Map<String, Value>>, key: &str) -> Option<&'a str> {
    event?.get(key)?.as_str()
}
