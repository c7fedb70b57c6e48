use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::stream;
use serde::{Deserialize, Serialize};

use super::Problem;
use super::list::{parsed, platform};
use super::place::{begin_stream, bound};
use crate::live::{Feed, Follower, Message, Rows, Told};
use crate::server::App;
use crate::store::{ListQuery, StoreError};

/// How long a client waits before it connects again, in milliseconds.
const RETRY: u32 = 1000;

/// What a stream understands.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct StreamParameters {
    /// `events` (default) or `requests`.
    list: Option<String>,
    /// Only this test session.
    session: Option<String>,
    /// Only this platform: `jentis`, `jitsu`, `commanders-act` or `datafly`.
    platform: Option<String>,
    /// Only what this query holds for: docs/QUERY.md.
    q: Option<String>,
    /// From after this cursor (`1204`) or event (`1204.17`) on; from now on if there is none. The
    /// header `Last-Event-ID`, which a browser sends when it connects again, wins.
    after: Option<String>,
    /// The same as `after`, as the questions call it.
    since: Option<String>,
}

/// What comes, as it comes: server-sent events, oldest first and none left out. The event `row` has
/// a row of the list as JSON, and its id is where to go on from. `resync` says that the recording is
/// another one now. A comment is sent after 15 seconds of silence.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/stream",
    operation_id = "stream",
    params(StreamParameters),
    responses(
        (status = 200, description = "a stream that does not end", content_type = "text/event-stream", body = String),
        (status = 400, description = "a parameter or the query cannot be read", body = Problem)
    )
)]
pub async fn stream(
    app: Data<App>,
    request: HttpRequest,
    parameters: Query<StreamParameters>,
) -> Result<HttpResponse, Problem> {
    let parameters = parameters.into_inner();
    let feed = match parameters.list.as_deref() {
        None | Some("events") => Feed::Events,
        Some("requests") => Feed::Requests,
        Some(other) => return Err(Problem::parameter("list", "events or requests", other)),
    };
    let last = request.headers().get("last-event-id");
    let last = last.and_then(|last| last.to_str().ok());
    let query = ListQuery {
        after: match last {
            Some(last) => bound("after", Some(last))?,
            None => begin_stream(
                &app.reader,
                parameters.after.as_deref(),
                parameters.since.as_deref(),
            )?,
        },
        session: parameters.session,
        platform: platform(parameters.platform.as_deref())?,
        query: parsed(parameters.q.as_deref())?,
        ..ListQuery::default()
    };
    let follower = Follower::new(
        feed,
        query,
        app.reader.clone(),
        app.projected.clone(),
        app.stopping.clone(),
    );
    let start = Message::Retry(RETRY).bytes();
    let told = stream::unfold((follower.whole(), Some(start)), next);
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("cache-control", "no-cache, no-transform"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(told))
}

type State = (Follower, Option<Bytes>);

async fn next((mut follower, start): State) -> Option<(Result<Bytes, StoreError>, State)> {
    if let Some(start) = start {
        return Some((Ok(start), (follower, None)));
    }
    let told = match follower.next().await {
        Ok(told) => Ok(written(told?)),
        Err(error) => Err(error),
    };
    Some((told, (follower, None)))
}

fn written(told: Told) -> Bytes {
    match told {
        Told::Nothing => Message::Heartbeat.bytes(),
        Told::Resync(cursor) | Told::Cleared(cursor) => Message::Event {
            id: &cursor.to_string(),
            name: "resync",
            data: "",
        }
        .bytes(),
        Told::Rows(Rows::Events(rows)) => all(rows.iter().map(|row| (row.id.as_str(), row))),
        Told::Rows(Rows::Requests(rows)) => all(rows.iter().map(|row| (row.id.as_str(), row))),
    }
}

fn all<'a, T: Serialize + 'a>(rows: impl Iterator<Item = (&'a str, &'a T)>) -> Bytes {
    let mut messages = Vec::new();
    for (id, row) in rows {
        let data = serde_json::to_string(row).unwrap_or_default();
        let message = Message::Event {
            id,
            name: "row",
            data: &data,
        };
        messages.extend_from_slice(&message.bytes());
    }
    messages.into()
}
