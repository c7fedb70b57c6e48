use serde_json::json;

use super::invalid::Invalid;
use super::key::KeyProblem;
use super::retry::retry_after;
use super::signature::SignatureProblem;
use crate::capture::Answer;
use crate::workspace::DataflyGateway;

/// Why a request is answered with an error.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The gateway has no such path.
    UnknownPath,
    /// The path takes other methods.
    Method {
        /// That of its events.
        takes: &'static str,
        /// All of them, as `Allow` lists them.
        allowed: &'static str,
    },
    /// The pipeline key.
    Key(KeyProblem),
    /// The signature.
    Signature(SignatureProblem),
    /// The page's origin.
    Origin,
    /// Too many requests; how many seconds to wait.
    Rate(u64),
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
    /// `INVALID_PIPELINE_KEY` and `RATE_LIMITED` and their messages are documented; the others are
    /// assumed, as are the statuses of an unknown path and of a wrong method.
    /// `received_at` is the request's time, in microseconds since 1970.
    pub fn answer(&self, gateway: &DataflyGateway, received_at: i64) -> Answer {
        let (status, code) = self.status_and_code(gateway);
        let message = match self {
            Refusal::Key(_) | Refusal::Rate(_) => None,
            _ => gateway.error_message.clone(),
        };
        let message = message.unwrap_or_else(|| self.message());
        let error = json!({"error": {"code": code, "message": message}});
        let answer = Answer::new(status, "application/json", error.to_string());
        match self {
            // RFC 9110, section 15.5.6: a 405 lists the methods.
            Refusal::Method { allowed, .. } => answer.header("allow", *allowed),
            Refusal::Rate(seconds) => {
                let after = retry_after(gateway.retry_after, received_at, *seconds);
                answer.header("retry-after", after)
            }
            _ => answer,
        }
    }

    fn status_and_code<'a>(&self, gateway: &'a DataflyGateway) -> (u16, &'a str) {
        let codes = &gateway.error_codes;
        match self {
            Refusal::UnknownPath => (gateway.unknown_path_status, &codes.unknown_path),
            Refusal::Method { .. } => (gateway.method_status, &codes.method),
            Refusal::Key(_) => (401, "INVALID_PIPELINE_KEY"),
            Refusal::Signature(_) => (gateway.signature_status, &codes.signature),
            Refusal::Origin => (403, &codes.origin),
            Refusal::Rate(_) => (429, "RATE_LIMITED"),
            Refusal::Body { invalid, too_large } => match invalid {
                Invalid::TooLarge(_)
                | Invalid::BatchTooLarge { .. }
                | Invalid::BatchTooLong { .. }
                | Invalid::EventTooLarge { .. } => (*too_large, &codes.too_large),
                Invalid::NotJson(_) | Invalid::NotObject(_) => (400, &codes.invalid_json),
                _ => (400, &codes.validation),
            },
        }
    }

    /// What the client is told.
    pub fn message(&self) -> String {
        match self {
            Refusal::UnknownPath => "The requested resource was not found.".into(),
            Refusal::Method { takes, .. } => {
                format!("The method is not allowed. Use {takes}.")
            }
            Refusal::Key(_) => "The provided pipeline key is not valid or has been revoked.".into(),
            Refusal::Signature(problem) => problem.message().into(),
            Refusal::Origin => "The request origin is not allowed.".into(),
            Refusal::Rate(seconds) => {
                format!("Rate limit exceeded. Retry after {seconds} seconds.")
            }
            Refusal::Body { invalid, .. } => invalid.message(),
        }
    }
}
