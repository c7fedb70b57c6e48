use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::to_text;
use crate::store::{JournalRow, RowKind};

/// The format of the lines that this eventpit writes, and the newest that it reads.
pub const FORMAT: u32 = 1;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The first: what this is.
    Recording,
    /// A workspace that the lines after it name by its hash.
    Workspace,
    /// A request and its answer.
    Request,
    /// The answer to a request did not reach its client.
    Undelivered,
    /// A debug session was started or ended.
    DebugSession,
    /// A workspace came into force.
    Reload,
    /// The last: everything before it is there.
    End,
}

/// A line of an export in NDJSON. Each kind has some of the members; what is null is left out.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What it is.
    pub kind: Kind,
    /// Recording: the format of the lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<u32>,
    /// Recording: the random id of the recording.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
    /// Recording and end: how many requests there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests: Option<u64>,
    /// Recording: whether personal data, keys and cookies were masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked: Option<bool>,
    /// Its cursor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<i64>,
    /// When: RFC 3339 in UTC, with microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Undelivered: the cursor of the request. Reload: from which cursor on its plans judge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refers: Option<i64>,
    /// The test session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The fate of the request, as the platform judged it when it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The address that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<String>,
    /// The method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The query as sent, without `?`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Header lines: `[[name, value], …]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<Box<RawValue>>,
    /// The body as it came over the wire, where it is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The body in base64, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_base64: Option<String>,
    /// Its true length in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_length: Option<i64>,
    /// Whether that is all of it, and why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_state: Option<String>,
    /// What was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<LineAnswer>,
    /// From its head to the answer being handed to the journal, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_us: Option<i64>,
    /// Request: what the verdict needed besides request and workspace. Debug session: what was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moment: Option<Box<RawValue>>,
    /// The hash of the workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<String>,
    /// Workspace: its files, by their names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Box<RawValue>>,
    /// The eventpit that recorded it, or that wrote this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// An answer in a line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineAnswer {
    /// The status code; 0 if nothing was answered.
    pub status: i64,
    /// Header lines: `[[name, value], …]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<Box<RawValue>>,
    /// The body, where it is UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The body in base64, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_base64: Option<String>,
}

impl Line {
    /// One of that kind with nothing in it.
    pub fn new(kind: Kind) -> Line {
        Line {
            kind,
            format: None,
            recording: None,
            requests: None,
            masked: None,
            cursor: None,
            at: None,
            refers: None,
            session: None,
            platform: None,
            source: None,
            outcome: None,
            peer: None,
            method: None,
            path: None,
            query: None,
            headers: None,
            body: None,
            body_base64: None,
            body_length: None,
            body_state: None,
            answer: None,
            took_us: None,
            moment: None,
            workspace: None,
            files: None,
            version: None,
        }
    }

    /// That of a row; none for a row that is not carried.
    pub fn of(row: JournalRow) -> Option<Line> {
        let kind = match RowKind::of(row.kind)? {
            RowKind::Request => Kind::Request,
            RowKind::Undelivered => Kind::Undelivered,
            RowKind::DebugSession => Kind::DebugSession,
            RowKind::Reload => Kind::Reload,
        };
        let (body, body_base64) = row.body.map_or((None, None), to_text);
        let (text, base64) = row.answer_body.map_or((None, None), to_text);
        let answer = row.status.map(|status| LineAnswer {
            status,
            headers: row.answer_headers.and_then(raw),
            body: text,
            body_base64: base64,
        });
        Some(Line {
            cursor: Some(row.cursor),
            at: Some(time(row.at)),
            refers: row.refers,
            session: row.session,
            platform: row.platform,
            source: row.source,
            outcome: row.outcome,
            peer: row.peer,
            method: row.method,
            path: row.path,
            query: row.query,
            headers: row.headers.and_then(raw),
            body,
            body_base64,
            body_length: row.body_length,
            body_state: row.body_state,
            answer,
            took_us: row.took_us,
            moment: row.moment.and_then(raw),
            workspace: row.workspace,
            version: row.version,
            ..Line::new(kind)
        })
    }

    /// Adds it to a text, with the end of the line.
    pub fn write(&self, text: &mut Vec<u8>) {
        // A text of its own cannot fail to be written to.
        drop(serde_json::to_writer(&mut *text, self));
        text.push(b'\n');
    }
}

/// JSON as it stands. What is kept as JSON has no line breaks; were it none at all, it would be left
/// out.
pub fn raw(json: String) -> Option<Box<RawValue>> {
    RawValue::from_string(json).ok()
}

/// A time with all its digits.
fn time(micros: i64) -> String {
    let time = jiff::Timestamp::from_microsecond(micros);
    time.map(|time| format!("{time:.6}")).unwrap_or_default()
}
