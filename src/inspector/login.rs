use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use askama::Template;
use serde::Deserialize;

use super::PageError;
use super::render::HTML;
use crate::server::App;

/// Where the form that asks for the token goes.
pub const LOGIN: &str = "/inspector/token";

/// Asks a person for the token.
#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'a> {
    /// Where it leads then.
    back: &'a str,
    /// Whether one was given that is not it.
    is_wrong: bool,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Login {
    token: String,
    back: String,
}

/// The page that asks for the token, in place of the one at `back`.
///
/// # Errors
/// The template failed.
pub fn login_page(back: &str, is_wrong: bool) -> Result<HttpResponse, PageError> {
    let page = LoginPage {
        back: inside(back),
        is_wrong,
    };
    Ok(HttpResponseBuilder::new(StatusCode::UNAUTHORIZED)
        .content_type(HTML)
        .insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"eventpit\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(page.render()?))
}

/// Takes the token that a person typed, and leads to where they wanted to go.
pub async fn login(
    app: Data<App>,
    request: HttpRequest,
    Form(login): Form<Login>,
) -> Result<HttpResponse, PageError> {
    match &app.token {
        Some(token) if !token.is(login.token.trim()) => login_page(&login.back, true),
        token => {
            let mut answer = HttpResponse::SeeOther();
            if let Some(token) = token {
                answer.insert_header((header::SET_COOKIE, token.cookie(&request)));
            }
            Ok(answer
                .insert_header((header::LOCATION, inside(&login.back)))
                .finish())
        }
    }
}

/// An address of the inspector, and of nothing else.
fn inside(back: &str) -> &str {
    let rest = back.strip_prefix("/inspector");
    let is_inside = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
    match is_inside && !back.contains(|it: char| it == '\\' || it.is_control()) {
        true => back,
        false => "/inspector",
    }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn it_leads_into_the_inspector_only() {
        for address in ["/inspector", "/inspector?q=a", "/inspector/events?q=a"] {
            assert_eq!(inside(address), address);
        }
        for address in [
            "",
            "//evil",
            "/inspectorx",
            "/inspector/\\evil",
            "/inspector/\r\nX: y",
            "https://evil/inspector",
        ] {
            assert_eq!(inside(address), "/inspector", "{address:?}");
        }
    }
}
