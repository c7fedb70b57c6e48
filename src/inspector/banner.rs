use actix_web::Error;
use actix_web::body::{self, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::middleware::Next;
use actix_web::web::Data;
use askama::Template;

use super::render::HTML;
use crate::server::App;

/// Where `base.html` leaves a place for the banner. What was captured is escaped, so it stands
/// nowhere else.
const PLACE: &str = "<div id=\"faults-armed\"></div>";

/// How many faults the banner names.
const NAMED: usize = 3;

/// Says that answers are not the platforms' own.
#[derive(Template)]
#[template(path = "faults_banner.html")]
struct Banner {
    armed: usize,
    titles: String,
    more: usize,
}

/// Puts a banner on every page while a fault is armed. It stands here, and not in each page, so that
/// no page can forget it.
pub async fn banner(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let armed = match request.app_data::<Data<App>>() {
        Some(app) => app.faults.armed(),
        None => Vec::new(),
    };
    let response = next.call(request).await?.map_into_boxed_body();
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|it| it == HTML);
    if armed.is_empty() || !is_page {
        return Ok(response);
    }
    let titles: Vec<String> = armed
        .iter()
        .take(NAMED)
        .map(|it| it.fault.title())
        .collect();
    let banner = Banner {
        armed: armed.len(),
        titles: titles.join(", "),
        more: armed.len().saturating_sub(NAMED),
    };
    let banner = banner.render().unwrap_or_default();
    let (request, response) = response.into_parts();
    let (head, page) = response.into_parts();
    let page = body::to_bytes(page).await.unwrap_or_default();
    let page = String::from_utf8_lossy(&page).replacen(PLACE, &banner, 1);
    let response = head.set_body(page).map_into_boxed_body();
    Ok(ServiceResponse::new(request, response))
}
