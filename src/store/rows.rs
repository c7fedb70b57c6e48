use rusqlite::Row;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::EventId;
use crate::event::rfc3339_from_micros;

/// A recorded request, as a list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RequestRow {
    /// Its id: the cursor as text.
    pub id: String,
    /// Its cursor.
    pub cursor: i64,
    /// When its head came: RFC 3339 in UTC.
    pub received_at: String,
    /// The test session.
    pub session: String,
    /// The platform; null if none has the path.
    pub platform: Option<String>,
    /// The source, if one was found.
    pub source: Option<String>,
    /// The address it came from.
    pub peer: String,
    /// The method.
    pub method: String,
    /// The path as sent.
    pub path: String,
    /// The query as sent, without `?`.
    pub query: String,
    /// The status answered; 0 if nothing was, which only a fault does.
    pub status: u16,
    /// Its fate.
    pub outcome: String,
    /// How it was sent: `beacon`, `fetch`, `pixel` or `server`; inferred from its headers, null
    /// where they tell nothing.
    pub transport: Option<String>,
    /// From its head to the answer being handed to the recording, in microseconds.
    pub took_us: i64,
    /// Whether the answer reached the client's connection.
    pub delivered: bool,
    /// The length of its body in bytes.
    pub body_length: i64,
    /// `complete`, `incomplete` or `truncated`.
    pub body_state: String,
    /// How many events it carried.
    pub events: i64,
    /// What is worth telling about it: see the event's findings.
    #[schema(value_type = Vec<Object>)]
    pub findings: Value,
    /// The hash of the workspace that judged it.
    pub workspace: String,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct EventRow {
    /// Its id.
    pub id: String,
    /// The id of its request.
    pub request_id: String,
    /// The cursor of its request.
    pub cursor: i64,
    /// The test session.
    pub session: String,
    /// The platform.
    pub platform: String,
    /// The source, if one was found.
    pub source: Option<String>,
    /// The platform's own word for what it is: `track`, `page`, `identify`, …
    pub r#type: String,
    /// Its name as sent.
    pub name: Option<String>,
    /// Its name in GA4's vocabulary.
    pub canonical_name: String,
    /// Its fate.
    pub outcome: String,
    /// The status answered to its request.
    pub status: u16,
    /// How its request was sent: see the request's.
    pub transport: Option<String>,
    /// Whether an event with the same id, of the same source and session, came before.
    pub duplicate: bool,
    /// Whether the same visitor had sent the same within the last 3 seconds.
    pub double: bool,
    /// The known user.
    pub user_id: Option<String>,
    /// The visitor.
    pub anonymous_id: Option<String>,
    /// The visit.
    pub session_id: Option<String>,
    /// The client's id of the event.
    pub message_id: Option<String>,
    /// When it happened by the client's word: RFC 3339 in UTC.
    pub timestamp: Option<String>,
    /// The address of the page it happened on.
    pub url: Option<String>,
    /// When its request came: RFC 3339 in UTC.
    pub received_at: String,
    /// Consent decisions: kind, id, decision, pointer, rule.
    #[schema(value_type = Vec<Object>)]
    pub consent: Value,
    /// Findings: code, severity, pointer, message, expected, got, evidence, docs.
    #[schema(value_type = Vec<Object>)]
    pub findings: Value,
    /// What each tracking plan that applies says of it, as of when it came.
    #[schema(value_type = Vec<crate::plan::PlanResult>)]
    pub plan: Value,
    /// The event as the platform takes it.
    #[schema(value_type = Object)]
    pub payload: Value,
    /// The event in the common vocabulary.
    #[schema(value_type = Object)]
    pub canonical: Value,
}

impl RequestRow {
    /// Reads a whole row of `request`.
    pub(super) fn read(row: &Row) -> Result<RequestRow, rusqlite::Error> {
        let cursor: i64 = row.get("cursor")?;
        Ok(RequestRow {
            id: cursor.to_string(),
            cursor,
            received_at: rfc3339_from_micros(row.get("received_at")?),
            session: row.get("session")?,
            platform: row.get("platform")?,
            source: row.get("source")?,
            peer: row.get("peer")?,
            method: row.get("method")?,
            path: row.get("path")?,
            query: row.get("query")?,
            status: row.get("status")?,
            outcome: row.get("outcome")?,
            transport: row.get("transport")?,
            took_us: row.get("took_us")?,
            delivered: row.get("delivered")?,
            body_length: row.get("body_length")?,
            body_state: row.get("body_state")?,
            events: row.get("events")?,
            findings: json(row, "findings")?,
            workspace: row.get("workspace")?,
        })
    }
}

impl EventRow {
    /// What it is called in a list: its name as sent, else its canonical name.
    pub fn shown_name(&self) -> &str {
        let named = self.name.as_deref().filter(|name| !name.trim().is_empty());
        named.unwrap_or(&self.canonical_name)
    }

    /// Reads a whole row of `event`.
    pub(super) fn read(row: &Row) -> Result<EventRow, rusqlite::Error> {
        let id = EventId::unpack(row.get("id")?);
        Ok(EventRow {
            id: id.to_string(),
            request_id: id.cursor.to_string(),
            cursor: id.cursor,
            session: row.get("session")?,
            platform: row.get("platform")?,
            source: row.get("source")?,
            r#type: row.get("type")?,
            name: row.get("name")?,
            canonical_name: row.get("canonical_name")?,
            outcome: row.get("outcome")?,
            status: row.get("status")?,
            transport: row.get("transport")?,
            duplicate: row.get("duplicate")?,
            double: row.get("double")?,
            user_id: row.get("user_id")?,
            anonymous_id: row.get("anonymous_id")?,
            session_id: row.get("session_id")?,
            message_id: row.get("message_id")?,
            timestamp: row.get("timestamp")?,
            url: row.get("url")?,
            received_at: rfc3339_from_micros(row.get("received_at")?),
            consent: json(row, "consent")?,
            findings: json(row, "findings")?,
            plan: json(row, "plan")?,
            payload: json(row, "payload")?,
            canonical: json(row, "canonical")?,
        })
    }
}

fn json(row: &Row, column: &str) -> Result<Value, rusqlite::Error> {
    Ok(parse(row.get_ref(column)?.as_str()?))
}

/// Reads JSON that the projection wrote. It is what a client sent (127 levels at most) and what was
/// put around it: without the limit that a client's JSON has, it can always be read again.
pub fn parse(text: &str) -> Value {
    let mut json = serde_json::Deserializer::from_str(text);
    json.disable_recursion_limit();
    Value::deserialize(&mut json).unwrap_or(Value::Null)
}
