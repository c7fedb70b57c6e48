use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Query};
use serde::Deserialize;

use super::expect::{Since, query, scope};
use super::mask::masked;
use super::{PATIENCE, Problem};
use crate::baseline::{Baseline, BaselineError};
use crate::expect::{MOST_EVENTS, events_for_baseline, upto_now};
use crate::live::Feed;
use crate::server::App;
use crate::store::{EventRow, Reader};

/// The header that tells up to which cursor it was looked: the file itself is the same for the same
/// events.
const CURSOR: &str = "x-eventpit-cursor";

/// The largest baseline that is made, in bytes: with a question around it, it has to be taken back.
const LARGEST: usize = 15 * 1024 * 1024;

/// Which events make a baseline.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct BaselineParameters {
    /// Only events that this query holds for: docs/QUERY.md.
    pub q: Option<String>,
    /// Only this test session.
    pub session: Option<String>,
    /// Only what came after this cursor (`1204`) or event (`1204.17`), or after `now`.
    pub since: Option<String>,
    /// Fields that differ each time and are left out, with a comma between: members' names
    /// (`cart_id`), or JSON pointers in which `*` stands for any one step (`/items/*/id`).
    pub ignore: Option<String>,
    /// `1` masks personal data by the workspace's `redaction`, and keys and cookies; `0` by default.
    pub mask: Option<String>,
}

/// What was recorded as a baseline: the file that `eventpit baseline save` writes, to be held against
/// another run by `/assert/baseline`. At most 10,000 events. The header `X-Eventpit-Cursor` tells up to
/// which cursor it was looked.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/baseline",
    operation_id = "get_baseline",
    params(BaselineParameters),
    responses(
        (status = 200, description = "the baseline", body = Baseline),
        (status = 400, description = "a parameter or the query cannot be read, or there are too many events", body = Problem),
        (status = 503, description = "the projection did not catch up in time", body = Problem)
    )
)]
pub async fn baseline(
    app: Data<App>,
    parameters: Query<BaselineParameters>,
) -> Result<HttpResponse, Problem> {
    let upto = upto_now(&app.reader, PATIENCE).await?;
    let reader = Arc::clone(&app.reader);
    let parameters = parameters.into_inner();
    let patterns = masked(parameters.mask.as_deref(), &app)?;
    let mut baseline = web::block(move || parameters.baseline(&reader, upto)).await??;
    if let Some(patterns) = patterns {
        baseline.mask(&patterns);
    }
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CURSOR, upto.to_string()))
        .body(baseline.to_string()))
}

impl BaselineParameters {
    /// The baseline of what came up to the cursor `upto`. Blocks.
    ///
    /// # Errors
    /// A parameter cannot be read, there are too many events, or the recording cannot be read.
    pub fn baseline(self, reader: &Reader, upto: i64) -> Result<Baseline, Problem> {
        let text = self.q.filter(|text| !text.trim().is_empty());
        let since = self.since.map(Since::Place);
        let scope = scope(upto, Feed::Events, self.session, since)?;
        let query = query(text.as_deref().unwrap_or_default())?;
        let rows = few(events_for_baseline(reader, &scope, &query, upto)?)?;
        let ignore = self.ignore.unwrap_or_default();
        let ignore = ignore.split(',').map(str::trim);
        let ignore = ignore.filter(|it| !it.is_empty()).map(String::from);
        let baseline = Baseline::of(&rows, text, ignore.collect())?;
        match baseline.to_string().len() > LARGEST {
            true => Err(too_many(
                "the events that match make more than 15 MiB".into(),
            )),
            false => Ok(baseline),
        }
    }
}

/// Events, if they are not more than a baseline may have.
///
/// # Errors
/// They are.
pub fn few(events: Option<Vec<EventRow>>) -> Result<Vec<EventRow>, Problem> {
    events.ok_or_else(|| too_many(format!("more than {MOST_EVENTS} events match")))
}

fn too_many(detail: String) -> Problem {
    Problem {
        status: 400,
        code: "too-many-events",
        title: "There are too many events for a baseline",
        detail,
        hint: "narrow them with a query, a test session, or since".into(),
        ..Problem::default()
    }
}

impl From<BaselineError> for Problem {
    fn from(error: BaselineError) -> Problem {
        Problem {
            status: 400,
            code: "bad-baseline",
            title: "The baseline cannot be read",
            detail: error.to_string(),
            hint: "a baseline is written by eventpit baseline save and GET /inspector/api/v1/baseline; docs/TESTING.md says what may be changed in it".into(),
            ..Problem::default()
        }
    }
}
