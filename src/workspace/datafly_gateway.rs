use schemars::JsonSchema;
use serde::Deserialize;

/// What the gateway does where no source is known yet: a preflight carries no key, a wrong key
/// belongs to nobody.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DataflyGateway {
    /// Status of an allowed preflight, 200 or 204. Default: 204 (assumed; the documentation only
    /// says that preflights are handled automatically).
    pub preflight_status: u16,
    /// Whether answers with an error carry the CORS headers too. Default: true (assumed). With
    /// false, a page sees only a network error, never the status.
    pub cors_on_errors: bool,
    /// Whether the script carries the CORS headers too, for `<script crossorigin>`. Default: true
    /// (assumed). With false, such a script does not run on a page of another origin.
    pub cors_on_scripts: bool,
    /// Request headers that pages may send beside the documented `Content-Type` and
    /// `Authorization`: `Access-Control-Allow-Headers`. Default: none (documented; analytics.js
    /// needs `X-Retry-Count` to send an event again).
    pub extra_allowed_headers: Vec<String>,
    /// Response headers that pages may read: `Access-Control-Expose-Headers`. Default: none
    /// (inferred: the page's list of headers has none; a page needs `Retry-After` to wait as long
    /// as it says).
    pub exposed_headers: Vec<String>,
    /// Whether answers have `Vary: Origin`, pixels aside. Default: true (assumed: a cache has to be
    /// told that the origin is the request's own, but no page speaks of it).
    pub vary_origin: bool,
    /// How `Retry-After` is written. Default: `seconds` (inferred from the message "Retry after 32
    /// seconds").
    pub retry_after: DataflyRetryAfter,
    /// Status for a path that is not documented, 400 to 499. Default: 404 (assumed).
    pub unknown_path_status: u16,
    /// Status for a method that the path does not take, 400 to 499. Default: 405 (assumed).
    pub method_status: u16,
    /// Status for a signature that is wrong or too old, 400 to 499. Default: 401 (assumed: that such
    /// a request is refused is documented).
    pub signature_status: u16,
    /// What a pixel that is refused is answered with. Default: `error` (inferred: "all" errors
    /// have one shape; that the pixel's are among them is not said).
    pub pixel_errors: DataflyPixelErrors,
    /// `error.code` of the answers whose code is not documented.
    pub error_codes: DataflyErrorCodes,
    /// `error.message` of those answers. Default: none, which leaves it to eventpit's own words
    /// (assumed).
    pub error_message: Option<String>,
}

impl Default for DataflyGateway {
    fn default() -> DataflyGateway {
        DataflyGateway {
            preflight_status: 204,
            cors_on_errors: true,
            cors_on_scripts: true,
            extra_allowed_headers: Vec::new(),
            exposed_headers: Vec::new(),
            vary_origin: true,
            retry_after: DataflyRetryAfter::Seconds,
            unknown_path_status: 404,
            method_status: 405,
            signature_status: 401,
            pixel_errors: DataflyPixelErrors::Error,
            error_codes: DataflyErrorCodes::default(),
            error_message: None,
        }
    }
}

/// How `Retry-After` is written (RFC 9110, section 10.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyRetryAfter {
    /// As a number of seconds.
    Seconds,
    /// As a date, `Sun, 06 Nov 1994 08:49:37 GMT`.
    HttpDate,
}

/// What a pixel that is refused is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyPixelErrors {
    /// With the status and the JSON of every other error.
    Error,
    /// With 200 and the image, as if it were taken.
    Pixel,
}

/// The codes of errors that are not documented: all but `INVALID_PIPELINE_KEY` and `RATE_LIMITED`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DataflyErrorCodes {
    /// Of an unknown path. Default: `NOT_FOUND` (assumed).
    pub unknown_path: String,
    /// Of a method that the path does not take. Default: `METHOD_NOT_ALLOWED` (assumed).
    pub method: String,
    /// Of a signature. Default: `INVALID_SIGNATURE` (assumed).
    pub signature: String,
    /// Of a page's origin. Default: `ORIGIN_NOT_ALLOWED` (assumed).
    pub origin: String,
    /// Of a body, a batch or an event in it that is over a limit. Default: `PAYLOAD_TOO_LARGE`
    /// (assumed).
    pub too_large: String,
    /// Of a body that is not a JSON object. Default: `INVALID_JSON` (assumed).
    pub invalid_json: String,
    /// Of an event that lacks what it needs. Default: `VALIDATION_ERROR` (assumed).
    pub validation: String,
}

impl Default for DataflyErrorCodes {
    fn default() -> DataflyErrorCodes {
        DataflyErrorCodes {
            unknown_path: "NOT_FOUND".into(),
            method: "METHOD_NOT_ALLOWED".into(),
            signature: "INVALID_SIGNATURE".into(),
            origin: "ORIGIN_NOT_ALLOWED".into(),
            too_large: "PAYLOAD_TOO_LARGE".into(),
            invalid_json: "INVALID_JSON".into(),
            validation: "VALIDATION_ERROR".into(),
        }
    }
}
