use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::Value;

use super::consent::{ConsentView, decisions};
use super::deliveries::DeliveriesView;
use super::exchange::{BodyView, ExchangeView};
use super::finding::{FindingView, findings, point, reasons};
use super::json_view::JsonView;
use super::lines::{OutcomeTag, event_name, platform_title};
use super::neighbours::Neighbours;
use super::plan_results::{PlanResultView, plan_views};
use super::render::page;
use super::sentence::{Subject, sentence};
use super::{Filter, PageError, PageParameters, View};
use crate::event::Outcome;
use crate::server::App;
use crate::store::{EventId, EventRow};

/// The page of an event.
#[derive(Template)]
#[template(path = "event.html")]
struct EventPage {
    id: String,
    name: String,
    platform: String,
    time: String,
    outcome: OutcomeTag,
    sentence: String,
    findings: Vec<FindingView>,
    plan: Vec<PlanResultView>,
    plan_href: String,
    consent: Vec<ConsentView>,
    /// What is known of it besides: label and value.
    facts: Vec<(&'static str, String)>,
    payload: JsonView,
    canonical: JsonView,
    /// What its destinations would have been sent.
    deliveries: Option<DeliveriesView>,
    /// The same page with the deliveries by the workspace as it is now, and as it was then.
    deliveries_now: String,
    deliveries_then: String,
    exchange: ExchangeView,
    request_href: String,
    /// Its place in its request, from 1, and of how many.
    place: (i64, i64),
    delivered: bool,
    neighbours: Neighbours,
    list: String,
    api: String,
}

/// One event: what happened to it, and everything behind that.
pub async fn event(
    app: Data<App>,
    id: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let parameters = PageParameters::read(&request)?;
    let filter = parameters.filter()?;
    let by_then = parameters.by_then()?;
    let key: EventId = id.parse().map_err(|_| PageError::not_found("event", &id))?;
    let found = web::block(move || prepare(&app, key, &filter, by_then)).await??;
    page(&found.ok_or_else(|| PageError::not_found("event", &id))?)
}

fn prepare(
    app: &App,
    key: EventId,
    filter: &Filter,
    by_then: bool,
) -> Result<Option<EventPage>, PageError> {
    let reader = &*app.reader;
    let Some(row) = reader.event(key)? else {
        return Ok(None);
    };
    let (Some(request), Some(exchange)) =
        (reader.request(row.cursor)?, reader.exchange(row.cursor)?)
    else {
        return Ok(None);
    };
    let fault = exchange.moment.fault.clone();
    let exchange = ExchangeView::new(row.cursor, exchange);
    let mut payload = JsonView::new(&row.payload);
    let mut found = findings(&row.findings);
    point(&mut found, &mut payload);
    let plans = app.workspace.workspace();
    let plan = plan_views(&row.plan, &plans.plans, &mut payload);
    // What is the matter with the whole request is the matter with each of its events.
    found.extend(findings(&request.findings));
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    let own = format!("{}/{}", View::Events.path(), row.id);
    let platform = platform_title(Some(&row.platform));
    let outcome = Outcome::parse(&row.outcome).unwrap_or(Outcome::Accepted);
    Ok(Some(EventPage {
        sentence: match fault {
            Some(fault) => format!("{}.", fault.told(Some(&platform), exchange.status)),
            None => sentence(
                Some(&platform),
                exchange.status,
                outcome,
                Subject::Event,
                &reasons(&found),
            ),
        },
        name: event_name(&row).to_string(),
        platform,
        time: row.received_at.clone(),
        outcome: OutcomeTag::new(&row.outcome),
        findings: found,
        plan,
        plan_href: filter.link("/inspector/plan"),
        consent: decisions(&row.consent),
        facts: facts(&row),
        payload,
        canonical: JsonView::new(&row.canonical),
        exchange,
        request_href: filter.link(&format!("{}/{}", View::Requests.path(), row.request_id)),
        place: (key.place + 1, request.events),
        delivered: request.delivered,
        neighbours: Neighbours::of_event(reader, key, filter)?,
        deliveries: DeliveriesView::new(app, key, &request.workspace, by_then)?,
        deliveries_now: filter.link(&own),
        deliveries_then: filter.link_with(&own, &[("workspace", "then")]),
        list: filter.link(View::Events.path()),
        api: format!("{}/{}", View::Events.api(), row.id),
        id: row.id,
    }))
}

fn facts(row: &EventRow) -> Vec<(&'static str, String)> {
    let canonical = Some(row.canonical_name.clone());
    let known = [
        ("Type", Some(row.r#type.clone())),
        (
            "Means (GA4 name)",
            canonical.filter(|name| Some(name) != row.name.as_ref()),
        ),
        ("Page", text(&row.canonical["page"]["url"])),
        ("User", row.user_id.clone()),
        ("Visitor", row.anonymous_id.clone()),
        ("Visit", row.session_id.clone()),
        ("Event id", row.message_id.clone()),
        ("Source", row.source.clone()),
        ("Test session", Some(row.session.clone())),
    ];
    known
        .into_iter()
        .filter_map(|(label, value)| Some((label, value?)))
        .filter(|(_, value)| !value.trim().is_empty())
        .collect()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_string)
}
