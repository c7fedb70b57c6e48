use std::collections::HashSet;
use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::asked::asked;
use super::lines::Lines;
use super::masking::Masking;
use super::meaning::Meaning;
use super::overview::{Offer, Overview};
use super::refused::Refused;
use super::render::page;
use super::saved_views::SavedLinks;
use super::{Filter, Here, Highlight, Look, PageError, PageParameters, Teaching, View};
use crate::api::within;
use crate::live::Rows;
use crate::server::App;
use crate::store::{Budget, ClearedRow, ListQuery, Listing, Page, Pruned, Reader, StoreError};

/// A page of a list.
#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    view: View,
    filter: Filter,
    /// What the filter was understood as.
    meaning: Option<Meaning>,
    lines: Lines,
    /// What is highlighted in it, how that was understood, and the list without it.
    highlight: Option<Highlight>,
    highlight_meaning: Option<Meaning>,
    not_highlighted: String,
    /// The lists that people gave names to.
    saved: SavedLinks,
    /// Counts, facets and timeline; only of what is there.
    overview: Option<Overview>,
    /// What to leave out of a filter that finds nothing.
    offer: Option<Offer>,
    /// How it is looked at, and with the other layout.
    look: Look,
    other_layout: String,
    /// Its first page, and all that there is, looked at in the same way.
    newest: String,
    everything: String,
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
    /// All requests of it, whole, for another recording.
    ndjson: String,
    /// The same for the network panel of a browser.
    har: String,
    /// The test session that a person named, while it is on.
    recording: Option<Arc<String>>,
    /// Where a form clears what is listed.
    clear: String,
    /// What was just cleared, and where a form brings it back.
    cleared: Option<(ClearedRow, String)>,
    /// What was pruned so far: told where the list ends.
    pruned: Pruned,
    /// Whether personal data is masked.
    masked: bool,
    /// Whether the newest change of the workspace was refused.
    workspace_refused: bool,
    /// What to do, as long as nothing came.
    teaching: Option<Teaching>,
}

