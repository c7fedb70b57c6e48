use actix_web::HttpResponse;
use actix_web::web::{Data, Form};
use serde::Deserialize;

use super::render::see_other;
use super::{Filter, PageError, View};
use crate::query::Word;
use crate::server::App;

/// What a tester calls a recording.
#[derive(Deserialize)]
pub struct Named {
    name: String,
}

/// Starts a recording with a name, and leads to it.
pub async fn start(app: Data<App>, Form(named): Form<Named>) -> Result<HttpResponse, PageError> {
    let session = app.named_recording.start(&named.name).ok_or_else(|| {
        let text = "A recording's name needs a letter from a to z or a digit.";
        PageError::refused(400, text.into())
    })?;
    tracing::info!(session = session.as_str(), "recording by name");
    Ok(to(&session))
}

/// Stops it, and leads to what was recorded.
pub async fn stop(app: Data<App>) -> HttpResponse {
    match app.named_recording.stop() {
        Some(session) => {
            tracing::info!(session = session.as_str(), "recording by name stopped");
            to(&session)
        }
        None => see_other(View::Events.path()),
    }
}

fn to(session: &str) -> HttpResponse {
    let filter = Filter::new("", [(Word::Session, session)]);
    see_other(&filter.link(View::Events.path()))
}
