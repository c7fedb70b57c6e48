use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::consent::{ConsentView, decisions};
use super::deliveries::DeliveriesView;
use super::detail::{
    Clock, CompareAsked, ComparePanel, Fragment, Head, PayloadPanel, RawPanel, Siblings, Tab,
    TabLink,
};
use super::exchange::{BodyView, ExchangeView};
use super::finding::{FindingView, findings, reasons};
use super::lines::{OutcomeTag, event_name, platform_title};
use super::masking::{MaskSwitch, Masking};
use super::neighbours::Neighbours;
use super::overviews::visitor_href;
use super::plan_results::{PlanResultView, plan_views};
use super::render::{page, part};
use super::sentence::{Subject, sentence};
use super::tree::{Asked, Marks, TreeLine};
use super::visible::visible;
use super::web_address::WebAddress;
use super::{Here, PageError, PageParameters, View};
use crate::event::Outcome;
use crate::platform::Platform;
use crate::redaction::Masker;
use crate::server::App;
use crate::store::{EventId, EventRow, Exchange, RequestRow};

/// The page of an event.
#[derive(Template)]
#[template(path = "event.html", blocks = ["main", "panel"])]
struct EventPage {
    head: Head,
    name: String,
    platform: String,
    time: String,
    outcome: OutcomeTag,
    sentence: String,
    siblings: Siblings,
    request_href: String,
    panel: EventPanel,
}

/// What the open tab shows.
enum EventPanel {
    Summary(SummaryPanel),
    Findings {
        findings: Vec<FindingView>,
        plan: Vec<PlanResultView>,
        plan_href: String,
    },
    Consent(Vec<ConsentView>),
    Connectors {
        deliveries: Option<DeliveriesView>,
        /// The same tab by the workspace as it is now, and as it was then.
        now: String,
        then: String,
    },
    Payload(PayloadPanel),
    Request(ExchangeView),
    Answer {
        exchange: ExchangeView,
        delivered: bool,
    },
    Raw(RawPanel),
    Compare(ComparePanel),
}

/// What is to know at a glance.
struct SummaryPanel {
    findings: Vec<FindingView>,
    plan: Vec<PlanResultView>,
    facts: Vec<Fact>,
    clock: Clock,
    deliveries: Option<DeliveriesView>,
    consent: Vec<ConsentView>,
    findings_href: String,
    consent_href: String,
    connectors_href: String,
    visitor: Option<String>,
}

/// One of the key facts.
struct Fact {
    label: &'static str,
    value: String,
    /// Where it leads, if it is an address of the web.
    opens: Option<WebAddress>,
}

/// What is asked of an event's page.
struct EventAsked {
    tab: Tab,
    fragment: Fragment,
    by_then: bool,
    tree: Asked,
    find: String,
    compare: CompareAsked,
    switch: MaskSwitch,
    masking: Masking,
}

/// What is known of an event, masked if that is asked for.
struct Known {
    row: EventRow,
    request: RequestRow,
    exchange: Exchange,
    masker: Option<Masker>,
}

/// One event: what happened to it, and everything behind that.
pub async fn event(
    app: Data<App>,
    id: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let parameters = PageParameters::read(&request)?;
    let here = parameters.here(View::Events)?;
    let masking = Masking::of(&request, &app);
    let asked = EventAsked {
        tab: parameters.tab(&Tab::EVENT)?,
        fragment: parameters.fragment()?,
        by_then: parameters.by_then()?,
        tree: parameters.tree()?,
        find: parameters.find()?,
        compare: parameters.compare(),
        switch: masking.switch(&request),
        masking,
    };
    let key: EventId = id.parse().map_err(|_| PageError::not_found("event", &id))?;
    let fragment = asked.fragment;
    let found = web::block(move || prepare(&app, key, &here, asked)).await??;
    let found = found.ok_or_else(|| PageError::not_found("event", &id))?;
    match fragment {
        Fragment::Page => page(&found),
        Fragment::Detail => part(&found.as_main()),
        Fragment::Panel => part(&found.as_panel()),
    }
}

/// The value at a JSON pointer of an event's payload, to copy or to save.
pub async fn value(
    app: Data<App>,
    id: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let asked = PageParameters::read(&request)?.tree()?;
    let masking = Masking::of(&request, &app);
    let key: EventId = id.parse().map_err(|_| PageError::not_found("event", &id))?;
    let row = web::block(move || app.reader.event(key)).await??;
    let mut row = row.ok_or_else(|| PageError::not_found("event", &id))?;
    if let Some(mut masker) = masking.masker() {
        masker.event(&mut row);
    }
    let value = row.payload.pointer(&asked.pointer);
    let value = value.ok_or_else(|| PageError::no_value(&asked.pointer))?;
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((
            "content-disposition",
            format!("attachment; filename=\"eventpit-event-{key}.json\""),
        ))
        .insert_header(("content-security-policy", "default-src 'none'; sandbox"))
        .body(format!("{value:#}")))
}

