use std::sync::Arc;

use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::answer::{NotHeld, answered, list_of};
use super::question::{Since, query, read, scope};
use crate::api::baseline::few;
use crate::api::{PATIENCE, Problem};
use crate::baseline::Baseline;
use crate::expect::{BaselineVerdict, Scope, events_for_baseline, is_as_in_baseline, upto_now};
use crate::live::Feed;
use crate::query::Query;
use crate::server::App;
use crate::store::Reader;

/// The largest question that is read, in bytes, as the guard of the inspector has it: a baseline has
/// whole events in it.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// What a run is held against.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BaselineQuestion {
    /// The baseline: the file.
    #[schema(value_type = Baseline)]
    baseline: Box<RawValue>,
    /// Only events that this query holds for: docs/QUERY.md; by default that of the baseline.
    q: Option<String>,
    /// Only events of this test session; all if there is none.
    session: Option<String>,
    /// Only events after this; all that are recorded if there is none.
    since: Option<Since>,
    /// Whether the events of each platform have to come in the order of the baseline: true if
    /// nothing is said.
    #[serde(default = "yes")]
    order: bool,
}

fn yes() -> bool {
    true
}

/// What a run is held against, as it was read: of a question, or of a form of the inspector.
pub struct BaselineAsked {
    baseline: Baseline,
    scope: Scope,
    query: Arc<Query>,
    order: bool,
}

/// Whether what was recorded is as in a baseline: no event is missing or new, no property is missing,
/// new, of another type or value, and the order is the same. What differs each time is not compared.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/assert/baseline",
    operation_id = "assert_baseline",
    request_body = BaselineQuestion,
    responses(
        (status = 200, description = "it is", body = BaselineVerdict),
        (status = 400, description = "the question or the baseline cannot be read, or there are too many events", body = Problem),
        (status = 409, description = "it is not, and what differs", body = NotHeld<BaselineVerdict>),
        (status = 413, description = "the question is larger than 16 MiB", body = Problem),
        (status = 503, description = "the projection did not catch up in time", body = Problem)
    )
)]
pub async fn baseline(
    app: Data<App>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let asked = read::<BaselineQuestion>(&body)?.read(app.reader.head())?;
    let look = list_of(&asked.scope, asked.baseline.query.as_deref());
    let upto = upto_now(&app.reader, PATIENCE).await?;
    let reader = Arc::clone(&app.reader);
    let verdict = web::block(move || asked.judge(&reader, upto, |_| {})).await??;
    Ok(answered(&request, verdict, &look))
}

impl BaselineQuestion {
    /// Holds what came up to the cursor `upto`, the newest, against the baseline. Blocks.
    ///
    /// # Errors
    /// The question cannot be read, there are too many events, or the recording cannot be read.
    pub fn judge(self, reader: &Reader, upto: i64) -> Result<BaselineVerdict, Problem> {
        self.read(upto)?.judge(reader, upto, |_| {})
    }

    fn read(self, head: i64) -> Result<BaselineAsked, Problem> {
        let scope = scope(head, Feed::Events, self.session, self.since)?;
        BaselineAsked::new(self.baseline.get().as_bytes(), self.q, scope, self.order)
    }
}

impl BaselineAsked {
    /// The baseline in `file`, held against the part `scope` of the recording: the events that `q`
    /// holds for, or the baseline's own query if there is none.
    ///
    /// # Errors
    /// It is no baseline, or a query cannot be read.
    pub fn new(
        file: &[u8],
        q: Option<String>,
        scope: Scope,
        order: bool,
    ) -> Result<BaselineAsked, Problem> {
        let mut baseline = Baseline::read(file)?;
        baseline.query = q.or(baseline.query);
        Ok(BaselineAsked {
            query: query(baseline.query.as_deref().unwrap_or_default())?,
            scope,
            baseline,
            order,
        })
    }

    /// Holds what came up to the cursor `upto`, the newest, against the baseline; `mask` is what is
    /// done to both of them before. Blocks.
    ///
    /// # Errors
    /// There are too many events, or the recording cannot be read.
    pub fn judge(
        mut self,
        reader: &Reader,
        upto: i64,
        mask: impl Fn(&mut Baseline),
    ) -> Result<BaselineVerdict, Problem> {
        let rows = few(events_for_baseline(reader, &self.scope, &self.query, upto)?)?;
        let mut now = Baseline::of(&rows, None, self.baseline.ignore.clone())?;
        mask(&mut now);
        mask(&mut self.baseline);
        Ok(is_as_in_baseline(
            &self.baseline,
            &rows,
            &now,
            self.order,
            upto,
        ))
    }
}
