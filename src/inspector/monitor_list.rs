use actix_web::HttpResponse;
use actix_web::web::{self, Data, Form, Path};
use askama::Template;
use serde::Deserialize;

use super::PageError;
use super::render::{page, see_other};
use crate::api::PATIENCE;
use crate::capture::encode;
use crate::debug_session::DebugSessionError;
use crate::monitor::{SessionOrigin, Sessions, sessions};
use crate::server::{App, end_session, start_session};
use crate::workspace::JentisSource;

/// Where the monitor is.
pub const MONITOR: &str = "/inspector/jentis/monitor";

/// The debug sessions, the codes that are nobody's, and the form that starts a session.
#[derive(Template)]
#[template(path = "monitor_list.html")]
struct MonitorListPage {
    list: Sessions,
    versions: Vec<VersionChoice>,
}

/// A version of a source that a session can be started of.
pub struct VersionChoice {
    /// The source, by name.
    pub source: String,
    /// The version.
    pub version: String,
    /// Both, for a person.
    pub title: String,
    /// `source` and `version`, as the form sends them.
    pub value: String,
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct StartForm {
    /// Source and version: see [`VersionChoice::value`].
    of: String,
    /// The code; empty for a new one.
    #[serde(default)]
    code: String,
}

/// Lists the debug sessions.
pub async fn list(app: Data<App>) -> Result<HttpResponse, PageError> {
    let found = web::block(move || {
        let workspace = app.workspace.workspace();
        let versions = choices(&workspace.jentis.sources);
        sessions(&app.reader, &workspace).map(|list| MonitorListPage { list, versions })
    });
    page(&found.await??)
}

/// Starts a debug session and leads to its monitor.
pub async fn start(app: Data<App>, form: Form<StartForm>) -> Result<HttpResponse, PageError> {
    let StartForm { of, code } = form.into_inner();
    let (version, source) = of.split_once(' ').unwrap_or((&of, ""));
    let code = Some(code.trim().to_string()).filter(|code| !code.is_empty());
    let (cursor, session) = start_session(&app, source.into(), version.into(), code).await?;
    // The page is of the projection. If that is far behind, the page says that it is not there yet.
    drop(app.reader.wait_for(cursor, PATIENCE).await);
    Ok(see_other(&monitor_href(&session.code)))
}

/// Ends a debug session and leads back to the list.
pub async fn end(app: Data<App>, code: Path<String>) -> Result<HttpResponse, PageError> {
    let cursor = end_session(&app, code.into_inner()).await?;
    drop(app.reader.wait_for(cursor, PATIENCE).await);
    Ok(see_other(MONITOR))
}

/// Where the monitor of a code is.
pub fn monitor_href(code: &str) -> String {
    format!("{MONITOR}/{}", encode(code))
}

/// Every version of every source.
pub fn choices(sources: &[JentisSource]) -> Vec<VersionChoice> {
    let of = |source: &JentisSource| {
        let versions = source.versions.clone().into_iter();
        let source = source.name.clone();
        versions.map(move |it| VersionChoice {
            title: format!("{source}: version {}, {}", it.version, it.state.words()),
            value: format!("{} {source}", it.version),
            version: it.version,
            source: source.clone(),
        })
    };
    sources.iter().flat_map(of).collect()
}

impl MonitorListPage {
    fn href(&self, code: &str) -> String {
        monitor_href(code)
    }

    /// The version that claims an unclaimed code best: the first of the source that it came to.
    fn is_likely(&self, choice: &VersionChoice, source: &Option<String>) -> bool {
        source
            .as_ref()
            .is_some_and(|source| *source == choice.source)
            && self
                .versions
                .iter()
                .find(|it| it.source == choice.source)
                .is_some_and(|it| it.version == choice.version)
    }
}

impl From<DebugSessionError> for PageError {
    fn from(error: DebugSessionError) -> PageError {
        match error {
            DebugSessionError::Store(error) => error.into(),
            error => PageError::refused(error.status(), format!("{error}: {}.", error.hint())),
        }
    }
}