fn prepare(
    app: &App,
    key: EventId,
    here: &Here,
    asked: EventAsked,
) -> Result<Option<EventPage>, PageError> {
    let reader = &*app.reader;
    let (Some(mut row), Some(mut request), Some(mut exchange)) = (
        reader.event(key)?,
        reader.request(key.cursor)?,
        reader.exchange(key.cursor)?,
    ) else {
        return Ok(None);
    };
    let mut masker = asked.masking.masker();
    if let Some(masker) = &mut masker {
        masker.exchange_with(&mut exchange, std::slice::from_mut(&mut row));
        masker.request(&mut request);
    }
    let known = Known {
        row,
        request,
        exchange,
        masker,
    };
    known.page(app, key, here, asked).map(Some)
}

impl Known {
    fn page(
        mut self,
        app: &App,
        key: EventId,
        here: &Here,
        asked: EventAsked,
    ) -> Result<EventPage, PageError> {
        let path = format!("{}/{}", View::Events.path(), self.row.id);
        let mut found = findings(&self.row.findings);
        for finding in &mut found {
            finding.point(|pointer| field_href(here, &path, pointer));
        }
        let plan = plan_views(
            &self.row.plan,
            &app.workspace.workspace().plans,
            |pointer| field_href(here, &path, pointer),
        );
        let mut marks = Marks::default();
        for finding in &found {
            marks.add(&self.row.payload, &finding.pointer, finding.severity_word());
        }
        for problem in plan.iter().flat_map(|result| &result.problems) {
            if problem.href.is_some() {
                marks.add(&self.row.payload, &problem.pointer, problem.severity);
            }
        }
        // What is the matter with the whole request is the matter with each of its events.
        found.extend(findings(&self.request.findings));
        found.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
        let deliveries = self.deliveries(app, key, &asked)?;
        let consent = decisions(&self.row.consent);
        let counts = Counts {
            findings: found.len() + plan.iter().map(PlanResultView::count).sum::<usize>(),
            consent: consent.len(),
            sent: deliveries.as_ref().map(DeliveriesView::sent_of_all),
        };
        let compared = asked.compare.pairs();
        let tabs = tabs(here, &path, &counts, &compared);
        let ignored: Vec<_> = asked.compare.ignore.pairs().collect();
        let platform = platform_title(Some(&self.row.platform));
        let status = self.exchange.answer.status;
        let happened = match &self.exchange.moment.fault {
            Some(fault) => format!("{}.", fault.told(Some(&platform), status)),
            None => sentence(
                Some(&platform),
                status,
                Outcome::parse(&self.row.outcome).unwrap_or(Outcome::Accepted),
                Subject::Event,
                &reasons(&found),
            ),
        };
        let told = plan.iter().filter_map(PlanResultView::told);
        let sentence = std::iter::once(happened).chain(told).collect::<Vec<_>>();
        let mut page = EventPage {
            name: visible(event_name(&self.row)),
            platform,
            sentence: sentence.join(" "),
            time: self.row.received_at.clone(),
            outcome: OutcomeTag::new(&self.row.outcome),
            siblings: Siblings::new(&app.reader, key, self.request.events, here)?,
            request_href: here.link(&format!(
                "{}/{}",
                View::Requests.path(),
                self.row.request_id
            )),
            head: Head {
                id: self.row.id.clone(),
                fragment: asked.fragment,
                tabs,
                tab: asked.tab,
                list: (View::Events, here.link(View::Events.path())),
                neighbours: Neighbours::of_event(&app.reader, key, here, &ignored)?,
                api: asked.switch.api(View::Events, &self.row.id),
                curl: asked
                    .switch
                    .link(&format!("{}/{}/curl", View::Requests.path(), key.cursor)),
                masking: asked.switch.clone(),
                path: path.clone(),
            },
            panel: EventPanel::Consent(Vec::new()),
        };
        page.panel = match asked.tab {
            Tab::Summary => EventPanel::Summary(SummaryPanel {
                findings: found,
                plan: plan.into_iter().filter(|result| !result.lost).collect(),
                facts: facts(&self.row),
                clock: Clock::new(device_time(&self.row), &self.row.received_at),
                deliveries,
                consent,
                findings_href: Head::link(here, &path, Tab::Findings, &[]),
                consent_href: Head::link(here, &path, Tab::Consent, &[]),
                connectors_href: Head::link(here, &path, Tab::Connectors, &[]),
                visitor: self
                    .row
                    .anonymous_id
                    .as_ref()
                    .or(self.row.user_id.as_ref())
                    .or(self.row.session_id.as_ref())
                    .filter(|_| !asked.switch.on)
                    .map(|id| visitor_href(&here.filter, id)),
            }),
            Tab::Findings => EventPanel::Findings {
                findings: found,
                plan,
                plan_href: here.filter.link("/inspector/plan"),
            },
            Tab::Consent => EventPanel::Consent(consent),
            Tab::Connectors => EventPanel::Connectors {
                deliveries,
                now: Head::link(here, &path, Tab::Connectors, &[]),
                then: Head::link(here, &path, Tab::Connectors, &[("workspace", "then")]),
            },
            Tab::Payload => {
                let both = (&self.row.payload, &self.row.canonical);
                let asks = (&asked.tree, asked.find.as_str());
                let panel = PayloadPanel::new(&path, both, asks, &marks, here);
                EventPanel::Payload(panel.ok_or_else(|| PageError::no_value(&asked.tree.pointer))?)
            }
            Tab::Request => EventPanel::Request(ExchangeView::new(key.cursor, self.exchange)),
            Tab::Answer => EventPanel::Answer {
                exchange: ExchangeView::new(key.cursor, self.exchange),
                delivered: self.request.delivered,
            },
            Tab::Raw => EventPanel::Raw(RawPanel::new(key.cursor, &self.exchange, app.base_url())),
            Tab::Compare => EventPanel::Compare(ComparePanel::new(
                &app.reader,
                (&self.row, &path),
                asked.compare,
                self.masker.as_mut(),
                here,
            )?),
        };
        Ok(page)
    }

