use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, Query};
use base64::Engine;
use serde::Serialize;

use super::{ListParameters, MaskParameter, Problem, asked};
use crate::capture::Answer;
use crate::event::{Outcome, rfc3339_from_micros};
use crate::fault::{FaultRecord, Kind};
use crate::redaction::Masker;
use crate::server::App;
use crate::store::{EventId, Exchange, Reader, RequestRow, StoreError};

/// A body: as text where it is UTF-8, else in base64.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum BodyText {
    /// UTF-8.
    Text {
        /// The body.
        body: String,
    },
    /// Anything else.
    Base64 {
        /// The body in base64 (RFC 4648, section 4).
        body_base64: String,
    },
}

/// An answer, whole.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FullAnswer {
    /// The status code; 0 if nothing was answered, which only a fault does.
    pub status: u16,
    /// Header lines as pairs; `date` and `content-length` are added by the HTTP library.
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(flatten)]
    pub body: BodyText,
}

/// What a fault did to a request, and what the platform would have done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FullFault {
    /// Its id while it was armed; `request` if the request itself asked for it.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it does.
    pub kind: Kind,
    /// What its draws are made from.
    pub seed: u64,
    /// Which request it was of those that matched, from 1.
    pub request: u64,
    /// The number that was drawn against its probability; null if it has none.
    pub draw: Option<f64>,
    /// How long the answer was kept back, in milliseconds.
    pub delay_ms: Option<u64>,
    /// The length of the body that was announced, where less than that was sent.
    pub announced_length: Option<u64>,
    /// Whether the platform had taken the request in: if so, its events count as ever.
    pub taken_in: bool,
    /// The platform's own outcome.
    pub platform_outcome: Outcome,
    /// The platform's own answer.
    pub platform_answer: FullAnswer,
}

/// A recorded request, whole.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FullRequest {
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
    /// Its fate.
    pub outcome: String,
    /// The address it came from.
    pub peer: String,
    /// The method.
    pub method: String,
    /// The path as sent.
    pub path: String,
    /// The query as sent, without `?`.
    pub query: String,
    /// Header lines as pairs, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came over the wire.
    #[serde(flatten)]
    pub body: BodyText,
    /// The true length of the body in bytes.
    pub body_length: u64,
    /// `complete`, `incomplete` or `truncated`.
    pub body_state: &'static str,
    /// What was answered.
    pub answer: FullAnswer,
    /// The fault that acted on it; null if none did.
    pub fault: Option<FullFault>,
    /// Whether the answer reached the client's connection; null if the projection is not there yet.
    pub delivered: Option<bool>,
    /// From its head to the answer being handed to the recording, in microseconds.
    pub took_us: i64,
    /// The hash of the workspace that judged it.
    pub workspace: String,
    /// The ids of its events; null if the projection is not there yet.
    pub events: Option<Vec<String>>,
    /// What is worth telling about it; null if the projection is not there yet.
    #[schema(value_type = Option<Vec<Object>>)]
    pub findings: Option<serde_json::Value>,
}

/// Recorded requests.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/requests",
    operation_id = "list_requests",
    params(ListParameters),
    responses(
        (status = 200, description = "items (Request), head, projected_to, next, incomplete", body = super::pages::RequestPage),
        (status = 400, description = "a parameter or the query cannot be read", body = Problem),
        (status = 503, description = "the projection did not reach at_least in time", body = Problem)
    )
)]
pub async fn list(
    app: Data<App>,
    parameters: Query<ListParameters>,
) -> Result<HttpResponse, Problem> {
    let query = parameters.query(&app.reader)?;
    parameters.wait(&app.reader).await?;
    let reader = app.reader.clone();
    let mut page = asked(move |budget| reader.requests_within(&query, budget)).await?;
    parameters.masked(&app, &mut page.items, Masker::request)?;
    Ok(HttpResponse::Ok().json(page))
}

/// One request, whole, with its answer: from the journal, so it is there at once.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/requests/{id}",
    operation_id = "get_request",
    params(("id" = String, Path, description = "as in 17"), MaskParameter),
    responses((status = 200, description = "what was asked for", body = FullRequest), (status = 400, description = "a parameter cannot be read", body = Problem), (status = 404, description = "there is nothing with that id", body = Problem))
)]
pub async fn one(
    app: Data<App>,
    id: Path<String>,
    mask: Query<MaskParameter>,
) -> Result<HttpResponse, Problem> {
    let masker = mask.masker(&app)?;
    let not_found = || Problem::not_found("request", &id);
    let cursor: i64 = id.parse().map_err(|_| not_found())?;
    let found = web::block(move || FullRequest::read(&app.reader, cursor, masker)).await??;
    Ok(HttpResponse::Ok().json(found.ok_or_else(not_found)?))
}

impl FullRequest {
    /// Reads the request with that cursor, whole, masked by `masker`. Blocks.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn read(
        reader: &Reader,
        cursor: i64,
        masker: Option<Masker>,
    ) -> Result<Option<FullRequest>, StoreError> {
        let Some(mut exchange) = reader.exchange(cursor)? else {
            return Ok(None);
        };
        let mut row = reader.request(cursor)?;
        if let Some(mut masker) = masker {
            masker.exchange(&mut exchange);
            if let Some(row) = &mut row {
                masker.request(row);
            }
        }
        Ok(Some(FullRequest::new(cursor, exchange, row)))
    }

    fn new(cursor: i64, exchange: Exchange, row: Option<RequestRow>) -> FullRequest {
        let (request, answer) = (exchange.request, exchange.answer);
        let events = |row: &RequestRow| {
            (0..row.events)
                .map(|place| EventId { cursor, place }.to_string())
                .collect()
        };
        FullRequest {
            id: cursor.to_string(),
            cursor,
            received_at: rfc3339_from_micros(request.received_at),
            session: exchange.session,
            platform: exchange
                .platform
                .map(|platform| platform.as_str().to_string()),
            source: exchange.source,
            outcome: match &row {
                Some(row) => row.outcome.clone(),
                None => exchange.outcome.as_str().to_string(),
            },
            peer: request.peer,
            method: request.method,
            path: request.path,
            query: request.query,
            headers: request.headers,
            body: BodyText::new(&request.body.bytes),
            body_length: request.body.length,
            body_state: request.body.state.as_str(),
            answer: FullAnswer::new(answer),
            fault: exchange.moment.fault.map(FullFault::new),
            delivered: row.as_ref().map(|row| row.delivered),
            took_us: exchange.took_us,
            workspace: exchange.workspace,
            events: row.as_ref().map(events),
            findings: row.map(|row| row.findings),
        }
    }
}

impl FullAnswer {
    fn new(answer: Answer) -> FullAnswer {
        FullAnswer {
            status: answer.status,
            headers: answer.headers,
            body: BodyText::new(&answer.body),
        }
    }
}

impl FullFault {
    fn new(record: FaultRecord) -> FullFault {
        FullFault {
            platform_outcome: record.platform.outcome,
            platform_answer: FullAnswer::new(record.platform.answer()),
            id: record.id,
            title: record.title,
            kind: record.kind,
            seed: record.seed,
            request: record.request,
            draw: record.draw,
            delay_ms: record.delay_ms,
            announced_length: record.announced_length,
            taken_in: record.taken_in,
        }
    }
}

impl BodyText {
    fn new(bytes: &[u8]) -> BodyText {
        match std::str::from_utf8(bytes) {
            Ok(text) => BodyText::Text {
                body: text.to_string(),
            },
            Err(_) => BodyText::Base64 {
                body_base64: base64::engine::general_purpose::STANDARD.encode(bytes),
            },
        }
    }
}
