//! What a request asks of eventpit itself: the test session that it belongs to, and a fault.

use percent_encoding::percent_decode_str;

use crate::capture::{Answer, Request};
use crate::fault::{FAULT_HEADER, PATH_PREFIX};
use crate::platform::{OWN_HEADERS, SESSION_HEADER};

/// The session of a request that names none.
pub const DEFAULT_SESSION: &str = "default";

/// What a request says of its test session, and of a fault.
#[derive(Debug, PartialEq, Eq)]
pub struct Session<'a> {
    /// Its name.
    pub name: String,
    /// What names it at the front of the path: `/~NAME`, `/~fault=SPEC`, both, or empty.
    pub mount: &'a str,
    /// The rest of the path.
    pub path: &'a str,
    /// A name that cannot be used, if one was given.
    pub unusable: Option<String>,
    /// The fault that is asked for, if one is.
    pub fault: Option<String>,
}

/// Reads the test session off a request: `/~NAME/` in front of the path wins over the header,
/// the header over `NAME.localhost`. So with a fault, `/~fault=SPEC/` and its header.
pub fn session(request: &Request) -> Session<'_> {
    let (mut named, mut fault) = (None, None);
    let mut path = request.path.as_str();
    while let Some((word, rest)) = split(path) {
        let word = percent_decode_str(word).decode_utf8_lossy();
        match word.strip_prefix(PATH_PREFIX) {
            Some(spec) if fault.is_none() => fault = Some(spec.to_string()),
            None if named.is_none() => named = Some(word.into_owned()),
            _ => break,
        }
        path = rest;
    }
    // What is left is a part of the path, or the `/` that stands for nothing left.
    let taken = request.path.len().saturating_sub(path.len());
    let mount = match request.path.ends_with(path) {
        true => request.path.get(..taken).unwrap_or_default(),
        false => request.path.as_str(),
    };
    let fault = fault.or_else(|| request.header(FAULT_HEADER).map(str::to_string));
    let named = named
        .or_else(|| request.header(SESSION_HEADER).map(str::to_string))
        .or_else(|| request.header("host").and_then(of_host));
    match named {
        Some(name) if usable(&name) => Session {
            name,
            mount,
            path,
            unusable: None,
            fault,
        },
        unusable => Session {
            name: DEFAULT_SESSION.into(),
            mount,
            path,
            unusable,
            fault,
        },
    }
}

/// Lets a page name its test session, and ask for a fault, in a header: the one thing that a
/// preflight is answered beyond what the platform allows, and only if it is asked for.
pub fn allow_own_headers(answer: Answer, request: &Request) -> Answer {
    if request.method != "OPTIONS" {
        return answer;
    }
    let asked: Vec<String> = request.asked_headers().collect();
    let own = OWN_HEADERS.iter();
    let own: Vec<&str> = own
        .filter(|own| asked.iter().any(|name| name == *own))
        .copied()
        .collect();
    if own.is_empty() {
        return answer;
    }
    let own = own.join(", ");
    let headers = answer
        .headers
        .into_iter()
        .map(|(name, value)| match name.as_str() {
            "access-control-allow-headers" => (name, format!("{value}, {own}")),
            _ => (name, value),
        });
    Answer {
        headers: headers.collect(),
        ..answer
    }
}

/// What stands behind a `/~` at the front of a path, and the rest of the path.
fn split(path: &str) -> Option<(&str, &str)> {
    let word = path.strip_prefix("/~")?;
    Some(match word.find('/') {
        Some(end) => word.split_at(end),
        None => (word, "/"),
    })
}

fn of_host(host: &str) -> Option<String> {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name.strip_suffix(".localhost")
        .filter(|name| !name.contains('.'))
        .map(str::to_string)
}

/// Whether a session can have that name.
pub fn usable(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
