use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::asked::asked;
use super::lines::Lines;
use super::masking::Masking;
use super::meaning::Meaning;
use super::overview::{Offer, Overview};
use super::render::page;
use super::{Filter, PageError, PageParameters, Teaching, View};
use crate::live::Rows;
use crate::server::App;
use crate::store::{Budget, ClearedRow, ListQuery, Page, Reader, StoreError};

/// A page of a list.
#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    view: View,
    filter: Filter,
    /// What the filter was understood as.
    meaning: Option<Meaning>,
    lines: Lines,
    /// Counts, facets and timeline; only of what is there.
    overview: Option<Overview>,
    /// What to leave out of a filter that finds nothing.
    offer: Option<Offer>,
    /// Whether it is shown without groups, and the other way.
    flat: bool,
    other_layout: String,
    /// The page of older rows, if there are any.
    older: Option<String>,
    /// Whether the time was over before the page was full.
    incomplete: bool,
    /// Whether it is the first page: only that one is live.
    first: bool,
    /// The stream of what comes next.
    stream: String,
    /// Where the stream begins.
    after: i64,
    /// The same from the API.
    api: String,
    /// The same from the API, as much of it as it gives at once.
    json: String,
    /// The same for a spreadsheet.
    csv: String,
    /// The test session that a person named, while it is on.
    recording: Option<Arc<String>>,
    /// Where a form clears what is listed.
    clear: String,
    /// What was just cleared, and where a form brings it back.
    cleared: Option<(ClearedRow, String)>,
    /// Whether the newest change of the workspace was refused.
    workspace_refused: bool,
    /// What to do, as long as nothing came.
    teaching: Option<Teaching>,
}

/// What a page shows of the recording.
struct Shown {
    rows: Rows,
    part: Page<()>,
    overview: Option<Overview>,
    offer: Option<Offer>,
    cleared: Option<ClearedRow>,
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
    let flat = parameters.is_flat();
    let query = ListQuery {
        before,
        ..filter.query()
    };
    let masking = Masking::of(request, &app);
    let masks = masking.clone();
    let (reader, asks, cleared) = (app.reader.clone(), filter.clone(), parameters.cleared());
    let shown = asked(move |budget| {
        Ok(Shown {
            cleared: cleared.map(|id| reader.clear(id)).transpose()?.flatten(),
            ..read(&reader, view, &asks, &masks, &query, budget)?
        })
    })
    .await?;
    let Shown { mut rows, part, .. } = shown;
    masking.rows(&mut rows);
    // What cannot be read narrows nothing: what leads on from the list does not either.
    let asked_for = match filter.wrong() {
        Some(_) => Filter::new("", []),
        None => filter.clone(),
    };
    let teaches = rows.is_empty() && before.is_none() && filter.is_empty();
    let older = part.next.as_deref();
    let narrowed: Vec<(&str, &str)> = older.iter().map(|id| ("before", *id)).collect();
    let layout: &[(&str, &str)] = if flat { &[("layout", "flat")] } else { &[] };
    let other: &[(&str, &str)] = if flat { &[] } else { &[("layout", "flat")] };
    page(&ListPage {
        view,
        meaning: Meaning::of(&filter, view),
        lines: Lines::new(&rows, &filter),
        overview: shown.overview.filter(|_| !teaches),
        offer: shown.offer,
        flat,
        other_layout: filter.link_with(view.path(), other),
        older: older
            .map(|_| filter.link_with(view.path(), &[narrowed.as_slice(), layout].concat())),
        incomplete: part.incomplete,
        first: before.is_none(),
        stream: asked_for.link(&format!("/inspector/stream?view={}", view.word())),
        after: part.projected_to,
        api: masking
            .switch(request)
            .link(&asked_for.link_with(view.api(), &narrowed)),
        json: masking
            .switch(request)
            .link(&asked_for.link_with(view.api(), &[("limit", "1000")])),
        csv: asked_for.link(&format!("{}.csv", view.path())),
        clear: filter.link(&format!("/inspector/clear?view={}", view.word())),
        cleared: shown.cleared.map(|row| {
            let id = cleared.unwrap_or_default();
            let undo = format!("/inspector/clear/{id}/undo?view={}", view.word());
            (row, filter.link(&undo))
        }),
        recording: app.named_recording.name(),
        workspace_refused: app.workspace.refused().is_some(),
        teaching: teaches.then(|| Teaching::new(&app, part.projected_to)),
        filter,
    })
}

fn read(
    reader: &Reader,
    view: View,
    filter: &Filter,
    masking: &Masking,
    query: &ListQuery,
    budget: &Budget,
) -> Result<Shown, StoreError> {
    let (rows, part) = view.feed().read(reader, query)?;
    let first = query.before.is_none();
    let overview = match first {
        true => Some(Overview::read(reader, view, filter, masking, budget)?),
        false => None,
    };
    let nothing = rows.is_empty() && !part.incomplete;
    let offer = match &overview {
        Some(overview) if nothing => overview.offer(reader, budget)?,
        _ => None,
    };
    Ok(Shown {
        rows,
        part,
        overview,
        offer,
        cleared: None,
    })
}
