use actix_web::HttpResponse;
use actix_web::web::{self, Data, Query};

use super::Problem;
use super::scope::ScopeParameters;
use super::standing::Standing;
use crate::overview::{ConsentOverview, consent as overview};
use crate::server::App;

/// What visitors consented to, over time: for each vendor, category or purpose how often it was
/// granted, denied, essential or undecided, and who decided when. Of the newest 2,000 events.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/consent",
    operation_id = "get_consent",
    params(ScopeParameters),
    responses((status = 200, description = "what was asked for", body = Standing<ConsentOverview>), (status = 400, description = "a parameter cannot be read", body = Problem))
)]
pub async fn consent(
    app: Data<App>,
    parameters: Query<ScopeParameters>,
) -> Result<HttpResponse, Problem> {
    let scope = parameters.into_inner().scope(&app)?;
    let reader = app.reader.clone();
    let found = async { Ok::<_, Problem>(web::block(move || overview(&reader, &scope)).await??) };
    Ok(HttpResponse::Ok().json(Standing::of(&app.reader, found).await?))
}
