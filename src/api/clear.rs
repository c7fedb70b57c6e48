use actix_web::web::{self, Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::given::given;
use super::list::parsed;
use super::place::begin;
use super::search::listing;
use super::{PATIENCE, Problem};
use crate::event::rfc3339_from_micros;
use crate::expect::upto_now;
use crate::server::App;
use crate::store::{
    Bound, Clear, Cleared, ClearedRow, Control, ListQuery, Listing, Reader, StoreError,
};

/// How many rows are asked for at a time.
const PART: usize = 1000;

/// What is cleared: everything that is recorded, unless it is narrowed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ClearParameters {
    /// Only this test session.
    session: Option<String>,
    /// Only what comes after this cursor (`1204`) or event (`1204.17`), or after `now`.
    since: Option<String>,
    /// Only what came up to this cursor; by default all that is there.
    upto: Option<String>,
    /// Only the requests that carried an event for which this query holds: docs/QUERY.md.
    q: Option<String>,
    /// `events` (default) or `requests`: what the query is held against.
    list: Option<String>,
}

impl ClearParameters {
    /// A whole test session.
    pub fn session(name: &str) -> ClearParameters {
        ClearParameters {
            session: Some(name.into()),
            ..ClearParameters::default()
        }
    }

    /// What a list shows that is narrowed to a query.
    pub fn listed(query: &str, list: &str, since: Option<Bound>) -> ClearParameters {
        ClearParameters {
            q: (!query.trim().is_empty()).then(|| query.into()),
            list: Some(list.into()),
            since: since.map(|since| since.to_string()),
            ..ClearParameters::default()
        }
    }
}

/// What was cleared, or brought back.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ClearAnswer {
    /// The id of the clear, by which it is undone.
    pub id: String,
    /// The newest cursor, that of the clear or of its undoing. Pass it as `since` for what comes
    /// later.
    pub cursor: i64,
    /// How many requests.
    pub requests: i64,
    /// How many events: those of the requests.
    pub events: i64,
    /// Until when it can be undone, at least: RFC 3339 in UTC.
    pub undo_until: String,
}

/// Clear what is recorded: at once it is in no list and no count, and what it taught (ids seen,
/// visitors, the order of planned events) is forgotten. It can be undone for a while.
///
/// The parameters may also be JSON in the body instead.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/clear",
    operation_id = "clear",
    params(ClearParameters),
    responses(
        (status = 200, description = "what was cleared", body = ClearAnswer),
        (status = 400, description = "a parameter cannot be read", body = Problem),
        (status = 503, description = "it is recorded, but the projection did not reach it in time", body = Problem)
    )
)]
pub async fn clear(
    app: Data<App>,
    request: HttpRequest,
    parameters: Query<ClearParameters>,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let parameters = given(&request, parameters, &body)?;
    let answer = cleared(&app, parameters).await?;
    Ok(HttpResponse::Ok().json(answer))
}

