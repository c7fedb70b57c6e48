use std::sync::Arc;

use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::answer::{NotHeld, answered, plan_of};
use super::plan::wanted;
use super::question::{Since, read, scope};
use crate::api::{PATIENCE, Problem};
use crate::expect::{CoverageVerdict, Scope, is_covered, upto_now};
use crate::live::Feed;
use crate::server::App;
use crate::store::Reader;
use crate::workspace::Workspace;

/// How much of the tracking plans in force is expected to be seen.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverageQuestion {
    /// Only this plan, by the name of its file; all if there is none.
    plan: Option<String>,
    /// Only events of this test session; all if there is none.
    session: Option<String>,
    /// Only events after this; all that are recorded if there is none.
    since: Option<Since>,
    /// How many percent of each plan's events have to have come as planned, once at least: 0 if
    /// nothing is said.
    #[serde(default)]
    min: usize,
}

/// How much of the tracking plans was seen: each planned event with what came of it, and whether that
/// is enough.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/assert/coverage",
    operation_id = "assert_coverage",
    request_body = CoverageQuestion,
    responses(
        (status = 200, description = "as much as was expected", body = CoverageVerdict),
        (status = 400, description = "the question cannot be read, or there is no such plan", body = Problem),
        (status = 409, description = "less than was expected", body = NotHeld<CoverageVerdict>),
        (status = 503, description = "the projection did not catch up in time", body = Problem)
    )
)]
pub async fn coverage(
    app: Data<App>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let question: CoverageQuestion = read(&body)?;
    let workspace = app.workspace.workspace();
    let upto = upto_now(&app.reader, PATIENCE).await?;
    let reader = Arc::clone(&app.reader);
    let look = plan_of(&question.scope(upto)?);
    let verdict = web::block(move || question.judge(&reader, &workspace, upto)).await??;
    Ok(answered(&request, verdict, &look))
}

impl CoverageQuestion {
    /// Which part of a recording is looked at, whose newest cursor is `head`.
    fn scope(&self, head: i64) -> Result<Scope, Problem> {
        let (session, since) = (self.session.clone(), self.since.clone());
        scope(head, Feed::Events, session, since)
    }

    /// Counts what came up to the cursor `upto` by the plans of `workspace`. Blocks.
    ///
    /// # Errors
    /// There is no such plan, or the recording cannot be read.
    pub fn judge(
        self,
        reader: &Reader,
        workspace: &Workspace,
        upto: i64,
    ) -> Result<CoverageVerdict, Problem> {
        if self.min > 100 {
            let min = self.min.to_string();
            return Err(Problem::parameter("min", "a percentage, 0 to 100", &min));
        }
        let plans = wanted(workspace, self.plan.as_deref())?;
        let scope = self.scope(upto)?;
        let counts = reader.plan_counts(scope.session.as_deref(), scope.since)?;
        Ok(is_covered(&plans, &counts, self.min, upto))
    }
}
