use std::sync::Arc;

use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::answer::{NotHeld, answered, list_of};
use super::question::{Since, query, read, scope};
use crate::api::{PATIENCE, Problem};
use crate::expect::{Scope, SequenceVerdict, sequence_holds, upto_now};
use crate::live::Feed;
use crate::query::Query;
use crate::server::App;

/// How many steps a sequence may have.
const MOST_STEPS: usize = 100;

/// What must have come one after another.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SequenceQuestion {
    /// A query for each step, 100 at most: docs/QUERY.md.
    steps: Vec<String>,
    /// `events`, or `requests`: with what was answered, those without an event too.
    #[serde(default)]
    list: Feed,
    /// Only of this test session; all if there is none.
    session: Option<String>,
    /// Only what came after this; all that is recorded if there is none.
    since: Option<Since>,
}

/// Whether an event, or a request, for each step is there, each after the one before it. Others may
/// come in between.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/assert/sequence",
    operation_id = "assert_sequence",
    request_body = SequenceQuestion,
    responses(
        (status = 200, description = "they came in order", body = SequenceVerdict),
        (status = 400, description = "the question cannot be read", body = Problem),
        (status = 409, description = "one did not; what came instead", body = NotHeld<SequenceVerdict>),
        (status = 503, description = "the projection did not catch up in time", body = Problem)
    )
)]
pub async fn sequence(
    app: Data<App>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let question: SequenceQuestion = read(&body)?;
    let (scope, steps) = question.read(app.reader.head())?;
    let look = list_of(&scope, None);
    let upto = upto_now(&app.reader, PATIENCE).await?;
    let reader = app.reader.clone();
    let verdict = web::block(move || sequence_holds(&reader, &scope, &steps, upto)).await??;
    Ok(answered(&request, verdict, &look))
}

impl SequenceQuestion {
    /// Where the steps are looked for in a recording whose newest cursor is `head`, and the steps.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn read(self, head: i64) -> Result<(Scope, Vec<Arc<Query>>), Problem> {
        if !(1..=MOST_STEPS).contains(&self.steps.len()) {
            let got = format!("{} steps", self.steps.len());
            return Err(Problem::parameter("steps", "1 to 100 queries", &got));
        }
        let steps = self.steps.iter().map(|step| query(step));
        let steps = steps.collect::<Result<Vec<_>, _>>()?;
        Ok((scope(head, self.list, self.session, self.since)?, steps))
    }
}
