use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{DataflyGateway, DataflyVendorCookies, is_key};
use crate::connector::{Binding, ConsentAction, OnDenied};
use crate::redaction::{DEFAULT_POINTERS, Pattern};

/// `sources/datafly.json`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataflyFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// What holds before a key has told the source.
    #[serde(default)]
    pub gateway: DataflyGateway,
    /// The sources. If none of them names a key, any well-formed key is taken (`dk_` and at least
    /// one more character, no white space) and belongs to the first.
    #[serde(default)]
    pub sources: Vec<DataflySource>,
}

/// A Datafly source.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataflySource {
    /// Its name in the inspector.
    pub name: String,
    /// Its pipeline keys (`dk_…`). Default: none. If no source of the platform names one, any
    /// well-formed key is taken (assumed, so that eventpit works before it is configured).
    #[serde(default)]
    pub keys: Vec<String>,
    /// Keys that were its own once and are refused (documented: 401).
    #[serde(default)]
    pub revoked_keys: Vec<String>,
    /// Whether an answer that hides a loss becomes an error: 422, with `Eventpit-Failed-Loss` and the
    /// code of the finding that says why. Of a request whose source is not found, one source of the
    /// platform that wants it is enough. Duplicates count from the server's start on. eventpit's
    /// own, for tests; default: false.
    #[serde(default)]
    pub fail_silent_losses: bool,
    /// The connectors that it feeds, by name (`connectors/NAME.json`). Default: none.
    #[serde(default)]
    pub destinations: Vec<String>,
    /// The consent that connectors take here, by connector, in place of their own; its `absent` is
    /// what an id is that an event does not name (`undecided` by default: assumed). Default: none.
    #[serde(default)]
    pub consent: BTreeMap<String, Binding>,
    /// What the organisation layer does with an event at a destination whose consent is denied:
    /// `drop`, `allow` or `strip` (documented). Default: `drop` (assumed: the pages name no default).
    #[serde(default)]
    pub consent_action: ConsentAction,
    /// What `strip` takes out: JSON pointers into the event's document (docs/CONNECTORS.md), where `*`
    /// stands for one step and `**` for any number of them; `*@*` is any text with an e-mail address
    /// in it. Default: what masking takes for personal
    /// data (assumed: the pages say "PII removed" and no more).
    #[serde(default)]
    pub personal_data: Option<Vec<String>>,
    /// Its secret (`sk_…`), which signs `/v1/events` and batches. The whole text is the secret
    /// (assumed), and since no header is known that names the source of a signature, the secret
    /// that makes it tells (assumed). Default: none. If no source names a secret or a key, any signature is taken.
    #[serde(default)]
    pub secret: Option<String>,
    /// How far `X-Timestamp` of a signed request may be from its receipt, in seconds. Default: 300
    /// (documented). More makes a recorded request good for another day.
    #[serde(default = "signature_window_seconds")]
    pub signature_window_seconds: u64,
    /// What a signature counts for beside a pipeline key. Default: `ignore` (assumed: the pages
    /// document either).
    #[serde(default)]
    pub signature_with_key: DataflySignatureWithKey,
    /// Origins whose pages may send, `scheme://host` with a port where it is not the scheme's own.
    /// Default: empty, which allows all (documented).
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// Whether pages on `localhost`, `*.localhost`, `127.0.0.1` and `[::1]` may send from any port,
    /// whatever `allowed_origins` says. Default: true (documented for development mode).
    #[serde(default = "yes")]
    pub allow_localhost: bool,
    /// Whether a request without `Origin` is refused with 403; pixels, `/v1/events` and
    /// signed requests aside. Default: false (assumed: servers
    /// and command lines send none).
    #[serde(default)]
    pub require_origin: bool,
    /// Requests a second for each of its keys, and the burst. Default: 1000 (documented; that as many
    /// may come at once, and that signed requests count apart, is assumed).
    #[serde(default = "requests_per_second")]
    pub requests_per_second: u32,
    /// For how many seconds a `messageId` is remembered. Default: 86400 (assumed: deduplication is
    /// documented, its window is not). 0 remembers none.
    #[serde(default = "deduplicate_window_seconds")]
    pub deduplicate_window_seconds: u64,
    /// `Domain` of the `_dfid` cookie. Default: none, which makes it the request host's own
    /// (documented).
    #[serde(default)]
    pub cookie_domain: Option<String>,
    /// `Max-Age` of the `_dfid` cookie in seconds. Default: 34560000, 400 days (documented; an
    /// older page says two years, 63072000, which browsers cut to 400 days).
    #[serde(default = "cookie_max_age")]
    pub cookie_max_age: u32,
    /// The cookies of vendors that the gateway makes.
    #[serde(default)]
    pub vendor_cookies: DataflyVendorCookies,
    /// Largest body in bytes, as it comes over the wire, batches aside. Default: 524288
    /// (documented).
    #[serde(default = "max_payload_bytes")]
    pub max_payload_bytes: u64,
    /// Status for a larger body, 400 or 413. Default: 400 (assumed: 413 is not in the documented
    /// list of statuses). A batch is always refused with 400 (documented).
    #[serde(default = "too_large_status")]
    pub too_large_status: u16,
    /// Whether a content type other than `application/json` is refused with 400. Default: false
    /// (assumed: only JSON bodies are documented, not what becomes of others).
    #[serde(default)]
    pub strict_content_type: bool,
    /// Whether a body with `Content-Encoding: gzip` is inflated. Default: true (assumed: compressed
    /// bodies are not documented). With false it is read as it stands, which is no JSON.
    #[serde(default = "yes")]
    pub accept_gzip: bool,
    /// Whether an empty text counts as missing where a field is required. Default: true (assumed:
    /// that the field is required is documented).
    #[serde(default = "yes")]
    pub empty_is_missing: bool,
    /// Whether a batch without an event is refused with 400. Default: false (assumed: it is within
    /// every documented limit).
    #[serde(default)]
    pub reject_empty_batch: bool,
    /// The parameter of a pixel that holds the group's id. Default: `gid` (assumed: the page names
    /// a parameter for the user's id, `uid`, and none for the group's).
    #[serde(default = "pixel_group_id")]
    pub pixel_group_id: String,
    /// How deep dots nest in a pixel's `p.*` and `t.*`, 1 to 32. Default: 1, which leaves the dots in
    /// the name; with 2, `p.a.b` is `{"a": {"b": …}}` (assumed: the pages leave it open).
    #[serde(default = "pixel_depth")]
    pub pixel_depth: u8,
    /// Largest body of a batch in bytes, as it comes over the wire. Default: 5242880, the 5 MB of
    /// the batch page (documented; the list of environment variables limits every body to
    /// `max_payload_bytes`; that the batch page counts for batches is assumed).
    #[serde(default = "max_batch_bytes")]
    pub max_batch_bytes: u64,
    /// Most events in a batch. Default: 500 (documented).
    #[serde(default = "max_batch_events")]
    pub max_batch_events: u64,
    /// Largest event in a batch, in bytes of its JSON as sent. Default: 65536, 64 KB (documented;
    /// how it is measured is assumed).
    #[serde(default = "max_batch_event_bytes")]
    pub max_batch_event_bytes: u64,
    /// What an event over that limit does to its batch. Default: `reject_batch` (assumed: only the
    /// limit is documented).
    #[serde(default)]
    pub batch_oversize_event: DataflyOversizeEvent,
    /// What `success` says in the answer to a batch of which an event is refused. Default: true
    /// (assumed: that it is answered with 200 and reports the failures is documented, its JSON is
    /// not).
    #[serde(default = "yes")]
    pub partial_success: bool,
    /// What becomes of an event whose `type` is not the path's. Default: `trust_path` (assumed).
    #[serde(default)]
    pub type_mismatch: DataflyTypeMismatch,
    /// What becomes of an event with fields of a wrong data type. Default: `dead_letter` (assumed
    /// for the gateway; documented for the processor behind it).
    #[serde(default)]
    pub wrong_types: DataflyWrongTypes,
    /// What a `timestamp` without a zone is. Default: `utc` (assumed: ISO 8601, which is documented,
    /// allows it, and does not say what it means).
    #[serde(default)]
    pub timestamp_without_zone: DataflyTimestampWithoutZone,
}

