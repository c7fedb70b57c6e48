use actix_web::http::header;
use actix_web::web::Query;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::{Filter, View};
use crate::baseline::Baseline;
use crate::live::Rows;
use crate::redaction::{Masker, Pattern};
use crate::server::{App, cookie_name, has_cookie};
use crate::store::EventRow;

/// The cookie in which a browser keeps that it wants personal data masked.
const COOKIE: &str = "mask";

/// Whether personal data is masked in a page, and which.
#[derive(Debug, Clone)]
pub struct Masking {
    on: bool,
    patterns: Vec<Pattern>,
}

/// The switch, as a page offers it.
#[derive(Debug, Clone)]
pub struct MaskSwitch {
    /// Whether it is on.
    pub on: bool,
    /// Where the form goes that turns it over.
    pub action: String,
}

/// What the switch is turned to.
#[derive(Debug, Deserialize)]
pub struct Turn {
    /// `1` or `0`.
    on: String,
    /// The page to go back to.
    #[serde(default)]
    back: String,
}

impl Masking {
    /// What `request` wants: `mask=1` or `mask=0` in its address, else what its browser keeps.
    pub fn of(request: &HttpRequest, app: &App) -> Masking {
        let mut pairs = crate::capture::pairs(request.query_string()).into_iter();
        let asked = pairs
            .find(|(name, _)| name == "mask")
            .map(|(_, value)| value);
        let kept = has_cookie(COOKIE, request, |value| value == "1");
        Masking {
            on: asked.map_or(kept, |word| word == "1"),
            patterns: app.workspace.workspace().redaction.clone(),
        }
    }

    /// What masks, if it is on.
    pub fn masker(&self) -> Option<Masker> {
        self.on.then(|| Masker::new(&self.patterns))
    }

    /// Whether it is on.
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// What is masked, if it is on.
    pub fn patterns(&self) -> Option<Vec<Pattern>> {
        self.on.then(|| self.patterns.clone())
    }

    /// Masks the rows of a list, each for itself.
    pub fn rows(&self, rows: &mut Rows) {
        if !self.on {
            return;
        }
        match rows {
            Rows::Events(rows) => {
                for row in rows {
                    Masker::new(&self.patterns).event(row);
                }
            }
            Rows::Requests(rows) => {
                for row in rows {
                    Masker::new(&self.patterns).request(row);
                }
            }
        }
    }

    /// Masks the events of a baseline, each for itself.
    pub fn baseline(&self, baseline: &mut Baseline) {
        if self.on {
            baseline.mask(&self.patterns);
        }
    }

    /// `path` of the API, masked as the page is.
    pub fn link(&self, path: &str) -> String {
        masked(self.on, path)
    }

    /// What `row` is called, masked.
    pub fn name_of(&self, row: &mut EventRow) -> Option<String> {
        Masker::new(&self.patterns).event(row);
        row.name.clone()
    }

    /// The switch of a page at this address.
    pub fn switch(&self, request: &HttpRequest) -> MaskSwitch {
        let on = if self.on { "0" } else { "1" };
        let own = ["mask", "fragment"];
        let query: Vec<&str> = request
            .query_string()
            .split('&')
            .filter(|pair| !pair.is_empty())
            .filter(|pair| !own.contains(&pair.split('=').next().unwrap_or_default()))
            .collect();
        let here = match query.is_empty() {
            true => request.path().to_string(),
            false => format!("{}?{}", request.path(), query.join("&")),
        };
        MaskSwitch {
            on: self.on,
            action: Filter::default().link_with("/inspector/mask", &[("on", on), ("back", &here)]),
        }
    }
}

impl MaskSwitch {
    /// Where the API has the event or request with that id, masked as the page is.
    pub fn api(&self, view: View, id: &str) -> String {
        self.link(&format!("{}/{id}", view.api()))
    }

    /// `path`, masked as the page is.
    pub fn link(&self, path: &str) -> String {
        masked(self.on, path)
    }
}

fn masked(on: bool, path: &str) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    match on {
        true => format!("{path}{separator}mask=1"),
        false => path.to_string(),
    }
}

/// Turns masking on or off for the browser that asks, and leads back to where it came from.
pub async fn turn(request: HttpRequest, parameters: Query<Turn>) -> HttpResponse {
    let on = if parameters.on == "1" { "1" } else { "0" };
    // Into the inspector and nowhere else.
    let back = match parameters.back.as_str() {
        back if back.starts_with("/inspector") && !back.contains(['\\', '\r', '\n']) => back,
        _ => "/inspector",
    };
    let name = cookie_name(COOKIE, &request);
    let kept = format!("{name}={on}; Path=/inspector; Max-Age=31536000; SameSite=Strict; HttpOnly");
    HttpResponse::SeeOther()
        .insert_header((header::SET_COOKIE, kept))
        .insert_header((header::LOCATION, back))
        .finish()
}
