use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::known_sessions::known_sessions;
use super::render::page;
use super::{Filter, PageError, PageParameters, View};
use crate::api::checklist;
use crate::event::Severity;
use crate::plan::{CheckedEvent, CheckedPlan, Checklist};
use crate::query::Word;
use crate::server::App;
use crate::store::{Bound, SessionRow};

/// Where the API has the same.
const API: &str = "/inspector/api/v1/plan";

/// The tracking plans as checklists.
#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage {
    checklist: Checklist,
    filter: Filter,
    /// The test sessions to choose from.
    sessions: Vec<SessionRow>,
    api: String,
}

/// Shows what of each plan was seen, and what was wrong with it.
pub async fn plan(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let filter = PageParameters::read(&request)?.filter()?;
    // Of all that a list may be narrowed to, a plan is held against a test session, what comes after a place, or all.
    let session = filter.session().map(str::to_string);
    let named = session.as_deref().map(|session| (Word::Session, session));
    let since = filter.since();
    let filter = Filter::new("", named).after(since);
    let api = filter.scope_link(API);
    let sessions = known_sessions(&app).await;
    let checklist =
        web::block(move || checklist(&app, session, since.unwrap_or(Bound::Cursor(0)))).await??;
    page(&PlanPage {
        checklist,
        sessions,
        api,
        filter,
    })
}

impl PlanPage {
    /// Where the page of an event is.
    fn event_href(&self, id: &str) -> String {
        self.filter.link(&format!("{}/{id}", View::Events.path()))
    }

    /// For whom a plan is, in words.
    fn scope(&self, plan: &CheckedPlan) -> String {
        let titles = plan.platforms.iter().map(|platform| platform.title());
        let platforms = match titles.collect::<Vec<_>>().join(", ") {
            all if all.is_empty() => "all platforms".into(),
            some => some,
        };
        match plan.sources.is_empty() {
            true => platforms,
            false => format!("{platforms}; sources {}", plan.sources.join(", ")),
        }
    }

    /// Whether an event is the first of its plan that never came: where a tester goes on.
    fn is_next(&self, plan: &CheckedPlan, event: &CheckedEvent) -> bool {
        let first = plan.events.iter().find(|it| it.state == "never seen");
        first.is_some_and(|first| first.event == event.event)
    }

    /// What an event's state looks like: an outcome's colour and icon.
    fn tone(&self, event: &CheckedEvent) -> &'static str {
        match (event.state, event.problem.as_ref()) {
            ("valid", _) => "accepted",
            // Of which it is known that it matters little.
            ("invalid", Some(problem)) if problem.severity == Severity::Info => "partial",
            ("invalid", _) => "rejected",
            ("lost", _) => "dropped",
            _ => "unknown",
        }
    }
}
