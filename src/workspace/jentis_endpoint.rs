use schemars::JsonSchema;
use serde::Deserialize;

use crate::platform::Reading;

/// What the endpoint does where no source is known yet (a wrong key belongs to nobody), and the
/// statuses of its answers. JENTIS documents only 200; every other one is assumed.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JentisEndpoint {
    /// Status for a missing, malformed, unknown or revoked key, 401 or 403. Default: 401 (assumed;
    /// documented is only that "requests will be rejected").
    pub refusal_status: u16,
    /// Whether a `sendBeacon` request without a key is taken. Default: false (assumed:
    /// `navigator.sendBeacon` cannot send a key, and what JENTIS does then is not documented).
    pub allow_keyless_beacon: bool,
    /// Text of the body of every error, sent as JSON if it is JSON and else as plain text.
    /// Default: empty, and no content type (assumed).
    pub error_body: String,
    /// Status for a body that is refused as no JSON object, or by `schema_violation` or
    /// `unfit_configuration`, 400 to 499. Default: 400 (assumed).
    pub bad_body_status: u16,
    /// Status for a body over `max_body_bytes`, 400 to 499. Default: 413 (assumed).
    pub oversize_status: u16,
    /// Whether a body with `Content-Encoding: gzip` is inflated. Default: false, so that it is no JSON
    /// (assumed: compression is not documented).
    pub inflate_gzip: bool,
    /// Whether a byte order mark in front of a body is passed over. Default: false, so that the body
    /// is no JSON (assumed: a parser may do either, RFC 8259, section 8.1).
    pub skip_byte_order_mark: bool,
    /// Whether an answer that names the page's origin has `Vary: Origin`. Default: false (assumed: no
    /// header of an answer is documented).
    pub vary_origin: bool,
    /// Status of a preflight, 200 or 204. Default: 204 (assumed).
    pub preflight_status: u16,
    /// Status for the SDK's log, 200 to 299: the SDK keeps its log after any other. Default: 200
    /// (assumed).
    pub monitor_status: u16,
    /// Value of `jts_log` among the parameters that a debug session gives for a page's address.
    /// Default: `true` (assumed: the parameter is documented, its values are not).
    pub preview_log: String,
    /// Status for another method than `POST`, 400 to 499. Default: 405 (assumed).
    pub wrong_method_status: u16,
    /// Status for any other path, 400 to 499. Default: 404 (assumed).
    pub unknown_path_status: u16,
}

impl Default for JentisEndpoint {
    fn default() -> JentisEndpoint {
        JentisEndpoint {
            refusal_status: 401,
            allow_keyless_beacon: false,
            error_body: String::new(),
            bad_body_status: 400,
            oversize_status: 413,
            inflate_gzip: false,
            skip_byte_order_mark: false,
            vary_origin: false,
            preflight_status: 204,
            monitor_status: 200,
            preview_log: "true".into(),
            wrong_method_status: 405,
            unknown_path_status: 404,
        }
    }
}

impl JentisEndpoint {
    /// How a body is read.
    pub fn reading(&self) -> Reading {
        Reading {
            inflate_gzip: self.inflate_gzip,
            skip_byte_order_mark: self.skip_byte_order_mark,
        }
    }

    /// The settings that have a value they cannot have, with what they can be.
    pub fn wrong(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        const ERROR: &str = "is 400 to 499";
        let is_error = |status: u16| (400..500).contains(&status);
        let checks = [
            (
                "refusal_status",
                "is 401 or 403",
                matches!(self.refusal_status, 401 | 403),
            ),
            ("bad_body_status", ERROR, is_error(self.bad_body_status)),
            ("oversize_status", ERROR, is_error(self.oversize_status)),
            (
                "preflight_status",
                "is 200 or 204",
                matches!(self.preflight_status, 200 | 204),
            ),
            (
                "monitor_status",
                "is 200 to 299",
                (200..300).contains(&self.monitor_status),
            ),
            (
                "wrong_method_status",
                ERROR,
                is_error(self.wrong_method_status),
            ),
            (
                "unknown_path_status",
                ERROR,
                is_error(self.unknown_path_status),
            ),
        ];
        let wrong = checks.into_iter().filter(|(_, _, right)| !right);
        wrong.map(|(field, message, _)| (field, message))
    }
}
