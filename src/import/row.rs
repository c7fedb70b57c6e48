use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::WrongLine;
use crate::capture::BodyState;
use crate::debug_session::DebugChange;
use crate::event::Outcome;
use crate::export::{Kind, Line, from_text};
use crate::platform::{MomentRecord, Platform};
use crate::route::usable;
use crate::store::{JournalRow, RowKind};
use crate::workspace::Files;

/// The largest cursor that is taken: a recording that grows by 40,000 requests a second has it
/// after twenty days.
const LARGEST: i64 = 1 << 36;

/// The row of a line that is none of the first, the last, and a workspace. Whatever it says, the
/// row can be read again: one that cannot would keep all that come after it from being explained.
pub fn row(line: Line, after: i64) -> Result<JournalRow, WrongLine> {
    let cursor = line.cursor.ok_or(WrongLine::Missing("cursor"))?;
    if cursor <= after || cursor > LARGEST {
        let expected = "a number above that of the line before, 68719476736 at most";
        return Err(bad("cursor", expected, &cursor.to_string()));
    }
    let at = line.at.as_deref().ok_or(WrongLine::Missing("at"))?;
    let time =
        micros(at).ok_or_else(|| bad("at", "a time as in 2026-11-21T10:14:09.123456Z", at))?;
    let kind = match line.kind {
        Kind::Request => RowKind::Request,
        Kind::Undelivered => RowKind::Undelivered,
        Kind::DebugSession => RowKind::DebugSession,
        Kind::Reload => RowKind::Reload,
        Kind::Recording | Kind::Workspace | Kind::End => {
            return Err(bad("kind", "it once, and in its place", "recording"));
        }
    };
    match kind {
        RowKind::Request => request(&line)?,
        RowKind::Undelivered => {
            let refers = line.refers.ok_or(WrongLine::Missing("refers"))?;
            if refers >= cursor || refers < 1 {
                let expected = "the cursor of the request, which comes before";
                return Err(bad("refers", expected, &refers.to_string()));
            }
        }
        RowKind::DebugSession => {
            json::<DebugChange>("moment", "what was done to a debug session", &line.moment)?;
        }
        RowKind::Reload => {
            let workspace = line.workspace.as_deref();
            workspace.ok_or(WrongLine::Missing("workspace"))?;
            if let Some(refers) = line.refers
                && !(1..=cursor).contains(&refers)
            {
                let expected =
                    "the cursor from which on events are judged anew, which comes before";
                return Err(bad("refers", expected, &refers.to_string()));
            }
        }
    }
    let base64 = |member, error: base64::DecodeError| WrongLine::Base64 { member, error };
    let body = from_text(line.body, line.body_base64);
    let body = body.map_err(|error| base64("body_base64", error))?;
    let (mut status, mut headers, mut answer_body) = (None, None, None);
    if let Some(answer) = line.answer {
        status = Some(answer.status);
        headers = answer.headers.map(text);
        let body = from_text(answer.body, answer.body_base64);
        answer_body = body.map_err(|error| base64("answer.body_base64", error))?;
    }
    Ok(JournalRow {
        cursor,
        kind: kind.number(),
        at: time,
        refers: line.refers,
        session: line.session,
        platform: line.platform,
        source: line.source,
        outcome: line.outcome,
        peer: line.peer,
        method: line.method,
        path: line.path,
        query: line.query,
        headers: line.headers.map(text),
        body,
        body_length: line.body_length,
        body_state: line.body_state,
        status,
        answer_headers: headers,
        answer_body,
        took_us: line.took_us,
        moment: line.moment.map(text),
        workspace: line.workspace,
        version: line.version,
    })
}

/// A time in microseconds since 1970; none if it cannot be exported again.
fn micros(at: &str) -> Option<i64> {
    let micros = at.parse::<jiff::Timestamp>().ok()?.as_microsecond();
    jiff::Timestamp::from_microsecond(micros)
        .ok()
        .map(|_| micros)
}

