use std::sync::Arc;

use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::answer::{NotHeld, answered, plan_of};
use super::question::{Since, read, scope};
use crate::api::{PATIENCE, Problem};
use crate::event::Severity;
use crate::expect::{PlanExpectation, PlanVerdict, Scope, plan_holds, upto_now};
use crate::live::Feed;
use crate::plan::Plan;
use crate::server::App;
use crate::store::Reader;
use crate::workspace::Workspace;

/// What is expected of the tracking plans in force.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanQuestion {
    /// Only this plan, by the name of its file; all if there is none.
    plan: Option<String>,
    /// Only events of this test session; all if there is none.
    session: Option<String>,
    /// Only events after this; all that are recorded if there is none.
    since: Option<Since>,
    /// From which severity on a broken rule, or a name that is not planned, counts: `warning` if
    /// nothing is said. The severities are the plan's.
    severity: Option<Severity>,
    /// Whether each planned event has to have come at least once.
    #[serde(default)]
    complete: bool,
}

/// Whether what came is as the tracking plans have it.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/assert/plan",
    operation_id = "assert_plan",
    request_body = PlanQuestion,
    responses(
        (status = 200, description = "it is", body = PlanVerdict),
        (status = 400, description = "the question cannot be read, or there is no such plan", body = Problem),
        (status = 409, description = "it is not, and why", body = NotHeld<PlanVerdict>),
        (status = 503, description = "the projection did not catch up in time", body = Problem)
    )
)]
pub async fn plan(
    app: Data<App>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let question: PlanQuestion = read(&body)?;
    let workspace = app.workspace.workspace();
    let upto = upto_now(&app.reader, PATIENCE).await?;
    let reader = Arc::clone(&app.reader);
    let look = plan_of(&question.scope(upto)?);
    let verdict = web::block(move || question.judge(&reader, &workspace, upto)).await??;
    Ok(answered(&request, verdict, &look))
}

impl PlanQuestion {
    /// Which part of a recording is looked at, whose newest cursor is `head`.
    fn scope(&self, head: i64) -> Result<Scope, Problem> {
        let (session, since) = (self.session.clone(), self.since.clone());
        scope(head, Feed::Events, session, since)
    }

    /// Holds what came up to the cursor `upto` against the plans of `workspace`. Blocks.
    ///
    /// # Errors
    /// There is no such plan, or the recording cannot be read.
    pub fn judge(
        self,
        reader: &Reader,
        workspace: &Workspace,
        upto: i64,
    ) -> Result<PlanVerdict, Problem> {
        let plans = wanted(workspace, self.plan.as_deref())?;
        let expected = PlanExpectation {
            severity: self.severity.unwrap_or(Severity::Warning),
            complete: self.complete,
        };
        let scope = self.scope(upto)?;
        let counts = reader.plan_counts(scope.session.as_deref(), scope.since)?;
        Ok(plan_holds(&plans, &counts, expected, upto))
    }
}

/// The plan of that name, or all of them.
///
/// # Errors
/// There is none.
pub fn wanted<'a>(workspace: &'a Workspace, name: Option<&str>) -> Result<Vec<&'a Plan>, Problem> {
    let plans = workspace.plans.iter();
    let plans: Vec<&Plan> = plans
        .filter(|plan| name.is_none_or(|name| name == plan.name))
        .collect();
    match plans.is_empty() {
        true => Err(Problem::no_plan()),
        false => Ok(plans),
    }
}
