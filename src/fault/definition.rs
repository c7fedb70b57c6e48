use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Kind;
use crate::platform::Platform;

/// The status of a rate limit (RFC 6585, section 4).
pub const TOO_MANY_REQUESTS: u16 = 429;

/// For how long a fault that never answers holds a connection, unless it says so itself.
pub const TIMEOUT_MS: u64 = 60_000;

/// A fault: what it does, to which requests, and how often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What it is called in lists and on requests. Default: what it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it does.
    pub kind: Kind,

    /// Only requests to this platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<Platform>,
    /// Only requests of this source, as the platform's file names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Only requests of this test session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// Only requests with this method; `*` for any. Default: any but `OPTIONS`, so that a
    /// browser's preflight does not use up what is meant for its request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only requests with this path on the platform, without `/~NAME` and `/jitsu` in front; a `*`
    /// at its end stands for any rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Only requests that match this query (docs/QUERY.md), by what their platform makes of them and
    /// answers: `name:purchase`. Not `is:duplicate` and `is:double`, which only the recording knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,

    /// With what probability it acts on a request that matches: above 0, at most 1. Default: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Acts on every so-manieth request that matches. Default: on each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub every: Option<u64>,
    /// How often it acts before it is used up. Default: without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub times: Option<u64>,
    /// What its draws are made from: with the same seed, the same requests are hit. Default: one
    /// is made up when it is armed, and shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,

    /// The status of the answer, for `status`: 200 to 599.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 200, max = 599))]
    pub status: Option<u16>,
    /// Headers of the answer, for `status`, `too-many-requests` and `rate-limit`.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    pub headers: IndexMap<String, String>,
    /// Body of the answer, for the same kinds. Default: a line of text that says whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Seconds in `Retry-After`, for `too-many-requests` (default: 1) and `rate-limit` (default:
    /// until the bucket has one again).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 86400))]
    pub retry_after: Option<u64>,
    /// How `Retry-After` is written, for the same two. Default: `seconds`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_form: Option<RetryAfterForm>,
    /// Adds `X-RateLimit-Reset`, for the same two, written so. No standard has it, and services
    /// differ. Default: the header is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit_reset: Option<RateLimitReset>,
    /// How many requests a second fill the bucket of `rate-limit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub per_second: Option<u32>,
    /// How many requests the bucket of `rate-limit` holds. Default: as many as `per_second`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub burst: Option<u32>,
    /// Milliseconds before the answer, for `latency`, and in addition for every other kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 600_000))]
    pub latency_ms: Option<u64>,
    /// With it, the latency is drawn evenly between `latency_ms` and this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 600_000))]
    pub latency_max_ms: Option<u64>,
    /// Milliseconds until `timeout` closes the connection. Default: 60000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 600_000))]
    pub timeout_ms: Option<u64>,
    /// The content type of `wrong-content-type`. Default: `text/html`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Whether the platform has taken the request in, so that its events count and one that comes
    /// again is a duplicate. Default: as docs/FAULTS.md says of each kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_in: Option<bool>,
}

/// How `Retry-After` is written (RFC 9110, section 10.2.3).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum RetryAfterForm {
    /// `2`.
    Seconds,
    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    Date,
}

/// How `X-RateLimit-Reset` is written.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum RateLimitReset {
    /// Seconds from now, as Segment's SDKs read it.
    Seconds,
    /// Seconds since 1970, as GitHub writes it.
    Epoch,
}

impl Fault {
    /// One of that kind, for every request, without end.
    pub fn new(kind: Kind) -> Fault {
        Fault {
            name: None,
            kind,
            platform: None,
            source: None,
            session: None,
            method: None,
            path: None,
            q: None,
            probability: None,
            every: None,
            times: None,
            seed: None,
            status: None,
            headers: IndexMap::new(),
            body: None,
            retry_after: None,
            retry_after_form: None,
            rate_limit_reset: None,
            per_second: None,
            burst: None,
            latency_ms: None,
            latency_max_ms: None,
            timeout_ms: None,
            content_type: None,
            taken_in: None,
        }
    }

    /// Whether the platform has taken in a request that it acts on.
    pub fn takes_in(&self) -> bool {
        self.taken_in.unwrap_or(self.kind.takes_in())
    }
}
