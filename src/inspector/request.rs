use actix_web::http::header::ContentType;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::exchange::{BodyView, ExchangeView};
use super::finding::{FindingView, findings, reasons};
use super::lines::{EventLine, OutcomeTag, platform_title};
use super::neighbours::Neighbours;
use super::render::page;
use super::sentence::{Subject, sentence};
use super::{Filter, PageError, PageParameters, View};
use crate::event::Outcome;
use crate::server::App;
use crate::store::{Reader, RequestRow};

/// How many events of a batch its page lists.
const LISTED: usize = 500;

/// The page of a request.
#[derive(Template)]
#[template(path = "request.html")]
struct RequestPage {
    id: String,
    platform: String,
    time: String,
    outcome: OutcomeTag,
    sentence: String,
    findings: Vec<FindingView>,
    facts: Vec<(&'static str, String)>,
    lines: Vec<EventLine>,
    /// How many events it carried.
    events: i64,
    /// Whether more would follow.
    cut: bool,
    exchange: ExchangeView,
    delivered: bool,
    neighbours: Neighbours,
    list: String,
    api: String,
}

/// One request: what happened to it, what it carried, what was answered.
pub async fn request(
    app: Data<App>,
    id: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let filter = PageParameters::read(&request)?.filter()?;
    let cursor = cursor(&id)?;
    let found = web::block(move || prepare(&app.reader, cursor, &filter)).await??;
    page(&found.ok_or_else(|| PageError::not_found("request", &id))?)
}

/// The body of a request as it came, to save: no browser may take it for a page.
pub async fn body(app: Data<App>, id: Path<String>) -> Result<HttpResponse, PageError> {
    let cursor = cursor(&id)?;
    let found = web::block(move || app.reader.exchange(cursor)).await??;
    let exchange = found.ok_or_else(|| PageError::not_found("request", &id))?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .insert_header((
            "content-disposition",
            format!("attachment; filename=\"eventpit-request-{cursor}.txt\""),
        ))
        .insert_header(("content-security-policy", "default-src 'none'; sandbox"))
        .body(exchange.request.body.bytes))
}

fn cursor(id: &str) -> Result<i64, PageError> {
    id.parse().map_err(|_| PageError::not_found("request", id))
}

fn prepare(
    reader: &Reader,
    cursor: i64,
    filter: &Filter,
) -> Result<Option<RequestPage>, PageError> {
    let (Some(row), Some(exchange)) = (reader.request(cursor)?, reader.exchange(cursor)?) else {
        return Ok(None);
    };
    let events = reader.events_of(cursor, LISTED)?;
    let own = findings(&row.findings);
    let of_events: Vec<FindingView> = events
        .iter()
        .flat_map(|event| findings(&event.findings))
        .collect();
    let lost = events
        .iter()
        .filter(|event| event.outcome != Outcome::Accepted.as_str())
        .count();
    let count = usize::try_from(row.events).unwrap_or_default();
    let platform = row
        .platform
        .as_deref()
        .map(|word| platform_title(Some(word)));
    let mut all = reasons(&own);
    all.extend(reasons(&of_events));
    Ok(Some(RequestPage {
        sentence: match &exchange.moment.fault {
            Some(fault) => format!("{}.", fault.told(platform.as_deref(), row.status)),
            None => sentence(
                platform.as_deref(),
                row.status,
                Outcome::parse(&row.outcome).unwrap_or(Outcome::Accepted),
                Subject::Request {
                    events: count,
                    lost: (count == events.len()).then_some(lost),
                },
                &all,
            ),
        },
        platform: platform_title(row.platform.as_deref()),
        time: row.received_at.clone(),
        outcome: OutcomeTag::new(&row.outcome),
        facts: facts(&row),
        lines: events
            .iter()
            .map(|row| EventLine::new(row, filter))
            .collect(),
        events: row.events,
        cut: events.len() < count,
        exchange: ExchangeView::new(cursor, exchange),
        delivered: row.delivered,
        neighbours: Neighbours::of_request(reader, cursor, filter)?,
        list: filter.link(View::Requests.path()),
        api: format!("{}/{}", View::Requests.api(), row.id),
        findings: own,
        id: row.id,
    }))
}

fn facts(row: &RequestRow) -> Vec<(&'static str, String)> {
    let known = [
        ("From", Some(row.peer.clone())),
        ("Source", row.source.clone()),
        ("Test session", Some(row.session.clone())),
        ("Workspace", Some(row.workspace.clone())),
    ];
    known
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .collect()
}
