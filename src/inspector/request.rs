use actix_web::http::header::ContentType;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::detail::{Fragment, Head, RawPanel, Tab, TabLink};
use super::exchange::{BodyView, ExchangeView};
use super::finding::{FindingView, findings, reasons};
use super::lines::{EventLine, OutcomeTag, platform_title};
use super::masking::{MaskSwitch, Masking};
use super::neighbours::Neighbours;
use super::render::{page, part};
use super::sentence::{Subject, sentence};
use super::visible::visible;
use super::{Here, PageError, PageParameters, View};
use crate::capture::with_query;
use crate::event::Outcome;
use crate::server::App;
use crate::store::{EventRow, Exchange, RequestRow};

/// How many events of a batch its page lists.
const LISTED: usize = 500;

/// The page of a request.
#[derive(Template)]
#[template(path = "request.html", blocks = ["main", "panel"])]
struct RequestPage {
    head: Head,
    method: String,
    target: String,
    platform: String,
    time: String,
    outcome: OutcomeTag,
    sentence: String,
    panel: RequestPanel,
}

/// What the open tab shows.
enum RequestPanel {
    Summary {
        facts: Vec<(&'static str, String)>,
        lines: Vec<EventLine>,
        /// How many events it carried.
        events: i64,
        findings: Vec<FindingView>,
    },
    Findings(Vec<FindingView>),
    Request(ExchangeView),
    Answer {
        exchange: ExchangeView,
        delivered: bool,
    },
    Raw(RawPanel),
}

impl RequestPage {
    /// How many events it carried.
    fn carried(&self) -> usize {
        match &self.panel {
            RequestPanel::Summary { events, .. } => usize::try_from(*events).unwrap_or_default(),
            _ => 0,
        }
    }
}

/// What is asked of a request's page.
struct RequestAsked {
    tab: Tab,
    fragment: Fragment,
    switch: MaskSwitch,
    masking: Masking,
}

/// One request: what happened to it, what it carried, what was answered.
pub async fn request(
    app: Data<App>,
    id: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let parameters = PageParameters::read(&request)?;
    let here = parameters.here(View::Requests)?;
    let masking = Masking::of(&request, &app);
    let asked = RequestAsked {
        tab: parameters.tab(&Tab::REQUEST)?,
        fragment: parameters.fragment()?,
        switch: masking.switch(&request),
        masking,
    };
    let cursor = cursor(&id)?;
    let fragment = asked.fragment;
    let found = web::block(move || prepare(&app, cursor, &here, asked)).await??;
    let found = found.ok_or_else(|| PageError::not_found("request", &id))?;
    match fragment {
        Fragment::Page => page(&found),
        Fragment::Detail => part(&found.as_main()),
        Fragment::Panel => part(&found.as_panel()),
    }
}

/// The body of a request as it came, to save: no browser may take it for a page.
pub async fn body(
    app: Data<App>,
    id: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let (cursor, exchange) = exchange(&app, &id, &request).await?;
    let file = format!("eventpit-request-{cursor}.txt");
    Ok(saved(&file, exchange.request.body.bytes))
}

/// The request as a line for a shell that sends it again to this server.
pub async fn curl(
    app: Data<App>,
    id: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let (cursor, exchange) = exchange(&app, &id, &request).await?;
    let line = exchange.request.as_curl(app.base_url());
    Ok(saved(&format!("eventpit-request-{cursor}.sh"), line.into()))
}

/// The exchange with that id, masked if that is asked for.
async fn exchange(
    app: &Data<App>,
    id: &str,
    request: &HttpRequest,
) -> Result<(i64, Exchange), PageError> {
    let cursor = cursor(id)?;
    let masking = Masking::of(request, app);
    let reader = app.reader.clone();
    let found = web::block(move || reader.exchange(cursor)).await??;
    let mut exchange = found.ok_or_else(|| PageError::not_found("request", id))?;
    if let Some(mut masker) = masking.masker() {
        masker.exchange(&mut exchange);
    }
    Ok((cursor, exchange))
}

/// Captured bytes, to save.
fn saved(file: &str, bytes: bytes::Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .insert_header((
            "content-disposition",
            format!("attachment; filename=\"{file}\""),
        ))
        .insert_header(("content-security-policy", "default-src 'none'; sandbox"))
        .body(bytes)
}

fn cursor(id: &str) -> Result<i64, PageError> {
    id.parse().map_err(|_| PageError::not_found("request", id))
}

fn prepare(
    app: &App,
    cursor: i64,
    here: &Here,
    asked: RequestAsked,
) -> Result<Option<RequestPage>, PageError> {
    let reader = &*app.reader;
    let (Some(mut row), Some(mut exchange)) = (reader.request(cursor)?, reader.exchange(cursor)?)
    else {
        return Ok(None);
    };
    let mut events = reader.events_of(cursor, LISTED)?;
    if let Some(mut masker) = asked.masking.masker() {
        masker.exchange_with(&mut exchange, &mut events);
        masker.request(&mut row);
    }
    let path = format!("{}/{cursor}", View::Requests.path());
    let own = findings(&row.findings);
    let tabs = Tab::REQUEST.into_iter().map(|tab| TabLink {
        tab,
        href: Head::link(here, &path, tab, &[]),
        count: (tab == Tab::Findings && !own.is_empty()).then(|| own.len().to_string()),
    });
    let head = Head {
        id: row.id.clone(),
        fragment: asked.fragment,
        tabs: tabs.collect(),
        tab: asked.tab,
        list: (View::Requests, here.link(View::Requests.path())),
        neighbours: Neighbours::of_request(reader, cursor, here)?,
        api: asked.switch.api(View::Requests, &row.id),
        curl: asked.switch.link(&format!("{path}/curl")),
        masking: asked.switch,
        path,
    };
    let platform = row.platform.as_deref();
    Ok(Some(RequestPage {
        head,
        sentence: said(&row, &exchange, &own, &events),
        method: exchange.request.method.clone(),
        target: visible(&with_query(&exchange.request.path, &exchange.request.query)),
        platform: platform_title(platform),
        time: row.received_at.clone(),
        outcome: OutcomeTag::new(&row.outcome),
        panel: match asked.tab {
            Tab::Findings => RequestPanel::Findings(own),
            Tab::Request => RequestPanel::Request(ExchangeView::new(cursor, exchange)),
            Tab::Answer => RequestPanel::Answer {
                exchange: ExchangeView::new(cursor, exchange),
                delivered: row.delivered,
            },
            Tab::Raw => RequestPanel::Raw(RawPanel::new(cursor, &exchange, app.base_url())),
            _ => RequestPanel::Summary {
                facts: facts(&row),
                lines: events.iter().map(|row| EventLine::new(row, here)).collect(),
                events: row.events,
                findings: own,
            },
        },
    }))
}

/// What happened, in one sentence.
fn said(row: &RequestRow, exchange: &Exchange, own: &[FindingView], events: &[EventRow]) -> String {
    let of_events: Vec<FindingView> = events
        .iter()
        .flat_map(|event| findings(&event.findings))
        .collect();
    let mut all = reasons(own);
    all.extend(reasons(&of_events));
    let lost = events
        .iter()
        .filter(|event| event.outcome != Outcome::Accepted.as_str())
        .count();
    let count = usize::try_from(row.events).unwrap_or_default();
    let platform = row
        .platform
        .as_deref()
        .map(|word| platform_title(Some(word)));
    if let Some(fault) = &exchange.moment.fault {
        return format!("{}.", fault.told(platform.as_deref(), row.status));
    }
    sentence(
        platform.as_deref(),
        row.status,
        Outcome::parse(&row.outcome).unwrap_or(Outcome::Accepted),
        Subject::Request {
            events: count,
            lost: (count == events.len()).then_some(lost),
        },
        &all,
    )
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
