use serde_json::{Map, Value};

use super::auth::{self, Credentials, Ingest, Sender};
use super::reason::Reason;
use super::validate::{self, Candidate};
use super::{dedup, enrich, merge, parse, pixel};
use crate::capture::Request;
use crate::platform::Call;

/// What Jitsu makes of a single event.
#[derive(Debug)]
pub struct Single<'a> {
    /// The event as sent, as much of it as is read, if the body is one: read even if Jitsu does not
    /// look at it, to show what was lost.
    pub event: Option<Map<String, Value>>,
    /// Its type, or what stands in its place.
    pub kind: String,
    /// The key; `None` if it cannot be read.
    pub credentials: Option<Credentials>,
    /// The site, if it was found.
    pub sender: Option<Sender<'a>>,
    /// Why it was not taken in, and the status that says so.
    pub refusal: Option<(Reason, u16)>,
}

/// What Jitsu makes of a batch.
#[derive(Debug)]
pub struct Batch<'a> {
    /// Its events, in order.
    pub items: Vec<Item>,
    /// The key; `None` if it cannot be read.
    pub credentials: Option<Credentials>,
    /// The site, if it was found.
    pub sender: Option<Sender<'a>>,
    /// Why the whole batch was refused, and the status that says so.
    pub refusal: Option<(Reason, u16)>,
}

/// An event of a batch.
#[derive(Debug)]
pub struct Item {
    /// The event with what the batch adds to it; `None` for `null`.
    pub event: Option<Map<String, Value>>,
    /// Its type, or what stands in its place.
    pub kind: String,
    /// The id by which the answer names it.
    pub id: String,
    /// Keys of `context` whose object replaced the batch's.
    pub replaced: Vec<String>,
    /// What becomes of it.
    pub fate: Fate,
}

/// What becomes of an event of a batch.
#[derive(Debug, PartialEq, Eq)]
pub enum Fate {
    /// Taken in.
    Taken,
    /// Left out, as a copy of an earlier one.
    Deduplicated,
    /// Lost, and why.
    Refused(Reason),
    /// Lost, because the whole batch was refused.
    NotReached,
}

/// How much of an event is read: [`parse::event`] all of it, [`parse::answered`] what the answer needs.
pub type Read = fn(&Request) -> Result<Option<Map<String, Value>>, String>;

/// Judges a single event whose path has the type `kind`. The order of the checks is observed: bad
/// JSON beats a wrong key, a wrong key beats a wrong type.
pub fn single<'a>(call: Call<'a>, kind: &str, s2s: bool, read: Read) -> Single<'a> {
    let request = call.request;
    let parsed = read(request).map_err(|words| format!("{words}: {}", request.body_text()));
    let sent = Sent {
        content_type: content_type(call),
        repeats_body: true,
        length: request.body.bytes.len(),
        in_page: !s2s,
        parsed,
    };
    one(call, kind, s2s, sent)
}

/// Judges the event in a tracking pixel's query, like a browser's; whatever is wrong with it, the
/// status is 200 (observed).
pub fn pixel<'a>(call: Call<'a>, kind: &str) -> Single<'a> {
    let sent = Sent {
        content_type: None,
        parsed: pixel::event(call),
        repeats_body: false,
        length: call.request.query.len(),
        in_page: false,
    };
    let judged = one(call, kind, false, sent);
    Single {
        refusal: judged.refusal.map(|(reason, _)| (reason, 200)),
        ..judged
    }
}

/// A single event as it was sent.
struct Sent {
    /// What is wrong with the content type.
    content_type: Option<Reason>,
    /// The event, or the parser's words.
    parsed: Result<Option<Map<String, Value>>, String>,
    /// Whether the answer to bad base64 repeats the body.
    repeats_body: bool,
    /// How many bytes it has.
    length: usize,
    /// Whether the page that gets the answer can run destinations itself: none does on a server's
    /// path (source: `ingest/router_ingest_handler.go`).
    in_page: bool,
}

