use serde_json::json;

use super::invalid::Invalid;
use super::key::KeyProblem;
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