    fn deliveries(
        &mut self,
        app: &App,
        key: EventId,
        asked: &EventAsked,
    ) -> Result<Option<DeliveriesView>, PageError> {
        let masker = self.masker.as_mut();
        let version = &self.request.workspace;
        Ok(DeliveriesView::new(
            app,
            key,
            version,
            asked.by_then,
            masker,
        )?)
    }
}

impl SummaryPanel {
    /// How much there is to tell, the rules of plans among it.
    fn count(&self) -> usize {
        let broken = self.plan.iter().map(PlanResultView::count);
        self.findings.len() + broken.sum::<usize>()
    }
}

/// How much is in the tabs.
struct Counts {
    findings: usize,
    consent: usize,
    sent: Option<(usize, usize)>,
}

/// The tabs. What is compared, and without what, stays in the address while others are open.
fn tabs(here: &Here, path: &str, counts: &Counts, compared: &[(&str, &str)]) -> Vec<TabLink> {
    let some = |count: usize| (count > 0).then(|| count.to_string());
    Tab::EVENT
        .into_iter()
        .map(|tab| TabLink {
            tab,
            href: Head::link(here, path, tab, compared),
            count: match tab {
                Tab::Findings => some(counts.findings),
                Tab::Consent => some(counts.consent),
                Tab::Connectors => counts
                    .sent
                    .filter(|(_, all)| *all > 0)
                    .map(|(sent, all)| format!("{sent}/{all}")),
                _ => None,
            },
        })
        .collect()
}

/// The time that the device gave an event. Jitsu gives one that came without it that of its
/// receipt: that is no device's.
fn device_time(row: &EventRow) -> Option<&str> {
    let is_filled = Platform::parse(&row.platform) == Some(Platform::Jitsu)
        && row.payload["timestamp"].is_null();
    row.timestamp.as_deref().filter(|_| !is_filled)
}

/// The address that points at a field of the payload.
fn field_href(here: &Here, path: &str, pointer: &str) -> Option<String> {
    let at = [("at", pointer)];
    (!pointer.is_empty()).then(|| Head::link(here, path, Tab::Payload, &at))
}

fn facts(row: &EventRow) -> Vec<Fact> {
    let canonical = Some(row.canonical_name.clone());
    let page = row.canonical["page"]["url"].as_str().map(str::to_string);
    let known = [
        ("Type", Some(row.r#type.clone())),
        (
            "Means (GA4 name)",
            canonical.filter(|name| Some(name) != row.name.as_ref()),
        ),
        ("Page", page),
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
        .map(|(label, value)| Fact {
            opens: WebAddress::read(&value),
            value: visible(&value),
            label,
        })
        .collect()
}
