use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::Value;

use super::Needs;
use crate::capture::with_query;
use crate::connector::DeliveryResult;
use crate::query::Document;
use crate::store::{EventId, Reader, StoreError, entry, rows};

/// What came of an event at each destination.
type Results<'a> = Box<dyn Fn() -> Vec<(String, DeliveryResult)> + 'a>;

/// An event as it is stored, as far as a query looks at it.
pub struct StoredEvent<'a> {
    received_at: i64,
    session: String,
    platform: String,
    source: Option<String>,
    kind: String,
    name: Option<String>,
    canonical_name: String,
    outcome: String,
    status: u16,
    transport: Option<String>,
    duplicate: bool,
    double: bool,
    user_id: Option<String>,
    anonymous_id: Option<String>,
    session_id: Option<String>,
    message_id: Option<String>,
    url: Option<String>,
    findings: Vec<String>,
    consent: Vec<(String, String)>,
    payload: Option<Value>,
    canonical: Option<Value>,
    results: Results<'a>,
}

const COLUMNS: &str = "id, received_at, session, platform, source, type, name, canonical_name, \
    outcome, status, transport, duplicate, double, user_id, anonymous_id, session_id, message_id, \
    url, findings, consent, payload, canonical";

impl<'a> StoredEvent<'a> {
    /// The event with that ordinal.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn at(
        db: &Connection,
        reader: &'a Reader,
        ord: i64,
        needs: Needs,
    ) -> Result<Option<StoredEvent<'a>>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM event WHERE ord = ?1");
        let mut statement = db.prepare_cached(&sql)?;
        let found = statement.query_row([ord], |row| StoredEvent::read(row, reader, needs));
        Ok(found.optional()?)
    }

    /// The event with that id.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn with_id(
        db: &Connection,
        reader: &'a Reader,
        id: EventId,
        needs: Needs,
    ) -> Result<Option<StoredEvent<'a>>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM event WHERE id = ?1");
        let mut statement = db.prepare_cached(&sql)?;
        let read = |row: &Row| StoredEvent::read(row, reader, needs);
        Ok(statement.query_row([id.packed()], read).optional()?)
    }

    /// The events of a request.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of_request(
        db: &Connection,
        reader: &'a Reader,
        cursor: i64,
        needs: Needs,
    ) -> Result<Vec<StoredEvent<'a>>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM event WHERE id BETWEEN ?1 AND ?2");
        let mut statement = db.prepare_cached(&sql)?;
        let (first, last) = EventId::all_of(cursor);
        let found =
            statement.query_map([first, last], |row| StoredEvent::read(row, reader, needs))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn read(
        row: &Row,
        reader: &'a Reader,
        needs: Needs,
    ) -> Result<StoredEvent<'a>, rusqlite::Error> {
        let json = |wanted: bool, column: usize| match wanted {
            true => row
                .get_ref(column)?
                .as_str()
                .map(rows::parse)
                .map(Some)
                .map_err(Into::into),
            false => Ok::<_, rusqlite::Error>(None),
        };
        let id = EventId::unpack(row.get(0)?);
        Ok(StoredEvent {
            received_at: row.get(1)?,
            session: row.get(2)?,
            platform: row.get(3)?,
            source: row.get(4)?,
            kind: row.get(5)?,
            name: row.get(6)?,
            canonical_name: row.get(7)?,
            outcome: row.get(8)?,
            status: row.get(9)?,
            transport: row.get(10)?,
            duplicate: row.get(11)?,
            double: row.get(12)?,
            user_id: row.get(13)?,
            anonymous_id: row.get(14)?,
            session_id: row.get(15)?,
            message_id: row.get(16)?,
            url: row.get(17)?,
            findings: json(needs.findings, 18)?.map_or_else(Vec::new, |it| codes(&it)),
            consent: json(needs.consent, 19)?.map_or_else(Vec::new, |it| decisions(&it)),
            payload: json(needs.payload, 20)?,
            canonical: json(needs.canonical, 21)?,
            results: Box::new(move || reader.results(id).unwrap_or_default()),
        })
    }

    /// The event as a query sees it.
    pub fn document(&self) -> Document<'_> {
        Document {
            platform: Some(&self.platform),
            source: self.source.as_deref(),
            session: &self.session,
            kind: Some(&self.kind),
            name: self.name.as_deref(),
            canonical_name: Some(&self.canonical_name),
            outcome: &self.outcome,
            findings: self.findings.iter().map(String::as_str).collect(),
            consent: self
                .consent
                .iter()
                .map(|(id, decision)| (id.as_str(), decision.as_str()))
                .collect(),
            user_id: self.user_id.as_deref(),
            anonymous_id: self.anonymous_id.as_deref(),
            session_id: self.session_id.as_deref(),
            message_id: self.message_id.as_deref(),
            url: self.url.as_deref(),
            status: self.status,
            transport: self.transport.as_deref(),
            received_at: self.received_at,
            duplicate: self.duplicate,
            double: self.double,
            payload: self.payload.as_ref(),
            canonical: self.canonical.as_ref(),
            body: None,
            connectors: Some(&*self.results),
            events: Vec::new(),
        }
    }
}

