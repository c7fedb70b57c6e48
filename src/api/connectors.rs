use actix_web::HttpResponse;
use actix_web::web::{self, Data, Query};

use super::Problem;
use super::scope::ScopeParameters;
use super::standing::Standing;
use crate::overview::{ConnectorsOverview, connectors as overview};
use crate::server::App;

/// What each connector of the workspace in force would have been sent of the newest events, and
/// what not and why. Of 200 events at most. Nothing is ever sent.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/connectors",
    operation_id = "get_connectors",
    params(ScopeParameters),
    responses((status = 200, description = "what was asked for", body = Standing<ConnectorsOverview>), (status = 400, description = "a parameter cannot be read", body = Problem))
)]
pub async fn connectors(
    app: Data<App>,
    parameters: Query<ScopeParameters>,
) -> Result<HttpResponse, Problem> {
    let scope = parameters.into_inner().scope(&app)?;
    let asked = app.clone();
    let found = async { Ok::<_, Problem>(web::block(move || overview(&asked, &scope)).await??) };
    Ok(HttpResponse::Ok().json(Standing::of(&app.reader, found).await?))
}
