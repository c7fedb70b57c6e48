use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::render::see_other;
use super::{Look, PageError, PageParameters, View};
use crate::server::App;

/// What a tester calls a recording.
#[derive(Deserialize)]
pub struct Named {
    name: String,
}

/// Starts a recording with a name, and leads to it.
pub async fn start(
    app: Data<App>,
    request: HttpRequest,
    Form(named): Form<Named>,
) -> Result<HttpResponse, PageError> {
    let look = look(&request)?;
    let session = app.named_recording.start(&named.name).ok_or_else(|| {
        let text = "A recording's name needs a letter from a to z or a digit.";
        PageError::refused(400, text.into())
    })?;
    tracing::info!(session = session.as_str(), "recording by name");
    Ok(see_other(&look.session(&session)))
}

/// Stops it, and leads to what was recorded.
pub async fn stop(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let look = look(&request)?;
    Ok(match app.named_recording.stop() {
        Some(session) => {
            tracing::info!(session = session.as_str(), "recording by name stopped");
            see_other(&look.session(&session))
        }
        None => see_other(&look.everything()),
    })
}

/// How the list was looked at that the form stands on; the events' if it says nothing of one.
fn look(request: &HttpRequest) -> Result<Look, PageError> {
    let parameters = PageParameters::read(request)?;
    Ok(parameters.look(parameters.view().unwrap_or(View::Events)))
}
