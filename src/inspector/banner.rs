use actix_web::body::{self, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse};
use askama::Template;
use bytes::Bytes;
use tokio::sync::watch;

use super::render::HTML;
use crate::fault::Faults;
use crate::live::Message;
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
    let app = request.app_data::<Data<App>>();
    let banner = app.map_or(PLACE.into(), |app| in_place(&app.faults));
    let response = next.call(request).await?.map_into_boxed_body();
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|it| it == HTML);
    if banner == PLACE || !is_page {
        return Ok(response);
    }
    let (request, response) = response.into_parts();
    let (head, page) = response.into_parts();
    let page = body::to_bytes(page).await.unwrap_or_default();
    let page = String::from_utf8_lossy(&page).replacen(PLACE, &banner, 1);
    let response = head.set_body(page).map_into_boxed_body();
    Ok(ServiceResponse::new(request, response))
}

/// The banner in its place, for a page that has no stream.
pub async fn part(app: Data<App>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(HTML)
        .insert_header(("cache-control", "no-store"))
        .body(in_place(&app.faults))
}

/// The banner in its place, in one line; the place alone while nothing is armed.
fn in_place(faults: &Faults) -> String {
    let armed = faults.armed();
    if armed.is_empty() {
        return PLACE.into();
    }
    let titles = armed.iter().take(NAMED).map(|it| it.fault.title());
    let banner = Banner {
        armed: armed.len(),
        titles: titles.collect::<Vec<_>>().join(", "),
        more: armed.len().saturating_sub(NAMED),
    };
    let banner = banner.render().unwrap_or_default();
    let banner = PLACE.replacen("><", &format!(">{banner}<"), 1);
    banner.replace(['\r', '\n'], " ")
}

/// Tells a page that has a stream how the banner changes.
pub struct LiveBanner {
    app: Data<App>,
    changed: watch::Receiver<u64>,
}

impl LiveBanner {
    /// From now on.
    pub fn new(app: Data<App>) -> LiveBanner {
        let changed = app.faults.watch();
        LiveBanner { app, changed }
    }

    /// As it is now: it may have changed since the page was made.
    pub fn now(&self) -> Bytes {
        let data = in_place(&self.app.faults);
        Message::Note {
            name: "faults",
            data: &data,
        }
        .bytes()
    }

    /// As it is once it has changed.
    pub async fn next(&mut self) -> Bytes {
        if self.changed.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
        self.now()
    }
}
