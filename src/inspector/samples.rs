use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::masking::Masking;
use super::render::{page, see_other};
use super::send_sample::{find, send};
use super::teaching::{SampleGroup, groups};
use super::{PageError, View};
use crate::api::PATIENCE;
use crate::redaction::told_samples;
use crate::server::App;

#[derive(Template)]
#[template(path = "samples.html")]
struct SamplesPage {
    groups: Vec<SampleGroup>,
    json: String,
    url: String,
}

/// The samples of the workspace.
pub async fn list(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let masking = Masking::of(&request, &app);
    let samples = told_samples(&app.workspace.workspace().samples, masking.masker());
    page(&SamplesPage {
        groups: groups(&samples),
        json: masking.link("/inspector/api/v1/samples"),
        url: app.ingest_urls.first().cloned().unwrap_or_default(),
    })
}

/// Sends a sample to this server's own ingest address, as any client would, and leads to what
/// became of it.
pub async fn post(app: Data<App>, path: Path<(String, String)>) -> Result<HttpResponse, PageError> {
    let (platform, name) = path.into_inner();
    let name = format!("{platform}/{name}");
    let workspace = app.workspace.workspace();
    let sample = workspace.samples.iter().find(|sample| sample.name == name);
    let sample = sample
        .cloned()
        .ok_or_else(|| PageError::not_found("sample", &name))?;
    let url = app.ingest_urls.first().cloned().unwrap_or_default();
    let before = app.reader.head();
    let mark = web::block(move || send(&url, &sample)).await??;
    app.reader.wait_for(app.reader.head(), PATIENCE).await?;
    let made = web::block(move || find(&app.reader, before, &mark)).await??;
    let leads_to = match made {
        Some(row) if row.events == 1 => format!("{}/{}.0", View::Events.path(), row.id),
        Some(row) => format!("{}/{}", View::Requests.path(), row.id),
        None => View::Requests.path().into(),
    };
    Ok(see_other(&leads_to))
}
