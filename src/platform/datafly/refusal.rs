use serde_json::json;

use super::key::KeyProblem;
use super::validate::{Invalid, WrongType};
use crate::capture::Answer;

/// Why a request is answered with an error.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The gateway has no such path.
    UnknownPath,
    /// The path takes only `POST` and `OPTIONS`.
    Method,
    /// The pipeline key.
    Key(KeyProblem),
    /// The page's origin.
    Origin,
    /// Too many requests; how many seconds to wait.
    Rate(u128),
    /// The body.
    Body {
        /// What is wrong with it.
        invalid: Invalid,
        /// The status for a body that is too large.
        too_large: u16,
    },
}

impl Refusal {
    /// The answer, CORS headers aside, in the one shape of "all Datafly Signal API error
    /// responses" (<https://docs.dataflysignal.com/reference/error-codes>). The codes
    /// `INVALID_PIPELINE_KEY` and `RATE_LIMITED` and their messages are documented; the other codes
    /// and messages are assumed, as are the statuses 404 and 405.
    pub fn answer(&self) -> Answer {
        let (status, code) = self.status_and_code();
        let error = json!({"error": {"code": code, "message": self.message()}});
        let answer = Answer::new(status, "application/json", error.to_string());
        match self {
            // RFC 9110, section 15.5.6: a 405 lists the methods.
            Refusal::Method => answer.header("allow", "POST, OPTIONS"),
            Refusal::Rate(seconds) => answer.header("retry-after", seconds.to_string()),
            _ => answer,
        }
    }

    fn status_and_code(&self) -> (u16, &'static str) {
        match self {
            Refusal::UnknownPath => (404, "NOT_FOUND"),
            Refusal::Method => (405, "METHOD_NOT_ALLOWED"),
            Refusal::Key(_) => (401, "INVALID_PIPELINE_KEY"),
            Refusal::Origin => (403, "ORIGIN_NOT_ALLOWED"),
            Refusal::Rate(_) => (429, "RATE_LIMITED"),
            Refusal::Body { invalid, too_large } => match invalid {
                Invalid::TooLarge(_)
                | Invalid::BatchTooLarge { .. }
                | Invalid::BatchTooLong { .. }
                | Invalid::EventTooLarge { .. } => (*too_large, "PAYLOAD_TOO_LARGE"),
                Invalid::NotJson(_) | Invalid::NotObject(_) => (400, "INVALID_JSON"),
                _ => (400, "VALIDATION_ERROR"),
            },
        }
    }

    /// What the client is told.
    pub fn message(&self) -> String {
        match self {
            Refusal::UnknownPath => "The requested resource was not found.".into(),
            Refusal::Method => "The method is not allowed. Use POST.".into(),
            Refusal::Key(_) => "The provided pipeline key is not valid or has been revoked.".into(),
            Refusal::Origin => "The request origin is not allowed.".into(),
            Refusal::Rate(seconds) => {
                format!("Rate limit exceeded. Retry after {seconds} seconds.")
            }
            Refusal::Body { invalid, .. } => invalid.message(),
        }
    }
}

impl Invalid {
    /// What the client is told: in the words of the one validation error that is documented,
    /// `Field 'type' is required` (<https://docs.dataflysignal.com/processing/org-data-layer>).
    pub fn message(&self) -> String {
        match self {
            Invalid::TooLarge(Some((_, limit))) | Invalid::BatchTooLarge { limit, .. } => {
                format!("The request body is larger than {limit} bytes.")
            }
            Invalid::TooLarge(None) => "The request body is too large.".into(),
            Invalid::ContentType(_) => "The content type must be application/json.".into(),
            Invalid::NotJson(_) => "The request body is not valid JSON.".into(),
            Invalid::NotObject(_) => "The request body must be a JSON object.".into(),
            Invalid::BatchTooLong { limit, .. } => {
                format!("The batch has more than {limit} events.")
            }
            Invalid::BatchMissing => "Field 'batch' is required".into(),
            Invalid::BatchNotArray(_) => "Field 'batch' must be an array".into(),
            Invalid::EventTooLarge { index, limit, .. } => {
                format!("The event at index {index} is larger than {limit} bytes.")
            }
            Invalid::EventNotObject(_) => "The event must be a JSON object.".into(),
            Invalid::TypeMissing => "Field 'type' is required".into(),
            Invalid::TypeUnknown(_) => {
                "Field 'type' must be one of track, page, identify, group".into()
            }
            Invalid::TypeDiffers(endpoint, _) => {
                format!(
                    "Field 'type' must be '{}' on {}",
                    endpoint.as_str(),
                    endpoint.path()
                )
            }
            Invalid::Required(_, field) => format!("Field '{field}' is required"),
            Invalid::WrongTypes(wrong) => {
                let all: Vec<String> = wrong.iter().map(WrongType::message).collect();
                all.join("; ")
            }
        }
    }
}

impl WrongType {
    /// What is wrong, in the same words.
    pub fn message(&self) -> String {
        format!("Field '{}' must be {}", self.field, self.expected)
    }
}
