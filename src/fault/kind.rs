use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a fault does. The names are those of WireMock and Toxiproxy, where these have one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Answers with a status, headers and a body of choice.
    Status,
    /// Answers 429, and when to come again.
    TooManyRequests,
    /// Answers 429 once a source's token bucket is empty, and lets the rest through.
    RateLimit,
    /// Answers late.
    Latency,
    /// Never answers.
    Timeout,
    /// Resets the connection before the answer.
    ResetPeer,
    /// Resets the connection in the middle of the answer.
    ResetMidAnswer,
    /// Announces a whole body, sends half of it and closes.
    HalfBody,
    /// Breaks the JSON of the answer.
    MalformedJson,
    /// Answers with another content type.
    WrongContentType,
    /// Leaves out what lets a page read the answer.
    MissingCors,
}

impl Kind {
    /// Every kind, in the order in which the docs list them.
    pub const ALL: [Kind; 11] = [
        Kind::Status,
        Kind::TooManyRequests,
        Kind::RateLimit,
        Kind::Latency,
        Kind::Timeout,
        Kind::ResetPeer,
        Kind::ResetMidAnswer,
        Kind::HalfBody,
        Kind::MalformedJson,
        Kind::WrongContentType,
        Kind::MissingCors,
    ];

    /// The stable word: in files, in the API, in the header.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Status => "status",
            Kind::TooManyRequests => "too-many-requests",
            Kind::RateLimit => "rate-limit",
            Kind::Latency => "latency",
            Kind::Timeout => "timeout",
            Kind::ResetPeer => "reset-peer",
            Kind::ResetMidAnswer => "reset-mid-answer",
            Kind::HalfBody => "half-body",
            Kind::MalformedJson => "malformed-json",
            Kind::WrongContentType => "wrong-content-type",
            Kind::MissingCors => "missing-cors",
        }
    }

    /// The kind of that word.
    pub fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// What it does, for a person who never read the docs.
    pub fn about(self) -> &'static str {
        match self {
            Kind::Status => {
                "answers `status` with `headers` and `body` of your choice in place of the platform"
            }
            Kind::TooManyRequests => {
                "answers 429 with `Retry-After`, in seconds or as a date, and `X-RateLimit-Reset` if asked for"
            }
            Kind::RateLimit => {
                "a token bucket for each source and test session: `per_second` fill it, `burst` fit in; who finds it empty is answered 429"
            }
            Kind::Latency => {
                "answers as the platform does, but `latency_ms` late, or a time between that and `latency_max_ms`"
            }
            Kind::Timeout => {
                "never answers; the connection is closed when the client goes, or after `timeout_ms`"
            }
            Kind::ResetPeer => {
                "resets the connection (RST) before a byte of the answer was sent, and before the platform took the request in"
            }
            Kind::ResetMidAnswer => {
                "resets the connection (RST) in the middle of the answer's body; the platform has taken the request in"
            }
            Kind::HalfBody => {
                "announces the whole body in `Content-Length`, sends half of it and closes the connection"
            }
            Kind::MalformedJson => "cuts the end off the platform's JSON",
            Kind::WrongContentType => {
                "sends the platform's answer with another `Content-Type`: `content_type`, by default text/html"
            }
            Kind::MissingCors => {
                "sends the platform's answer without its `Access-Control-*` headers, so that no page of another site can read it"
            }
        }
    }

    /// Whether the platform has taken the request in when this happens, unless the fault says
    /// otherwise (`taken_in`). Where the answer is only spoilt on its way it has, so that a client
    /// that sends again sends a duplicate.
    pub fn takes_in(self) -> bool {
        match self {
            Kind::Status
            | Kind::TooManyRequests
            | Kind::RateLimit
            | Kind::Timeout
            | Kind::ResetPeer => false,
            Kind::Latency
            | Kind::ResetMidAnswer
            | Kind::HalfBody
            | Kind::MalformedJson
            | Kind::WrongContentType
            | Kind::MissingCors => true,
        }
    }
}
