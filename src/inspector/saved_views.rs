use std::sync::Arc;

use actix_web::web::{self, Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::render::see_other;
use super::{Filter, Look, PageError, PageParameters, View};
use crate::live::Feed;
use crate::server::{App, SavedView, SavedViewError};

/// A view as a form names it.
#[derive(Deserialize)]
pub struct Named {
    name: String,
    view: Feed,
    #[serde(default)]
    q: String,
    #[serde(default)]
    h: String,
}

/// A saved view, as a list offers it.
pub struct SavedLink {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub href: String,
    /// What it asks for.
    pub q: String,
}

/// What a list offers of the saved views.
pub struct SavedLinks {
    /// Those of all lists, by name.
    pub links: Vec<SavedLink>,
    /// Why they cannot be read.
    pub wrong: Option<String>,
}

impl SavedLinks {
    /// Of what was read.
    pub fn new(read: Result<Vec<SavedView>, SavedViewError>) -> SavedLinks {
        let link = |view: SavedView| SavedLink {
            href: href(&view, false),
            name: view.name,
            q: view.q,
        };
        match read {
            Ok(views) => SavedLinks {
                links: views.into_iter().map(link).collect(),
                wrong: None,
            },
            Err(error) => SavedLinks {
                links: Vec::new(),
                wrong: Some(error.to_string()),
            },
        }
    }
}

/// Saves a list under a name, and leads back to it.
pub async fn save(
    app: Data<App>,
    request: HttpRequest,
    Form(named): Form<Named>,
) -> Result<HttpResponse, PageError> {
    let flat = is_flat(&request)?;
    let view = SavedView {
        name: named.name.trim().to_string(),
        list: named.view,
        q: named.q,
        h: named.h,
    };
    let location = href(&view, flat);
    let views = Arc::clone(&app.saved_views);
    web::block(move || views.save(view)).await??;
    Ok(see_other(&location))
}

/// Deletes one, and leads back to the list it was deleted from.
pub async fn delete(
    app: Data<App>,
    request: HttpRequest,
    Form(named): Form<Named>,
) -> Result<HttpResponse, PageError> {
    let flat = is_flat(&request)?;
    let here = SavedView {
        name: String::new(),
        list: named.view,
        q: named.q,
        h: named.h,
    };
    let views = Arc::clone(&app.saved_views);
    web::block(move || views.delete(&named.name)).await??;
    Ok(see_other(&href(&here, flat)))
}

/// Leads to the one of that name: an address that stays when what it asks for is changed.
pub async fn open(app: Data<App>, name: Path<String>) -> Result<HttpResponse, PageError> {
    let views = Arc::clone(&app.saved_views);
    let all = web::block(move || views.all()).await??;
    let found = all.iter().find(|view| view.name == *name);
    let view = found.ok_or_else(|| PageError::not_found("saved view", &name))?;
    Ok(see_other(&href(view, false)))
}

/// Whether the list that a form stands on is shown without groups.
fn is_flat(request: &HttpRequest) -> Result<bool, PageError> {
    Ok(PageParameters::read(request)?.look(View::Events).flat)
}

/// Where it is.
fn href(view: &SavedView, flat: bool) -> String {
    let list = match view.list {
        Feed::Events => View::Events,
        Feed::Requests => View::Requests,
    };
    let look = Look {
        view: list,
        flat,
        h: view.h.clone(),
    };
    look.link(&Filter::new(&view.q, []))
}

impl From<SavedViewError> for PageError {
    fn from(error: SavedViewError) -> PageError {
        let status = match error {
            SavedViewError::Name => 400,
            SavedViewError::TooMany => 409,
            SavedViewError::Damaged(..) | SavedViewError::File(..) => 500,
        };
        PageError::refused(status, format!("{error}."))
    }
}
