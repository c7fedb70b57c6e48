use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::answer::{NotHeld, answered, list_of};
use super::question::{Since, expectation, read, scope};
use crate::api::{PATIENCE, Problem};
use crate::expect::{Count, Expectation, ExpectationVerdict, holds_now, upto_now};
use crate::live::Feed;
use crate::server::App;

/// What must be there.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssertQuestion {
    /// The query that they match: docs/QUERY.md; empty for any.
    #[serde(default)]
    q: String,
    /// `events`, or `requests`: with what was answered, those without an event too.
    #[serde(default)]
    list: Feed,
    /// Only of this test session; all if there is none.
    session: Option<String>,
    /// How many: at least 1 if nothing is said.
    count: Option<Count>,
    /// Only what came after this; all that is recorded if there is none.
    since: Option<Since>,
}

/// Whether matching events are there now: of everything that was recorded when the question came.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/assert",
    operation_id = "assert",
    request_body = AssertQuestion,
    responses(
        (status = 200, description = "it holds", body = ExpectationVerdict),
        (status = 400, description = "the question cannot be read", body = Problem),
        (status = 409, description = "it does not hold; what came instead", body = NotHeld<ExpectationVerdict>),
        (status = 503, description = "the projection did not catch up in time", body = Problem)
    )
)]
pub async fn assert(
    app: Data<App>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let question: AssertQuestion = read(&body)?;
    let (expectation, look) = question.read(app.reader.head())?;
    let upto = upto_now(&app.reader, PATIENCE).await?;
    let reader = app.reader.clone();
    let verdict = web::block(move || holds_now(&reader, &expectation, upto)).await??;
    Ok(answered(&request, verdict, &look))
}

impl AssertQuestion {
    /// What is expected of a recording whose newest cursor is `head`, and the page that shows it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(self, head: i64) -> Result<(Expectation, String), Problem> {
        let scope = scope(head, self.list, self.session, self.since)?;
        let expectation = expectation(scope, &self.q, self.count)?;
        let look = list_of(&expectation.scope, Some(&self.q));
        Ok((expectation, look))
    }
}
