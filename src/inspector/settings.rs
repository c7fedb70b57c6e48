use actix_web::web::{self, Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::PageError;
use super::masking::{MaskSwitch, Masking};
use super::render::{form_page, see_other};
use crate::redaction::Pattern;
use crate::server::App;
use crate::workspace::write_redaction;

/// What a person sets.
#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    masking: MaskSwitch,
    /// The pointers in force, or as they were typed where they are wrong: one a line.
    pointers: String,
    /// What is wrong with them.
    wrong: Option<String>,
    /// Whether the workspace is a folder, so that they can be kept.
    is_folder: bool,
    api: String,
}

/// The list of pointers, as it was typed.
#[derive(Deserialize)]
pub struct Typed {
    /// One a line.
    pointers: String,
}

/// Theme, keys, masking.
pub async fn settings(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    shown(&app, &request, None)
}

/// Keeps the list of pointers in the workspace's own file, from where it comes into force.
pub async fn redaction(
    app: Data<App>,
    request: HttpRequest,
    typed: Form<Typed>,
) -> Result<HttpResponse, PageError> {
    let text = typed.into_inner().pointers;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut pointers = Vec::new();
    for line in lines {
        match Pattern::parse(line) {
            Ok(_) => pointers.push(line.to_string()),
            Err(error) => {
                let wrong = format!("{line:?} is none: {error}.");
                return shown(&app, &request, Some((text, wrong)));
            }
        }
    }
    let folder = app.workspace.workspace().folder.clone();
    let Some(folder) = folder else {
        let wrong =
            "The built-in workspace cannot be changed: write it to a folder with eventpit init.";
        return shown(&app, &request, Some((text, wrong.into())));
    };
    let written = web::block(move || write_redaction(&folder, &pointers)).await?;
    if let Err(error) = written {
        return shown(&app, &request, Some((text, error.to_string())));
    }
    Ok(see_other("/inspector/settings#masking"))
}

fn shown(
    app: &App,
    request: &HttpRequest,
    refused: Option<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let workspace = app.workspace.workspace();
    let in_force = || {
        let pointers = workspace.redaction.iter().map(Pattern::as_str);
        pointers.collect::<Vec<_>>().join("\n")
    };
    let (pointers, wrong) = match refused {
        Some((typed, wrong)) => (typed, Some(wrong)),
        None => (in_force(), None),
    };
    let masking = Masking::of(request, app);
    let page = SettingsPage {
        masking: masking.switch(request),
        api: masking.link("/inspector/api/v1/settings"),
        pointers,
        wrong,
        is_folder: workspace.folder.is_some(),
    };
    form_page(&page, page.wrong.as_ref())
}
