use bytes::Bytes;
use rusqlite::{Connection, Row, params};

use super::Exchange;
use super::entry::column;
use crate::capture::{Answer, Body, BodyState, BrokenOff, Request};
use crate::event::Outcome;
use crate::platform::Platform;

/// What a row of the journal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A request and its answer.
    Request,
    /// An answer that was not delivered.
    Undelivered,
    /// A debug session that was started or ended.
    DebugSession,
    /// A workspace that came into force.
    Reload,
}

impl RowKind {
    /// All that are carried from one recording into another.
    const ALL: [RowKind; 4] = [
        RowKind::Request,
        RowKind::Undelivered,
        RowKind::DebugSession,
        RowKind::Reload,
    ];

    /// `entry.kind`.
    pub fn number(self) -> i64 {
        match self {
            RowKind::Request => 0,
            RowKind::Undelivered => 1,
            RowKind::DebugSession => 2,
            RowKind::Reload => 7,
        }
    }

    /// That of a number; none for what was done to the recording itself.
    pub fn of(number: i64) -> Option<RowKind> {
        RowKind::ALL
            .into_iter()
            .find(|kind| kind.number() == number)
    }
}

/// A row of the journal as it stands, column by column: what is carried from one recording into
/// another must not depend on what this eventpit understands of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JournalRow {
    /// Its cursor.
    pub cursor: i64,
    /// What it is: see [`RowKind`].
    pub kind: i64,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// The cursor that it is about.
    pub refers: Option<i64>,
    /// The test session.
    pub session: Option<String>,
    /// The platform.
    pub platform: Option<String>,
    /// The source.
    pub source: Option<String>,
    /// The fate of the request.
    pub outcome: Option<String>,
    /// The address that it came from.
    pub peer: Option<String>,
    /// The method.
    pub method: Option<String>,
    /// The path as sent.
    pub path: Option<String>,
    /// The query as sent, without `?`.
    pub query: Option<String>,
    /// The header lines as JSON: `[[name, value], …]`.
    pub headers: Option<String>,
    /// What is kept of the body.
    pub body: Option<Vec<u8>>,
    /// Its true length in bytes.
    pub body_length: Option<i64>,
    /// Whether that is all of it.
    pub body_state: Option<String>,
    /// The status answered.
    pub status: Option<i64>,
    /// The answer's header lines as JSON.
    pub answer_headers: Option<String>,
    /// The answer's body.
    pub answer_body: Option<Vec<u8>>,
    /// From its head to the answer being handed to the journal, in microseconds.
    pub took_us: Option<i64>,
    /// The moment as JSON; of a debug session, what was done.
    pub moment: Option<String>,
    /// The hash of the workspace.
    pub workspace: Option<String>,
    /// The eventpit that wrote it.
    pub version: Option<String>,
}

impl JournalRow {
    /// Reads a row that was selected with [`COLUMNS`](super::entry::COLUMNS).
    pub(super) fn read(row: &Row) -> Result<JournalRow, rusqlite::Error> {
        Ok(JournalRow {
            cursor: row.get(column::CURSOR)?,
            kind: row.get(column::KIND)?,
            at: row.get(column::AT)?,
            refers: row.get(column::REFERS)?,
            session: row.get(column::SESSION)?,
            platform: row.get(column::PLATFORM)?,
            source: row.get(column::SOURCE)?,
            outcome: row.get(column::OUTCOME)?,
            peer: row.get(column::PEER)?,
            method: row.get(column::METHOD)?,
            path: row.get(column::PATH)?,
            query: row.get(column::QUERY)?,
            headers: row.get(column::HEADERS)?,
            body: row.get(column::BODY)?,
            body_length: row.get(column::BODY_LENGTH)?,
            body_state: row.get(column::BODY_STATE)?,
            status: row.get(column::STATUS)?,
            answer_headers: row.get(column::ANSWER_HEADERS)?,
            answer_body: row.get(column::ANSWER_BODY)?,
            took_us: row.get(column::TOOK_US)?,
            moment: row.get(column::MOMENT)?,
            workspace: row.get(column::WORKSPACE)?,
            version: row.get(column::VERSION)?,
        })
    }

    /// Writes it as it stands.
    pub(super) fn insert(&self, db: &Connection) -> Result<(), rusqlite::Error> {
        db.prepare_cached(
            "INSERT INTO entry (cursor, kind, at, refers, session, platform, source, outcome, peer, \
             method, path, query, headers, body, body_length, body_state, status, answer_headers, \
             answer_body, took_us, moment, workspace, version) VALUES \
             (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23)",
        )?
        .execute(params![
            self.cursor,
            self.kind,
            self.at,
            self.refers,
            self.session,
            self.platform,
            self.source,
            self.outcome,
            self.peer,
            self.method,
            self.path,
            self.query,
            self.headers,
            self.body,
            self.body_length,
            self.body_state,
            self.status,
            self.answer_headers,
            self.answer_body,
            self.took_us,
            self.moment,
            self.workspace,
            self.version,
        ])?;
        Ok(())
    }

    /// About how many bytes it has.
    pub fn size(&self) -> usize {
        let body = self.body.as_ref().map_or(0, Vec::len);
        1024 + body + self.answer_body.as_ref().map_or(0, Vec::len)
    }

    /// The request and its answer, where it is one.
    pub fn exchange(self) -> Option<Exchange> {
        if self.kind != RowKind::Request.number() {
            return None;
        }
        let text = Option::<String>::unwrap_or_default;
        let state = self.body_state.as_deref().and_then(BodyState::parse);
        let platform = self.platform.as_deref().and_then(Platform::parse);
        let outcome = self.outcome.as_deref().and_then(Outcome::parse);
        Some(Exchange {
            request: Request {
                received_at: self.at,
                peer: text(self.peer),
                method: text(self.method),
                path: text(self.path),
                query: text(self.query),
                headers: parse(self.headers).unwrap_or_default(),
                body: Body {
                    bytes: Bytes::from(self.body.unwrap_or_default()),
                    length: u64::try_from(self.body_length.unwrap_or_default()).unwrap_or_default(),
                    state: state.unwrap_or(BodyState::Incomplete(BrokenOff::Unsaid)),
                },
            },
            session: text(self.session),
            platform,
            source: self.source,
            outcome: outcome.unwrap_or(Outcome::Rejected),
            answer: Answer {
                status: self
                    .status
                    .and_then(|it| u16::try_from(it).ok())
                    .unwrap_or_default(),
                headers: parse(self.answer_headers).unwrap_or_default(),
                body: Bytes::from(self.answer_body.unwrap_or_default()),
            },
            took_us: self.took_us.unwrap_or_default(),
            moment: parse(self.moment).unwrap_or_default(),
            workspace: text(self.workspace),
        })
    }

    /// The same row with another request and answer in it, such as masked ones.
    pub fn with(self, exchange: &Exchange) -> JournalRow {
        let json = |value: &Vec<(String, String)>| serde_json::to_string(value).ok();
        let (request, answer) = (&exchange.request, &exchange.answer);
        JournalRow {
            path: Some(request.path.clone()),
            query: Some(request.query.clone()),
            headers: json(&request.headers),
            body: Some(request.body.bytes.to_vec()),
            answer_headers: json(&answer.headers),
            answer_body: Some(answer.body.to_vec()),
            moment: serde_json::to_string(&exchange.moment).ok(),
            ..self
        }
    }
}

fn parse<T: serde::de::DeserializeOwned>(text: Option<String>) -> Option<T> {
    serde_json::from_str(&text?).ok()
}
