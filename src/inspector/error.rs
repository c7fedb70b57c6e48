use std::fmt;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};
use askama::Template;

use super::render::HTML;
use crate::store::StoreError;

/// Why a page cannot be shown: a page of its own, in plain words.
#[derive(Debug)]
pub struct PageError {
    status: StatusCode,
    title: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    status: u16,
    title: &'a str,
    text: &'a str,
}

impl PageError {
    /// There is nothing with that id.
    pub fn not_found(what: &str, id: &str) -> PageError {
        PageError {
            status: StatusCode::NOT_FOUND,
            title: "Not there",
            text: format!("There is no {what} {id}. Was the recording deleted meanwhile?"),
        }
    }

    /// No event is what was asked for.
    pub fn nothing_matches(query: &str) -> PageError {
        PageError {
            status: StatusCode::NOT_FOUND,
            title: "Not there",
            text: match query {
                "" => "Nothing was recorded yet.".into(),
                query => format!("No recorded event matches {query}"),
            },
        }
    }

    /// The inspector has no such page.
    pub fn no_such_page() -> PageError {
        PageError {
            status: StatusCode::NOT_FOUND,
            title: "No such page",
            text: "The inspector has no page at this address.".into(),
        }
    }

    /// A page that is nothing but personal data, while that is masked.
    pub fn masked() -> PageError {
        PageError {
            status: StatusCode::FORBIDDEN,
            title: "Masked",
            text: "This page is about one person, and personal data is masked in this browser. Turn masking off in the settings to see it.".into(),
        }
    }

    /// The payload has nothing at that JSON pointer.
    pub fn no_value(pointer: &str) -> PageError {
        PageError {
            status: StatusCode::NOT_FOUND,
            title: "Not there",
            text: format!("The payload has nothing at {pointer}."),
        }
    }

    /// The address cannot be read.
    pub fn bad_request(text: String) -> PageError {
        PageError {
            status: StatusCode::BAD_REQUEST,
            title: "The address cannot be read",
            text,
        }
    }

    /// A sample could not be sent.
    pub fn not_sent(reason: &str) -> PageError {
        PageError {
            status: StatusCode::BAD_GATEWAY,
            title: "The sample was not sent",
            text: format!("eventpit could not reach itself: {reason}."),
        }
    }

    /// What a form asks for cannot be done.
    pub fn refused(status: u16, text: String) -> PageError {
        PageError {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST),
            title: "That cannot be done",
            text,
        }
    }

    /// What was sent is larger than a page takes, in bytes.
    pub fn too_large(largest: u64) -> PageError {
        let text = format!("A form takes {} MiB at most, with its file.", largest >> 20);
        PageError {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            title: "That is too large",
            text,
        }
    }

    fn failed(reason: String) -> PageError {
        PageError {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            title: "eventpit failed",
            text: reason,
        }
    }
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> PageError {
        let text = format!("{error}: {}.", error.hint());
        match error {
            StoreError::Behind { .. } | StoreError::Closed => PageError {
                status: StatusCode::SERVICE_UNAVAILABLE,
                title: "Not yet",
                text,
            },
            _ => PageError::failed(text),
        }
    }
}

impl From<actix_web::error::BlockingError> for PageError {
    fn from(_: actix_web::error::BlockingError) -> PageError {
        StoreError::Closed.into()
    }
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> PageError {
        PageError::failed(format!("The page could not be written: {error}."))
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.title, self.text)
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let page = ErrorPage {
            status: self.status.as_u16(),
            title: self.title,
            text: &self.text,
        };
        HttpResponse::build(self.status)
            .content_type(HTML)
            .body(page.render().unwrap_or_default())
    }
}

impl std::error::Error for PageError {}

impl Responder for PageError {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        self.error_response()
    }
}