/// Clears what is asked for; what was cleared.
///
/// # Errors
/// A parameter that cannot be read, or a recording that cannot be written or read.
pub async fn cleared(app: &Data<App>, parameters: ClearParameters) -> Result<ClearAnswer, Problem> {
    let ClearParameters {
        session,
        since,
        upto,
        q,
        list,
    } = parameters;
    let after = begin(&app.reader, None, since.as_deref())?;
    let upto = match upto.as_deref() {
        None => i64::MAX,
        Some(text) => match text.parse() {
            Ok(upto) if upto >= 0 => upto,
            _ => return Err(Problem::parameter("upto", "a cursor", text)),
        },
    };
    let listing = listing(list.as_deref())?;
    let what = match (q, session) {
        // What comes after a place is found by a query, too.
        (q, session) if q.is_some() || after.is_some() => {
            let query = ListQuery {
                session,
                after,
                before: (upto < i64::MAX).then(|| Bound::Cursor(upto.saturating_add(1))),
                query: parsed(q.as_deref())?,
                ..ListQuery::default()
            };
            // What was answered is cleared, explained or not.
            upto_now(&app.reader, PATIENCE).await?;
            let reader = app.reader.clone();
            let found = web::block(move || matching(&reader, listing, query)).await??;
            Cleared::requests(found)
        }
        (_, Some(session)) => Cleared::Session(session),
        (_, None) => Cleared::All,
    };
    let forgotten = match &what {
        Cleared::All => Some(None),
        Cleared::Session(session) => Some(Some(session.as_str())),
        Cleared::Requests(_) => None,
    };
    if let Some(session) = forgotten
        && upto == i64::MAX
    {
        let now = jiff::Timestamp::now().as_microsecond();
        app.losses.clear(session, now);
    }
    let clear = app
        .journal
        .control(Control::Clear(Clear { what, upto }))
        .await?;
    app.reader.wait_for(clear, PATIENCE).await?;
    let row = row(app, clear).await?;
    Ok(said(app, clear, clear, row))
}

/// Bring back what was cleared, as it was.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/clear/{id}/undo",
    operation_id = "undo_clear",
    params(("id" = String, Path, description = "as the clear was answered")),
    responses(
        (status = 200, description = "what was brought back", body = ClearAnswer),
        (status = 404, description = "there is no such clear", body = Problem),
        (status = 409, description = "it is undone already, or it is too late", body = Problem),
        (status = 503, description = "it is recorded, but the projection did not reach it in time", body = Problem)
    )
)]
pub async fn undo(app: Data<App>, id: Path<String>) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(undone(&app, &id).await?))
}

/// Brings back what the clear with that id cleared; what was brought back.
///
/// # Errors
/// There is no such clear, it is undone already, or it is too late.
pub async fn undone(app: &Data<App>, id: &str) -> Result<ClearAnswer, Problem> {
    let clear = id.parse().map_err(|_| Problem::not_found("clear", id))?;
    let row = row(app, clear).await?;
    let undone = app.journal.control(Control::Undo(clear)).await?;
    app.reader.wait_for(undone, PATIENCE).await?;
    Ok(said(app, clear, undone, row))
}

/// The cursors of the requests that a query holds for; of events, of those that carried them. Blocks.
fn matching(reader: &Reader, listing: Listing, query: ListQuery) -> Result<Vec<i64>, StoreError> {
    let mut query = ListQuery {
        limit: PART,
        ..query
    };
    let mut cursors = Vec::new();
    loop {
        let next = match listing {
            Listing::Events => {
                let page = reader.events(&query)?;
                cursors.extend(page.items.iter().map(|event| event.cursor));
                page.next
            }
            Listing::Requests => {
                let page = reader.requests(&query)?;
                cursors.extend(page.items.iter().map(|request| request.cursor));
                page.next
            }
        };
        match next.as_deref().and_then(Bound::parse) {
            Some(bound) => query.before = Some(bound),
            None => return Ok(cursors),
        }
    }
}

async fn row(app: &Data<App>, clear: i64) -> Result<Option<ClearedRow>, Problem> {
    let app = Data::clone(app);
    Ok(web::block(move || app.reader.clear(clear)).await??)
}

/// What is said of a clear, or of its undoing, which has this cursor: a grace that is over at once may
/// have removed its row already.
fn said(app: &App, clear: i64, cursor: i64, row: Option<ClearedRow>) -> ClearAnswer {
    let undo = app.workspace.workspace().retention.undo();
    let undo = i64::try_from(undo.as_micros()).unwrap_or(i64::MAX);
    let at = row.map(|row| row.at).unwrap_or_default();
    ClearAnswer {
        id: clear.to_string(),
        cursor,
        requests: row.map(|row| row.requests).unwrap_or_default(),
        events: row.map(|row| row.events).unwrap_or_default(),
        undo_until: rfc3339_from_micros(at.saturating_add(undo)),
    }
}
