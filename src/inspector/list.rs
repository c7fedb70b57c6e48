use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::lines::Lines;
use super::masking::Masking;
use super::render::page;
use super::{Filter, PageError, PageParameters, Teaching, View};
use crate::platform::Platform;
use crate::server::App;
use crate::store::ListQuery;

/// A page of a list.
#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    view: View,
    filter: Filter,
    lines: Lines,
    /// The page of older rows, if there are any.
    older: Option<String>,
    /// Whether it is the first page: only that one is live.
    first: bool,
    /// The stream of what comes next.
    stream: String,
    /// Where the stream begins.
    after: i64,
    /// The same from the API.
    api: String,
    /// Whether the newest change of the workspace was refused.
    workspace_refused: bool,
    /// What to do, as long as nothing came.
    teaching: Option<Teaching>,
}

/// The list of events.
pub async fn events(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    list(View::Events, app, &request).await
}

/// The list of requests.
pub async fn requests(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    list(View::Requests, app, &request).await
}

async fn list(
    view: View,
    app: Data<App>,
    request: &HttpRequest,
) -> Result<HttpResponse, PageError> {
    let parameters = PageParameters::read(request)?;
    let filter = parameters.filter()?;
    let before = parameters.before()?;
    let query = ListQuery {
        before,
        ..filter.query()
    };
    let reader = app.reader.clone();
    let (mut rows, part) = web::block(move || view.feed().read(&reader, &query)).await??;
    Masking::of(request, &app).rows(&mut rows);
    let teaches = rows.is_empty() && before.is_none() && filter.is_empty();
    let older = part.next.as_deref();
    let narrowed: Vec<(&str, &str)> = older.iter().map(|id| ("before", *id)).collect();
    page(&ListPage {
        view,
        lines: Lines::new(&rows, &filter),
        older: older.map(|_| filter.link_with(view.path(), &narrowed)),
        first: before.is_none(),
        stream: filter.link(&format!("/inspector/stream?view={}", view.word())),
        after: part.projected_to,
        api: filter.link_with(view.api(), &narrowed),
        workspace_refused: app.workspace.refused().is_some(),
        teaching: teaches.then(|| Teaching::new(&app, part.projected_to)),
        filter,
    })
}