/// What a page shows of the recording.
struct Shown {
    rows: Rows,
    /// The ids of those that are highlighted.
    marked: HashSet<String>,
    part: Page<()>,
    overview: Option<Overview>,
    offer: Option<Offer>,
    cleared: Option<(i64, ClearedRow)>,
    pruned: Pruned,
    saved: SavedLinks,
    /// What came instead of the first event.
    refused: Option<Refused>,
    /// Whether there are requests without one.
    requests_came: bool,
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
    if let Some(since) = filter.since() {
        within("since", since, app.reader.head())?;
    }
    let before = parameters.before()?;
    let look = parameters.look(view);
    let highlight = parameters.highlight();
    let query = ListQuery {
        before,
        ..filter.query()
    };
    let masking = Masking::of(request, &app);
    let masks = masking.clone();
    let looks = look.clone();
    let (reader, asks, cleared) = (app.reader.clone(), filter.clone(), parameters.cleared());
    let marks = highlight.clone();
    let views = Arc::clone(&app.saved_views);
    let shown = asked(move |budget| {
        let shown = read(&reader, &looks, &asks, &masks, &query, budget)?;
        // An empty list is not to be taken for one that nothing came to.
        let cleared = match cleared {
            None if shown.rows.is_empty() && asks.is_empty() => reader.newest_clear()?,
            asked => asked,
        };
        let marked = marks.map(|marks| marks.marked(&reader, &shown.rows));
        Ok(Shown {
            cleared: match cleared {
                Some(id) => reader.clear(id)?.map(|row| (id, row)),
                None => None,
            },
            // It is the journal that says so: where that is damaged, the list is there all the same.
            pruned: reader.pruned().unwrap_or_default(),
            marked: marked.transpose()?.unwrap_or_default(),
            saved: SavedLinks::new(views.all()),
            ..shown
        })
    })
    .await?;
    let Shown { mut rows, part, .. } = shown;
    masking.rows(&mut rows);
    let here = Here {
        filter: filter.clone(),
        look: look.clone(),
    };
    let mut lines = Lines::new(&rows, &here);
    lines.mark(&shown.marked);
    // What cannot be read narrows nothing: what leads on from the list does not either.
    let asked_for = match filter.wrong() {
        Some(_) => filter.instead(""),
        None => filter.clone(),
    };
    let teaches = rows.is_empty() && before.is_none() && filter.is_empty();
    let older = part.next.as_deref();
    let narrowed: Vec<(&str, &str)> = older.iter().map(|id| ("before", *id)).collect();
    let otherwise = Look {
        flat: !look.flat,
        ..look.clone()
    };
    let unmarked = Look {
        h: String::new(),
        ..look.clone()
    };
    let readable = highlight.as_ref().is_none_or(|it| it.readable().is_ok());
    // What cannot be read highlights nothing, and a stream refuses it.
    let streamed = if readable { &look } else { &unmarked };
    let export = |format: &str| {
        let path = asked_for.link_with(
            "/inspector/api/v1/export",
            &[("format", format), ("list", view.word())],
        );
        masking.switch(request).link(&path)
    };
    page(&ListPage {
        view,
        meaning: Meaning::of(&filter, view),
        lines,
        highlight_meaning: highlight.as_ref().and_then(|it| it.meaning(view)),
        not_highlighted: unmarked.link(&filter),
        saved: shown.saved,
        overview: shown.overview.filter(|_| !teaches),
        offer: shown.offer,
        other_layout: otherwise.link(&filter),
        older: older.map(|_| look.link_with(view.path(), &filter, &narrowed)),
        incomplete: part.incomplete,
        first: before.is_none(),
        stream: streamed.link_with(
            &format!("/inspector/stream?view={}", view.word()),
            &asked_for,
            &[],
        ),
        after: part.projected_to,
        api: masking
            .switch(request)
            .link(&asked_for.link_with(view.api(), &narrowed)),
        json: masking
            .switch(request)
            .link(&asked_for.link_with(view.api(), &[("limit", "1000")])),
        csv: asked_for.link(&format!("{}.csv", view.path())),
        ndjson: export("ndjson"),
        har: export("har"),
        clear: look.link_with(
            &format!("/inspector/clear?view={}", view.word()),
            &filter,
            &[],
        ),
        cleared: shown.cleared.map(|(id, row)| {
            let undo = format!("/inspector/clear/{id}/undo?view={}", view.word());
            (row, look.link_with(&undo, &filter, &[]))
        }),
        pruned: shown.pruned,
        masked: masking.is_on(),
        recording: app.named_recording.name(),
        workspace_refused: app.workspace.refused().is_some(),
        teaching: teaches.then(|| Teaching::new(&app, shown.requests_came, shown.refused)),
        highlight,
        newest: look.link(&filter),
        everything: look.everything(),
        look,
        filter,
    })
}

fn read(
    reader: &Reader,
    look: &Look,
    filter: &Filter,
    masking: &Masking,
    query: &ListQuery,
    budget: &Budget,
) -> Result<Shown, StoreError> {
    let (rows, part) = look.view.feed().read(reader, query)?;
    let first = query.before.is_none();
    let overview = match first {
        true => Some(Overview::read(reader, look, filter, masking, budget)?),
        false => None,
    };
    let nothing = rows.is_empty() && !part.incomplete;
    let waits = nothing && first && filter.is_empty() && look.view == View::Events;
    let refused = waits
        .then(|| Refused::newest(reader, masking))
        .transpose()?;
    let requests_came = waits && {
        let requests = reader.count(Listing::Requests, &ListQuery::default(), budget)?;
        requests.count > 0
    };
    let offer = match &overview {
        Some(overview) if nothing => overview.offer(reader, budget)?,
        _ => None,
    };
    Ok(Shown {
        rows,
        marked: HashSet::new(),
        part,
        overview,
        offer,
        cleared: None,
        pruned: Pruned::default(),
        saved: SavedLinks::new(Ok(Vec::new())),
        refused: refused.flatten(),
        requests_came,
    })
}
