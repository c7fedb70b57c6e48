use actix_web::HttpResponse;
use actix_web::web::{self, Data, Query};
use bytes::Bytes;
use futures_util::stream;
use serde::Deserialize;

use super::list::{parsed, platform};
use super::mask::masker;
use super::place::begin;
use super::search::listing;
use super::{PATIENCE, Problem};
use crate::export::{Chosen, Exporter, Format};
use crate::server::App;
use crate::store::{ListQuery, StoreError};

/// What an export understands.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ExportParameters {
    /// `ndjson` (default), `har`, `csv` or `curl`.
    format: Option<String>,
    /// What `q` is asked of: `events` (default), and the requests that carried them are exported, or
    /// `requests`. Of CSV it is the rows themselves.
    list: Option<String>,
    /// Only this test session.
    session: Option<String>,
    /// Only this platform: `jentis`, `jitsu`, `commanders-act` or `datafly`.
    platform: Option<String>,
    /// Only what this query holds for: docs/QUERY.md.
    q: Option<String>,
    /// Only what comes after this cursor (`1204`) or event (`1204.17`), or after `now`.
    after: Option<String>,
    /// The same as `after`, as the questions call it.
    since: Option<String>,
    /// `1` masks personal data by the workspace's `redaction`, and keys and cookies; `0` by default.
    mask: Option<String>,
}

/// What is recorded, oldest first, as a file that is written as it is read.
///
/// Everything up to the newest cursor of the moment when it is asked for. NDJSON has all that is
/// recorded of each request, and `POST /import` takes it in; it ends with a line of the kind `end`,
/// without which it is not whole.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/export",
    operation_id = "export",
    params(ExportParameters),
    responses(
        (status = 200, description = "the export", content_type = "application/x-ndjson", body = String),
        (status = 400, description = "a parameter or the query cannot be read", body = Problem),
        (status = 503, description = "the projection did not reach the newest cursor in time", body = Problem)
    )
)]
pub async fn export(
    app: Data<App>,
    parameters: Query<ExportParameters>,
) -> Result<HttpResponse, Problem> {
    let parameters = parameters.into_inner();
    let word = parameters.format.as_deref();
    let format = Format::parse(word).ok_or_else(|| {
        let known = "ndjson, har, csv or curl";
        Problem::parameter("format", known, word.unwrap_or_default())
    })?;
    let query = ListQuery {
        after: begin(
            &app.reader,
            parameters.after.as_deref(),
            parameters.since.as_deref(),
        )?,
        session: parameters.session,
        platform: platform(parameters.platform.as_deref())?,
        query: parsed(parameters.q.as_deref())?,
        ..ListQuery::default()
    };
    let masks = masker(parameters.mask.as_deref(), &app)?.is_some();
    let patterns = masks.then(|| app.workspace.workspace().redaction.clone());
    let listing = match format {
        Format::Csv => listing(parameters.list.as_deref())?,
        _ => Chosen::listing_for(listing(parameters.list.as_deref())?, &query),
    };
    // What is recorded while it is written is not in it.
    let head = app.reader.head();
    app.reader.wait_for(head, PATIENCE).await?;
    let chosen = Chosen::new(listing, query, head);
    let exporter = Exporter::new(app.reader.clone(), chosen, format, patterns, app.base_url());
    let name = format!("attachment; filename=\"eventpit.{}\"", format.extension());
    Ok(HttpResponse::Ok()
        .content_type(format.media_type())
        .insert_header(("content-disposition", name))
        .insert_header(("cache-control", "no-cache"))
        .streaming(stream::unfold(Some(exporter), next)))
}

/// The next part. An error breaks the answer off: what came of it is not whole.
async fn next(exporter: Option<Exporter>) -> Option<(Result<Bytes, StoreError>, Option<Exporter>)> {
    let mut exporter = exporter?;
    let read = web::block(move || exporter.next_part().map(|part| (part, exporter))).await;
    match read {
        Ok(Ok((Some(part), exporter))) => Some((Ok(part.into()), Some(exporter))),
        Ok(Ok((None, _))) => None,
        Ok(Err(error)) => {
            tracing::error!(%error, "an export broke off");
            Some((Err(error), None))
        }
        Err(_) => Some((Err(StoreError::Closed), None)),
    }
}