/// What becomes of an event whose `type` is not the path's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyTypeMismatch {
    /// It is taken as what the path says.
    #[default]
    TrustPath,
    /// It is refused with 400.
    Reject,
}

/// What a `timestamp` without a zone is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyTimestampWithoutZone {
    /// A time in UTC.
    #[default]
    Utc,
    /// No timestamp: a field of a wrong type.
    WrongType,
}

/// What a signature counts for beside a pipeline key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflySignatureWithKey {
    /// Nothing: the key is enough.
    #[default]
    Ignore,
    /// It has to be right too, if the key's source has a secret.
    Check,
}

/// What an event that is too large does to its batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyOversizeEvent {
    /// The whole batch is refused with 400.
    #[default]
    RejectBatch,
    /// Only the event is refused, as one that fails validation is.
    RejectEvent,
}

/// What becomes of an event with fields of a wrong data type.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyWrongTypes {
    /// It is answered with 200 and lost: the processor puts it into the dead-letter queue.
    #[default]
    DeadLetter,
    /// It is refused with 400; a batch goes on without it.
    Reject,
}

fn yes() -> bool {
    true
}

fn requests_per_second() -> u32 {
    1000
}

fn deduplicate_window_seconds() -> u64 {
    86_400
}

fn signature_window_seconds() -> u64 {
    300
}

