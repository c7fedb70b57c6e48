use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, Query};

use super::Problem;
use super::scope::ScopeParameters;
use super::standing::Standing;
use crate::overview::{VisitorOverview, visitor as overview};
use crate::server::App;

/// One person: the ids they came with, where these were linked, and what they did on all platforms.
/// The id is that of a visitor, a user or a visit. With the newest 1,000 of their events; `since` narrows
/// these, and not who they are.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/visitors/{id}",
    operation_id = "get_visitor",
    params(("id" = String, Path, description = "an anonymous id, a user id or the id of a visit"), ScopeParameters),
    responses((status = 200, description = "what was asked for", body = Standing<VisitorOverview>), (status = 400, description = "a parameter cannot be read", body = Problem), (status = 404, description = "nobody has that id", body = Problem))
)]
pub async fn one(
    app: Data<App>,
    id: Path<String>,
    parameters: Query<ScopeParameters>,
) -> Result<HttpResponse, Problem> {
    let scope = parameters.into_inner().scope(&app)?;
    let asked = id.clone();
    let reader = app.reader.clone();
    let found = async {
        let found = web::block(move || overview(&reader, &asked, &scope)).await??;
        found.ok_or_else(|| Problem::not_found("visitor", &id))
    };
    Ok(HttpResponse::Ok().json(Standing::of(&app.reader, found).await?))
}
