use actix_web::web::{self, Bytes, Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::given::given;
use super::{PATIENCE, Problem};
use crate::server::App;
use crate::store::{Control, PrunePlan};
use crate::workspace::{Limits, parse_age, parse_size};

/// How much is kept. Without any of it, what `retention` in the workspace says.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PruneParameters {
    /// Only so many requests, the newest.
    requests: Option<String>,
    /// Only what is younger than this: `30d`, `12h`, `90m`, `20s`.
    age: Option<String>,
    /// Only so much on disk, the newest: `500MB`, `2GB`.
    size: Option<String>,
    /// `true`: only says what would be pruned.
    dry_run: Option<String>,
}

/// What is pruned, or would be.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PruneAnswer {
    /// How many requests.
    pub requests: i64,
    /// How many events: those of the requests.
    pub events: i64,
    /// The cursor of the newest of them; null if nothing is beyond the limits.
    pub upto: Option<i64>,
}

/// Prune the recording: remove the oldest requests beyond some limits for good. They are in no list
/// and no count at once, and are removed in small steps.
///
/// The parameters may also be JSON in the body instead.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/prune",
    operation_id = "prune",
    params(PruneParameters),
    responses(
        (status = 200, description = "what is pruned", body = PruneAnswer),
        (status = 400, description = "a parameter cannot be read, or there is no limit", body = Problem),
        (status = 503, description = "it is recorded, but the projection did not reach it in time", body = Problem)
    )
)]
pub async fn prune(
    app: Data<App>,
    request: HttpRequest,
    parameters: Query<PruneParameters>,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let (limits, dry_run) = given(&request, parameters, &body)?.read(&app)?;
    let reader = app.clone();
    let plan = web::block(move || reader.reader.prune_plan(&limits)).await??;
    if let Some(PrunePlan { upto, .. }) = plan
        && !dry_run
    {
        let pruned = app.journal.control(Control::Prune(upto)).await?;
        app.reader.wait_for(pruned, PATIENCE).await?;
    }
    Ok(HttpResponse::Ok().json(PruneAnswer {
        requests: plan.map_or(0, |plan| plan.requests),
        events: plan.map_or(0, |plan| plan.events),
        upto: plan.map(|plan| plan.upto),
    }))
}

impl PruneParameters {
    fn read(&self, app: &App) -> Result<(Limits, bool), Problem> {
        let bad = |name: &str, expected: &str, text: &str| Problem::parameter(name, expected, text);
        let requests = match self.requests.as_deref() {
            None => None,
            Some(text) => match text.parse() {
                Ok(requests) => Some(requests),
                Err(_) => return Err(bad("requests", "a whole number", text)),
            },
        };
        let said = |text: &String, name: &str, why: String| bad(name, &why, text);
        let limits = Limits {
            requests,
            age: self
                .age
                .as_ref()
                .map(|text| parse_age(text).map_err(|why| said(text, "age", why)))
                .transpose()?,
            size: self
                .size
                .as_ref()
                .map(|text| parse_size(text).map_err(|why| said(text, "size", why)))
                .transpose()?,
        };
        let dry_run = match self.dry_run.as_deref() {
            None | Some("false") => false,
            Some("true") => true,
            Some(text) => return Err(bad("dry_run", "true or false", text)),
        };
        let limits = match limits.is_none() {
            true => app.workspace.workspace().retention.limits(),
            false => limits,
        };
        if limits.is_none() {
            return Err(Problem {
                status: 400,
                code: "no-limit",
                title: "There is nothing to prune by",
                detail: "no limit was given, and the workspace has none".into(),
                hint: "say how much is kept: requests=10000, age=30d or size=500MB; or set retention in workspace.json"
                    .into(),
                ..Problem::default()
            });
        }
        Ok((limits, dry_run))
    }
}