/// A request as it is stored, as far as a query looks at it.
pub struct StoredRequest<'a> {
    received_at: i64,
    session: String,
    platform: Option<String>,
    source: Option<String>,
    outcome: String,
    status: u16,
    transport: Option<String>,
    url: String,
    findings: Vec<String>,
    body: Option<String>,
    events: Vec<StoredEvent<'a>>,
}

impl<'a> StoredRequest<'a> {
    /// The request with that cursor.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn at(
        db: &Connection,
        reader: &'a Reader,
        cursor: i64,
        needs: Needs,
    ) -> Result<Option<StoredRequest<'a>>, StoreError> {
        let mut statement = db.prepare_cached(
            "SELECT received_at, session, platform, source, outcome, status, transport, path, \
             query, findings FROM request WHERE cursor = ?1",
        )?;
        let read = |row: &Row| {
            let (path, query): (String, String) = (row.get(7)?, row.get(8)?);
            Ok(StoredRequest {
                received_at: row.get(0)?,
                session: row.get(1)?,
                platform: row.get(2)?,
                source: row.get(3)?,
                outcome: row.get(4)?,
                status: row.get(5)?,
                transport: row.get(6)?,
                url: with_query(&path, &query),
                findings: codes(&rows::parse(row.get_ref(9)?.as_str()?)),
                body: None,
                events: Vec::new(),
            })
        };
        let Some(mut request) = statement.query_row([cursor], read).optional()? else {
            return Ok(None);
        };
        if needs.body {
            let body = reader.journal.with(|db| entry::body(db, cursor))?;
            request.body = body.and_then(|body| String::from_utf8(body).ok());
        }
        if needs.events {
            request.events = StoredEvent::of_request(db, reader, cursor, needs)?;
        }
        Ok(Some(request))
    }

    /// The request as a query sees it.
    pub fn document(&self) -> Document<'_> {
        Document {
            platform: self.platform.as_deref(),
            source: self.source.as_deref(),
            session: &self.session,
            outcome: &self.outcome,
            findings: self.findings.iter().map(String::as_str).collect(),
            url: Some(&self.url),
            status: self.status,
            transport: self.transport.as_deref(),
            received_at: self.received_at,
            body: self.body.as_deref(),
            events: self.events.iter().map(StoredEvent::document).collect(),
            ..Document::default()
        }
    }
}

fn codes(findings: &Value) -> Vec<String> {
    let each = findings.as_array().into_iter().flatten();
    each.filter_map(|finding| finding["code"].as_str().map(str::to_string))
        .collect()
}

fn decisions(consent: &Value) -> Vec<(String, String)> {
    let each = consent.as_array().into_iter().flatten();
    each.filter_map(|it| {
        let (id, decision) = (it["id"].as_str()?, it["decision"].as_str()?);
        Some((id.to_string(), decision.to_string()))
    })
    .collect()
}
