use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::answer::{NotHeld, answered, list_of};
use super::question::{Since, live, query, read, scope, time};
use crate::api::Problem;
use crate::expect::{self, ExpectationVerdict, Quiet};
use crate::live::Feed;
use crate::server::App;

/// What must not come.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoneQuestion {
    /// The query that none may match: docs/QUERY.md; empty for any.
    #[serde(default)]
    q: String,
    /// `events`, or `requests`: with what was answered, those without an event too.
    #[serde(default)]
    list: Feed,
    /// Only of this test session; all if there is none.
    session: Option<String>,
    /// For how long from now on, in milliseconds: 0 if nothing is said (what is recorded counts, and
    /// nothing is waited for), 600000 at most.
    quiet_ms: Option<u64>,
    /// Only what came after this; all that is recorded if there is none.
    since: Option<Since>,
}

/// Whether no matching event is there, and none comes for a while. Answers as soon as one does.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/assert/none",
    operation_id = "assert_none",
    request_body = NoneQuestion,
    responses(
        (status = 200, description = "none came", body = ExpectationVerdict),
        (status = 400, description = "the question cannot be read", body = Problem),
        (status = 409, description = "one came", body = NotHeld<ExpectationVerdict>),
        (status = 503, description = "the projection did not catch up in time", body = Problem)
    )
)]
pub async fn none(
    app: Data<App>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let question: NoneQuestion = read(&body)?;
    let (quiet, look) = question.read(app.reader.head())?;
    let verdict = expect::none(&live(&app), quiet).await?;
    Ok(answered(&request, verdict, &look))
}

impl NoneQuestion {
    /// What must not come into a recording whose newest cursor is `head`, and the page that shows
    /// it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(self, head: i64) -> Result<(Quiet, String), Problem> {
        let quiet = Quiet {
            quiet: time("quiet_ms", self.quiet_ms, 0)?,
            scope: scope(head, self.list, self.session, self.since)?,
            query: query(&self.q)?,
        };
        let look = list_of(&quiet.scope, Some(&self.q));
        Ok((quiet, look))
    }
}