fn cookie_max_age() -> u32 {
    34_560_000
}

fn max_payload_bytes() -> u64 {
    524_288
}

fn pixel_group_id() -> String {
    "gid".into()
}

fn pixel_depth() -> u8 {
    1
}

fn max_batch_bytes() -> u64 {
    5 * 1024 * 1024
}

fn max_batch_events() -> u64 {
    500
}

fn max_batch_event_bytes() -> u64 {
    64 * 1024
}

fn too_large_status() -> u16 {
    400
}

impl DataflySource {
    /// Whether a text can be a pipeline key: `dk_` and at least one more character, no white
    /// space. What follows `dk_` differs between Datafly's own pages (`dk_live_`, `dk_test_`,
    /// `dk_pip_`).
    pub fn is_key(text: &str) -> bool {
        text.strip_prefix("dk_").is_some_and(is_key)
    }

    /// Whether a text can be a secret: `sk_` and at least one more character, no white space.
    pub fn is_secret(text: &str) -> bool {
        text.strip_prefix("sk_").is_some_and(is_key)
    }
}

impl DataflyFile {
    /// How long a messageId of that source is remembered, in seconds.
    pub fn deduplicate_window_seconds(&self, source: &str) -> u64 {
        let named = self.sources.iter().find(|known| known.name == source);
        named.map_or_else(deduplicate_window_seconds, |source| {
            source.deduplicate_window_seconds
        })
    }
}

impl DataflySource {
    /// What becomes of an event at a destination whose consent is denied.
    pub fn on_denied(&self) -> OnDenied {
        match self.consent_action {
            ConsentAction::Drop => OnDenied::Drop,
            ConsentAction::Allow => OnDenied::Allow,
            ConsentAction::Strip => {
                let own = self.personal_data.as_ref();
                let own = own.map(|own| own.iter().map(String::as_str).collect());
                let pointers: Vec<&str> = own.unwrap_or_else(|| DEFAULT_POINTERS.into());
                let patterns = pointers.into_iter().map(Pattern::parse);
                OnDenied::Strip(patterns.filter_map(Result::ok).collect())
            }
        }
    }
}
