use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use serde::Serialize;

use super::Problem;
use super::standing::Standing;
use crate::fault::{Armed, Fault, Origin, check};
use crate::server::App;

/// A fault, and what it did so far.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FaultState {
    /// Its id: `f1`, `f2`, …
    pub id: String,
    /// What it is called: its name, or what it does.
    pub title: String,
    /// What it does, in words.
    pub what: String,
    /// To which requests and how often, in words.
    pub when: String,
    /// `armed`, or `used up`.
    pub state: &'static str,
    /// `workspace` for those of `faults.json`, else `server`.
    pub origin: &'static str,
    /// What its draws are made from.
    pub seed: u64,
    /// Since when it is armed.
    pub since: String,
    /// How many requests matched.
    pub matched: u64,
    /// On how many it acted.
    pub acted: u64,
    /// When the last request came that it acted on; null if there was none.
    pub last: Option<String>,
    /// The fault as it was armed.
    pub fault: Fault,
}

/// All faults.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct FaultList {
    /// Those that are armed, in the order in which they are asked, then those that are used up.
    pub items: Vec<FaultState>,
    /// How many are armed.
    pub armed: usize,
}

/// How many were disarmed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Disarmed {
    /// How many.
    pub disarmed: usize,
}

impl FaultList {
    /// The faults as they are now.
    pub fn of(app: &App) -> FaultList {
        let armed = app.faults.armed();
        let all = armed.iter().map(|it| FaultState::new(it, "armed"));
        let used_up = app.faults.used_up();
        let used_up = used_up.iter().map(|it| FaultState::new(it, "used up"));
        FaultList {
            items: all.chain(used_up).collect(),
            armed: armed.len(),
        }
    }
}

impl FaultState {
    /// The fault `armed`, which is in that state.
    pub fn new(armed: &Armed, state: &'static str) -> FaultState {
        FaultState {
            id: armed.id.clone(),
            title: armed.fault.title(),
            what: armed.fault.what(),
            when: armed.fault.when(),
            state,
            origin: match armed.origin {
                Origin::Workspace => "workspace",
                Origin::Server => "server",
            },
            seed: armed.seed,
            since: armed.since.to_string(),
            matched: armed.matched(),
            acted: armed.acted(),
            last: armed.acted_at().map(|last| last.to_string()),
            fault: armed.fault.clone(),
        }
    }
}

/// The faults that are armed or used up, and what each did so far.
#[utoipa::path(get, path = "/inspector/api/v1/faults", operation_id = "list_faults", responses((status = 200, description = "what was asked for", body = Standing<FaultList>)))]
pub async fn list(app: Data<App>) -> HttpResponse {
    HttpResponse::Ok().json(Standing::now(&app.reader, FaultList::of(&app)))
}

/// Arms a fault, in front of all others.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/faults",
    operation_id = "arm_fault",
    request_body = Fault,
    responses((status = 201, description = "the fault, armed", body = Standing<FaultState>), (status = 400, description = "the fault cannot be read", body = Problem), (status = 409, description = "too many are armed", body = Problem))
)]
pub async fn arm(app: Data<App>, body: Bytes) -> Result<HttpResponse, Problem> {
    let fault: Fault = serde_json::from_slice(&body)
        .map_err(|error| Problem::fault(format!("the body is no fault: {error}")))?;
    let armed = arm_checked(&app, fault)?;
    let state = FaultState::new(&armed, "armed");
    Ok(HttpResponse::Created().json(Standing::now(&app.reader, state)))
}

/// Arms `fault` if nothing is wrong with it.
///
/// # Errors
/// What is wrong with it, or that too many are armed.
pub fn arm_checked(app: &App, fault: Fault) -> Result<std::sync::Arc<Armed>, Problem> {
    let wrong: Vec<String> = check(&fault)
        .into_iter()
        .map(|wrong| format!("{}: {}", wrong.key, wrong.message))
        .collect();
    if !wrong.is_empty() {
        return Err(Problem::fault(wrong.join("; ")));
    }
    app.faults.arm(fault).map_err(|too_many| Problem {
        status: StatusCode::CONFLICT.as_u16(),
        code: "too-many-faults",
        title: "Too many faults are armed",
        detail: too_many.to_string(),
        hint: "DELETE /inspector/api/v1/faults disarms all".into(),
        ..Problem::default()
    })
}

/// Disarms a fault, or takes one that is used up off the list. One of the workspace comes back once
/// it is changed in `faults.json`.
#[utoipa::path(
    delete,
    path = "/inspector/api/v1/faults/{id}",
    operation_id = "disarm_fault",
    params(("id" = String, Path, description = "as in f1")),
    responses((status = 200, description = "the fault as it was", body = Standing<FaultState>), (status = 404, description = "there is nothing with that id", body = Problem))
)]
pub async fn disarm(app: Data<App>, id: Path<String>) -> Result<HttpResponse, Problem> {
    let gone = app.faults.disarm(&id);
    let gone = gone.ok_or_else(|| Problem::not_found("fault", &id))?;
    let state = FaultState::new(&gone, "disarmed");
    Ok(HttpResponse::Ok().json(Standing::now(&app.reader, state)))
}

/// One fault, and what it did so far.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/faults/{id}",
    operation_id = "get_fault",
    params(("id" = String, Path, description = "as in f1")),
    responses((status = 200, description = "what was asked for", body = Standing<FaultState>), (status = 404, description = "there is nothing with that id", body = Problem))
)]
pub async fn one(app: Data<App>, id: Path<String>) -> Result<HttpResponse, Problem> {
    let items = FaultList::of(&app).items.into_iter();
    let mut its = items.filter(|state| state.id == *id);
    let found = its.next();
    let found = found.ok_or_else(|| Problem::not_found("fault", &id))?;
    Ok(HttpResponse::Ok().json(Standing::now(&app.reader, found)))
}

/// Disarms all faults, and takes all off the list.
#[utoipa::path(delete, path = "/inspector/api/v1/faults", operation_id = "disarm_all_faults", responses((status = 200, description = "how many were disarmed", body = Standing<Disarmed>)))]
pub async fn disarm_all(app: Data<App>) -> HttpResponse {
    let disarmed = app.faults.disarm_all();
    HttpResponse::Ok().json(Standing::now(&app.reader, Disarmed { disarmed }))
}
