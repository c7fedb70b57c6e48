use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Serialize;

use super::{MaskParameter, Problem};
use crate::redaction::told_samples;
use crate::server::App;
use crate::workspace::Sample;

/// The samples of the workspace in force.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SampleList {
    /// Each, in the order in which they are offered.
    items: Vec<SampleRow>,
    /// The address that they are sent to.
    url: String,
}

/// A sample: a request to try a platform with.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SampleRow {
    /// Its name, as `eventpit send` takes it: `jitsu/wrong-key`.
    name: String,
    /// What it shows, in a few words.
    title: String,
    /// The platform that it is sent to.
    platform: Option<&'static str>,
    /// Its method.
    method: String,
    /// Path and query on the platform.
    path: String,
    /// A POST here, from the inspector or without a browser, sends it and leads to what became of it.
    send: String,
}

impl From<&Sample> for SampleRow {
    fn from(sample: &Sample) -> SampleRow {
        SampleRow {
            name: sample.name.clone(),
            title: sample.title.clone(),
            platform: sample.platform.map(|platform| platform.as_str()),
            method: sample.method.clone(),
            path: sample.path.clone(),
            send: format!("/inspector/samples/{}", sample.name),
        }
    }
}

/// The samples of the workspace in force, which `eventpit send` and the inspector send.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/samples",
    operation_id = "list_samples",
    params(MaskParameter),
    responses(
        (status = 200, description = "what was asked for", body = SampleList),
        (status = 400, description = "a parameter is wrong", body = Problem)
    )
)]
pub async fn list(app: Data<App>, mask: Query<MaskParameter>) -> Result<HttpResponse, Problem> {
    let samples = told_samples(&app.workspace.workspace().samples, mask.masker(&app)?);
    Ok(HttpResponse::Ok().json(SampleList {
        items: samples.iter().map(SampleRow::from).collect(),
        url: app.base_url().to_string(),
    }))
}
