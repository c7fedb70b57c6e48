//! Test sessions: how a request names the slice of the recording that it belongs to.

use percent_encoding::percent_decode_str;

use crate::capture::{Answer, Request};
use crate::platform::SESSION_HEADER;

/// The session of a request that names none.
pub const DEFAULT_SESSION: &str = "default";

/// What a request says of its test session.
#[derive(Debug, PartialEq, Eq)]
pub struct Session<'a> {
    /// Its name.
    pub name: String,
    /// What names it at the front of the path: `/~NAME`, or empty.
    pub mount: &'a str,
    /// The rest of the path.
    pub path: &'a str,
    /// A name that cannot be used, if one was given.
    pub unusable: Option<String>,
}

/// Reads the test session off a request: `/~NAME/` in front of the path wins over the header,
/// the header over `NAME.localhost`.
pub fn session(request: &Request) -> Session<'_> {
    let (mount, path) = split(&request.path);
    let from_path = mount
        .strip_prefix("/~")
        .map(|name| percent_decode_str(name).decode_utf8_lossy());
    let named = from_path
        .map(|name| name.into_owned())
        .or_else(|| request.header(SESSION_HEADER).map(str::to_string))
        .or_else(|| request.header("host").and_then(of_host));
    match named {
        Some(name) if usable(&name) => Session {
            name,
            mount,
            path,
            unusable: None,
        },
        unusable => Session {
            name: DEFAULT_SESSION.into(),
            mount,
            path,
            unusable,
        },
    }
}

/// Lets a page name its test session in a header: the one thing that a preflight is answered
/// beyond what the platform allows, and only if it is asked for.
pub fn allow_session_header(answer: Answer, request: &Request) -> Answer {
    if request.method != "OPTIONS" || !request.asked_headers().any(|name| name == SESSION_HEADER) {
        return answer;
    }
    let headers = answer
        .headers
        .into_iter()
        .map(|(name, value)| match name.as_str() {
            "access-control-allow-headers" => (name, format!("{value}, {SESSION_HEADER}")),
            _ => (name, value),
        });
    Answer {
        headers: headers.collect(),
        ..answer
    }
}

fn split(path: &str) -> (&str, &str) {
    if !path.starts_with("/~") {
        return ("", path);
    }
    let end = path
        .get(1..)
        .and_then(|rest| rest.find('/'))
        .map_or(path.len(), |at| at + 1);
    let (mount, rest) = path.split_at(end);
    (mount, if rest.is_empty() { "/" } else { rest })
}

fn of_host(host: &str) -> Option<String> {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name.strip_suffix(".localhost")
        .filter(|name| !name.contains('.'))
        .map(str::to_string)
}

fn usable(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
