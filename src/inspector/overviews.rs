use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::detail::{Head, Tab};
use super::known_sessions::known_sessions;
use super::lines::OutcomeTag;
use super::masking::Masking;
use super::render::page;
use super::{Filter, Here, PageError, PageParameters, View};
use crate::capture::encode;
use crate::connector::DeliveryResult;
use crate::overview::{
    self, ConnectorsOverview, ConsentOverview, IdentityLink, Scope, VisitorEvent, VisitorOverview,
};
use crate::platform::Platform;
use crate::server::App;
use crate::store::SessionRow;

/// What visitors consented to.
#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage {
    consent: ConsentOverview,
    connectors: ConnectorsOverview,
    filter: Filter,
    /// The test sessions to choose from.
    sessions: Vec<SessionRow>,
    api: String,
}

/// What each connector got.
#[derive(Template)]
#[template(path = "connectors.html")]
struct ConnectorsPage {
    connectors: ConnectorsOverview,
    filter: Filter,
    /// The test sessions to choose from.
    sessions: Vec<SessionRow>,
    api: String,
}

/// One person.
#[derive(Template)]
#[template(path = "visitor.html")]
struct VisitorPage {
    id: String,
    visitor: VisitorOverview,
    filter: Filter,
    api: String,
}

/// Shows what visitors consented to over time, and which connectors that held back.
pub async fn consent(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let filter = PageParameters::read(&request)?.filter()?;
    let masking = Masking::of(&request, &app);
    let scope = filter.scope(&masking);
    let sessions = known_sessions(&app).await;
    let (consent, connectors) = web::block(move || {
        let consent = overview::consent(&app.reader, &scope)?;
        Ok::<_, PageError>((consent, overview::connectors(&app, &scope)?))
    })
    .await??;
    page(&ConsentPage {
        consent,
        connectors,
        sessions,
        api: masking.link(&filter.scope_link("/inspector/api/v1/consent")),
        filter,
    })
}

/// Shows what each connector got, and what not and why.
pub async fn connectors(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let filter = PageParameters::read(&request)?.filter()?;
    let masking = Masking::of(&request, &app);
    let scope = filter.scope(&masking);
    let sessions = known_sessions(&app).await;
    let connectors = web::block(move || overview::connectors(&app, &scope)).await??;
    page(&ConnectorsPage {
        connectors,
        sessions,
        api: masking.link(&filter.scope_link("/inspector/api/v1/connectors")),
        filter,
    })
}

/// Shows what one person did, under all of their ids.
pub async fn visitor(
    app: Data<App>,
    id: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, PageError> {
    let filter = PageParameters::read(&request)?.filter()?;
    let masking = Masking::of(&request, &app);
    if masking.is_on() {
        return Err(PageError::masked());
    }
    let (scope, asked) = (filter.scope(&masking), id.clone());
    let found = web::block(move || overview::visitor(&app.reader, &asked, &scope)).await??;
    let id = id.into_inner();
    page(&VisitorPage {
        visitor: found.ok_or_else(|| PageError::not_found("visitor", &id))?,
        api: filter.scope_link(&format!("/inspector/api/v1/visitors/{}", encode(&id))),
        filter,
        id,
    })
}

/// A decision's word of ours, whatever stands in the row: it colours.
pub fn decision(word: &str) -> &'static str {
    let known = ["granted", "denied", "essential", "undecided"];
    known.into_iter().find(|it| *it == word).unwrap_or("none")
}

/// Where the page of the person with that id is.
pub fn visitor_href(filter: &Filter, id: &str) -> String {
    filter.link(&format!("/inspector/visitors/{}", encode(id)))
}

impl Filter {
    /// The events that an overview looks at.
    fn scope(&self, masking: &Masking) -> Scope {
        Scope {
            redaction: masking.patterns(),
            session: self.session().map(str::to_string),
            platform: self.platform().map(str::to_string),
            since: self.since(),
        }
    }

    /// Where the page of the event with that id is.
    fn event(&self, id: &str) -> String {
        self.link(&format!("{}/{id}", View::Events.path()))
    }

    /// The tab of that event.
    fn event_tab(&self, id: &str, tab: Tab) -> String {
        let here = Here::plain(View::Events, self.clone());
        Head::link(&here, &format!("{}/{id}", View::Events.path()), tab, &[])
    }
}

impl ConnectorsPage {
    /// The word that colours a result, as of a consent decision.
    fn colour(&self, result: &DeliveryResult) -> &'static str {
        super::deliveries::colour(*result)
    }
}

impl VisitorPage {
    /// What sort of id it is, in words.
    fn kind(&self, kind: &str) -> &'static str {
        match kind {
            "user_id" => "User",
            "session_id" => "Visit",
            _ => "Visitor",
        }
    }

    /// What happened, among the events in between.
    fn is_link(&self, event: &VisitorEvent) -> Option<&IdentityLink> {
        let mut links = self.visitor.links.iter();
        links.find(|link| link.event == event.event)
    }
}