fn one<'a>(call: Call<'a>, kind: &str, s2s: bool, sent: Sent) -> Single<'a> {
    let request = call.request;
    let host = auth::host(request);
    let parsed = sent.parsed;
    let key = auth::credentials(request, "");
    let sender = key
        .as_ref()
        .ok()
        .and_then(|key| auth::sender(&call.workspace.jitsu, key, host, s2s, false));
    let id = call.moment.id(0).to_string();
    let path = Ingest::of_path(s2s);

    let mut judged = Single {
        kind: validate::kind(kind, parsed.as_ref().ok().and_then(Option::as_ref)),
        credentials: key.as_ref().ok().cloned(),
        sender,
        event: None,
        refusal: None,
    };
    let reason = match (sent.content_type, &parsed, &key, &sender) {
        (Some(reason), ..) => Some((reason, path)),
        (_, Err(words), ..) => Some((Reason::Unparsable(words.clone()), path)),
        (_, Ok(None), ..) => Some((null(call), path)),
        (_, _, Err(at), _) => {
            let body = sent.repeats_body;
            let body = body.then(|| request.body_text().into_owned());
            Some((Reason::BadBase64 { at: *at, body }, path))
        }
        (_, _, Ok(key), None) => Some((no_site(key, host, s2s), path)),
        (_, Ok(Some(event)), Ok(key), Some(sender)) => {
            // A server's key makes the answers those of a server's path.
            let ingest = if s2s { path } else { sender.ingest };
            let candidate = Candidate {
                event,
                kind: &judged.kind,
                id: validate::message_id(event).unwrap_or(id),
                length: sent.length,
                in_page: sent.in_page,
            };
            validate::refusal(call, sender, key, &candidate).map(|reason| (reason, ingest))
        }
    };
    judged.refusal = reason.map(|(reason, ingest)| {
        let status = reason.status(ingest);
        (reason, status)
    });
    judged.event = parsed.ok().flatten();
    judged
}

/// Judges a batch. Whatever is wrong with it as a whole has a real error status; what is wrong
/// with one event never has (observed).
pub fn batch<'a>(call: Call<'a>, s2s: bool) -> Batch<'a> {
    let request = call.request;
    let host = auth::host(request);
    let parsed = parse::batch(request);
    let body_key = parsed.as_ref().map(|(batch, _)| batch.write_key.as_str());
    let key = auth::credentials(request, body_key.unwrap_or_default());
    let sender = key
        .as_ref()
        .ok()
        .and_then(|key| auth::sender(&call.workspace.jitsu, key, host, s2s, true));
    let mut reason = match (content_type(call), &parsed, &key, sender) {
        (Some(reason), ..) => Some(reason),
        (_, Err(words), ..) => {
            let ips = enrich::client_ips(request);
            Some(Reason::Unparsable(format!("Client Ip: {ips}: {words}")))
        }
        (_, _, Err(at), _) => Some(Reason::BadBase64 {
            at: *at,
            body: None,
        }),
        (_, _, Ok(key), None) => Some(no_site(key, host, s2s)),
        _ => None,
    };
    let (mut parsed, length) = parsed.unwrap_or_default();
    let (events, most) = (parsed.batch.len(), merge::most_events(call, &parsed));
    if events > most {
        reason = reason.or(Some(Reason::TooMany { events, most }));
        parsed.batch.clear();
    }
    let mut items = merge::items(call, parsed);
    if let (None, Ok(key), Some(sender)) = (&reason, &key, &sender) {
        dedup::mark(&mut items, sender.site.deduplicate_window_ms);
        for item in &mut items {
            if item.fate == Fate::Deduplicated {
                continue;
            }
            let Some(event) = &item.event else {
                // The events before it are on their way already.
                reason = Some(null(call));
                break;
            };
            let candidate = Candidate {
                event,
                kind: &item.kind,
                id: item.id.clone(),
                length,
                in_page: false,
            };
            item.fate = match validate::refusal(call, sender, key, &candidate) {
                Some(reason) => Fate::Refused(reason),
                None => Fate::Taken,
            };
        }
    }
    Batch {
        items,
        credentials: key.ok(),
        sender,
        refusal: reason.map(|reason| {
            let status = reason.status(Ingest::S2s);
            (reason, status)
        }),
    }
}

/// The media type as far as the first space or semicolon, as Jitsu cuts it; upper and lower case
/// differ (the framework's code).
fn content_type(call: Call) -> Option<Reason> {
    let sent = call.request.header("content-type").unwrap_or_default();
    let media = sent.split([' ', ';']).next().unwrap_or_default();
    let fits = media.ends_with("application/json") || media.ends_with("text/plain");
    (!fits).then(|| Reason::ContentType(media.to_string()))
}

fn null(call: Call) -> Reason {
    Reason::Null {
        id: call.moment.id(0).simple().to_string(),
    }
}

fn no_site(key: &Credentials, host: &str, s2s: bool) -> Reason {
    let locator = auth::locator(key, host, s2s);
    if key.key.is_empty() {
        Reason::MissingKey(locator)
    } else {
        Reason::UnknownKey(locator)
    }
}