fn request(line: &Line) -> Result<(), WrongLine> {
    let there = |member, value: &Option<String>| match value {
        Some(_) => Ok(()),
        None => Err(WrongLine::Missing(member)),
    };
    there("peer", &line.peer)?;
    known("method", "a method, as POST", &line.method, is_token)?;
    there("path", &line.path)?;
    there("query", &line.query)?;
    let is_path = |path: &str| path.starts_with('/') || matches!(path, "" | "*");
    known("path", "a path that begins with /", &line.path, is_path)?;
    there("workspace", &line.workspace)?;
    one_body("body or body_base64", &line.body, &line.body_base64)?;
    let answer = line.answer.as_ref().ok_or(WrongLine::Missing("answer"))?;
    if !(0..1000).contains(&answer.status) {
        let expected = "a status, or 0 if nothing was answered";
        return Err(bad("answer.status", expected, &answer.status.to_string()));
    }
    let name = "answer.body or answer.body_base64";
    one_body(name, &answer.body, &answer.body_base64)?;
    line.took_us.ok_or(WrongLine::Missing("took_us"))?;
    let length = line.body_length.ok_or(WrongLine::Missing("body_length"))?;
    if length < 0 {
        return Err(bad("body_length", "a number of bytes", &length.to_string()));
    }
    headers("headers", &line.headers)?;
    headers("answer.headers", &answer.headers)?;
    json::<MomentRecord>("moment", "what the verdict needed", &line.moment)?;
    let session = "1 to 64 letters, digits, - and _";
    known("session", session, &line.session, usable)?;
    let outcome = |word: &str| Outcome::parse(word).is_some();
    known("outcome", "an outcome, as accepted", &line.outcome, outcome)?;
    let state = |word: &str| BodyState::parse(word).is_some();
    known(
        "body_state",
        "complete, truncated or incomplete",
        &line.body_state,
        state,
    )?;
    let platform = |word: &str| Platform::parse(word).is_some();
    match &line.platform {
        Some(_) => known(
            "platform",
            "jentis, jitsu, commanders-act or datafly",
            &line.platform,
            platform,
        ),
        None => Ok(()),
    }
}

/// Exactly one of the two ways in which a body is written.
fn one_body(
    name: &'static str,
    text: &Option<String>,
    base64: &Option<String>,
) -> Result<(), WrongLine> {
    match (text, base64) {
        (None, None) => Err(WrongLine::Missing(name)),
        (Some(_), Some(_)) => Err(WrongLine::Both(name)),
        _ => Ok(()),
    }
}

/// Header lines that a request can have: sent again, or as a line for curl, they stay lines.
fn headers(member: &'static str, value: &Option<Box<RawValue>>) -> Result<(), WrongLine> {
    let expected = "pairs of a header's name and its value";
    let lines: Vec<(String, String)> = json(member, expected, value)?;
    for (name, value) in lines {
        if !is_token(&name) {
            let expected = "names of letters, digits and !#$%&'*+-.^_`|~";
            return Err(bad(member, expected, &name));
        }
        if value.contains(['\r', '\n', '\0']) {
            return Err(bad(member, "values of one line", &value));
        }
    }
    Ok(())
}

/// Whether it is a token of HTTP (RFC 9110): a method, or a header's name.
fn is_token(text: &str) -> bool {
    let is_one = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_one)
}

/// The files of a workspace, if they are those of its hash.
pub fn workspace(line: Line) -> Result<(String, String), WrongLine> {
    let hash = line.workspace.ok_or(WrongLine::Missing("workspace"))?;
    let read: BTreeMap<String, String> = json("files", "the files by their names", &line.files)?;
    let files = line.files.map(text).unwrap_or_default();
    // Under another's hash they would explain what they did not judge.
    let expected = Files(read).hash();
    match expected == hash {
        true => Ok((hash, files)),
        false => Err(bad("workspace", "the hash of its files", &hash)),
    }
}

fn json<T: DeserializeOwned>(
    member: &'static str,
    expected: &'static str,
    value: &Option<Box<RawValue>>,
) -> Result<T, WrongLine> {
    let value = value.as_ref().ok_or(WrongLine::Missing(member))?.get();
    serde_json::from_str(value).map_err(|_| bad(member, expected, value))
}

fn known(
    member: &'static str,
    expected: &'static str,
    value: &Option<String>,
    is_known: impl Fn(&str) -> bool,
) -> Result<(), WrongLine> {
    let value = value.as_deref().ok_or(WrongLine::Missing(member))?;
    match is_known(value) {
        true => Ok(()),
        false => Err(bad(member, expected, value)),
    }
}

fn bad(member: &'static str, expected: &'static str, got: &str) -> WrongLine {
    WrongLine::Bad {
        member,
        expected,
        // As much as a person reads.
        got: got.chars().take(80).collect(),
    }
}

fn text(raw: Box<RawValue>) -> String {
    Box::<str>::from(raw).into()
}
