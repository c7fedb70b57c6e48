use std::collections::HashSet;
use std::sync::Arc;

use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use bytes::Bytes;
use futures_util::stream;

use super::assets::VERSION;
use super::banner::LiveBanner;
use super::lines::Lines;
use super::masking::Masking;
use super::{Here, Highlight, PageError, PageParameters};
use crate::live::{Follower, Message, Rows, Told};
use crate::server::App;
use crate::store::{Bound, ListQuery, Reader, StoreError};

/// How long a browser waits before it connects again, in milliseconds.
const RETRY: u32 = 1000;

/// What is new in a list, as it happens: server-sent events whose data is the row as the page
/// writes it. Resumes after `Last-Event-ID`, or after the place that the page names.
pub async fn stream(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let parameters = PageParameters::read(&request)?;
    let view = parameters.view()?;
    let here = parameters.here(view)?;
    here.filter.readable()?;
    let highlight = parameters.highlight();
    highlight.as_ref().map_or(Ok(()), Highlight::readable)?;
    let resumed = request
        .headers()
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .and_then(Bound::parse);
    let query = ListQuery {
        after: resumed.or(parameters.after.as_deref().and_then(Bound::parse)),
        ..here.filter.query()
    };
    let follower = Follower::new(
        view.feed(),
        query,
        app.reader.clone(),
        app.projected.clone(),
        app.stopping.clone(),
    );
    let version = format!("{VERSION:016x}");
    let version = Message::Note {
        name: "version",
        data: &version,
    };
    let banner = LiveBanner::new(app.clone());
    let start = [Message::Retry(RETRY).bytes(), version.bytes(), banner.now()];
    let start = start.concat();
    let written = Written {
        here,
        masking: Masking::of(&request, &app),
        highlight,
        reader: Arc::clone(&app.reader),
        banner,
    };
    let told = stream::unfold((follower, written, Some(start.into())), next);
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("cache-control", "no-cache, no-transform"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(told))
}

/// How rows are written.
struct Written {
    here: Here,
    masking: Masking,
    highlight: Option<Highlight>,
    reader: Arc<Reader>,
    banner: LiveBanner,
}

type State = (Follower, Written, Option<Bytes>);

async fn next(
    (mut follower, mut written, start): State,
) -> Option<(Result<Bytes, StoreError>, State)> {
    if let Some(start) = start {
        return Some((Ok(start), (follower, written, None)));
    }
    let told = tokio::select! {
        told = follower.next() => told,
        banner = written.banner.next() => return Some((Ok(banner), (follower, written, None))),
    };
    let told = match told {
        Ok(told) => told?,
        Err(error) => return Some((Err(error), (follower, written, None))),
    };
    let bytes = match told {
        Told::Rows(rows) => written.rows(rows).await,
        other => Ok(written.bytes(&other)),
    };
    Some((bytes, (follower, written, None)))
}

impl Written {
    /// What is no row.
    fn bytes(&self, told: &Told) -> Bytes {
        let resync = |cursor: &i64, data| {
            Message::Event {
                id: &cursor.to_string(),
                name: "resync",
                data,
            }
            .bytes()
        };
        match told {
            Told::Nothing | Told::Rows(_) => Message::Heartbeat.bytes(),
            Told::Cleared(cursor) => resync(cursor, "cleared"),
            Told::Resync(cursor) => resync(cursor, ""),
        }
    }

    /// Rows, those highlighted that are to be.
    async fn rows(&self, rows: Rows) -> Result<Bytes, StoreError> {
        let (rows, marked) = match self.highlight.clone() {
            None => (rows, HashSet::new()),
            Some(highlight) => {
                let reader = Arc::clone(&self.reader);
                web::block(move || {
                    let marked = highlight.marked(&reader, &rows)?;
                    Ok::<_, StoreError>((rows, marked))
                })
                .await
                .map_err(|_| StoreError::Closed)??
            }
        };
        let mut batch = Vec::new();
        for (id, mut row) in rows.apart() {
            self.masking.rows(&mut row);
            let mut lines = Lines::new(&row, &self.here);
            lines.mark(&marked);
            let data = lines.render().unwrap_or_default();
            let message = Message::Event {
                id: &id,
                name: "row",
                data: &data,
            };
            batch.extend_from_slice(&message.bytes());
        }
        Ok(batch.into())
    }
}
