use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{JentisCookie, JentisEndpoint};
use crate::connector::{Binding, VendorMode};
use crate::platform::jentis::Schemas;

/// `sources/jentis.json`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JentisFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// What holds before a key has told the source.
    #[serde(default)]
    pub endpoint: JentisEndpoint,
    /// The sources. If none of them names a key, any well-formed key is taken (no white space)
    /// and the request belongs to the source of its `configuration.container`, else to the first.
    #[serde(default)]
    pub sources: Vec<JentisSource>,
    /// The API's own schema, compiled once for the whole workspace; `check` makes it.
    #[serde(skip)]
    pub schemas: Option<Schemas>,
}

/// A JENTIS source: a container.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JentisSource {
    /// Its name in the inspector.
    pub name: String,
    /// The container's short name. Default: none, so that requests for any container are its own.
    #[serde(default)]
    pub container: Option<String>,
    /// Its keys, opaque texts without white space. Default: none. If no source of the platform names
    /// one, any well-formed key is taken (assumed, so that eventpit works before it is configured).
    #[serde(default)]
    pub keys: Vec<String>,
    /// Keys that were its own once and are refused.
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
    /// The consent that connectors take here, by connector, in place of their own. Default: none.
    #[serde(default)]
    pub consent: BTreeMap<String, Binding>,
    /// How its vendors are set up, by their id: `consent`, `essential` or `none`. Default: essential
    /// where the connector has an essential mode, else consent (assumed: JENTIS leaves it to its
    /// customers).
    #[serde(default)]
    pub vendor_modes: BTreeMap<String, VendorMode>,
    /// The container's versions, to match `configuration.version` of a preview with. Default:
    /// none, so that every version is unknown.
    #[serde(default)]
    pub versions: Vec<JentisVersion>,
    /// The codes of debug sessions that never end, to match `configuration.debugcode` of a preview
    /// with, beside the sessions that are started in the inspector. Default: none.
    #[serde(default)]
    pub debug_codes: Vec<String>,
    /// What becomes of a body that breaks the API's schema: `accept` answers 200 and tells of it,
    /// `reject` answers `bad_body_status`. Default: `accept` (both assumed; only the schema is
    /// documented).
    #[serde(default = "accept")]
    pub schema_violation: JentisHandling,
    /// What becomes of a body that is no JSON object: `reject` answers `bad_body_status`, `accept`
    /// answers 200 and the event is lost. Default: `reject` (both assumed).
    #[serde(default = "reject")]
    pub invalid_json: JentisHandling,
    /// What becomes of a `configuration` that does not fit the source (an unknown container,
    /// environment, version or debug code, or half a preview): `accept` answers 200 and tells of
    /// it, `reject` answers `bad_body_status`. Default: `accept` (both assumed).
    #[serde(default = "accept")]
    pub unfit_configuration: JentisHandling,
    /// What becomes of a body that came neither as JSON nor as a beacon's text: `accept` reads it
    /// as JSON, `reject` answers 415. Default: `accept` (both assumed).
    #[serde(default = "accept")]
    pub other_content_type: JentisHandling,
    /// Largest body in bytes; a larger one is answered with `oversize_status`. Default: none (both
    /// assumed; no limit is documented).
    #[serde(default)]
    pub max_body_bytes: Option<u64>,
    /// What its enrichment plugins answer: plugin id, variable id, value. Nothing is asked for
    /// real, and the arguments don't matter. Default: none, so that every plugin is unknown and
    /// its variables stay undefined (assumed).
    #[serde(default)]
    pub enrichment: BTreeMap<String, BTreeMap<String, Value>>,
    /// How the cookie `jts-rw` is set for the type `web`.
    #[serde(default)]
    pub cookie: JentisCookie,
}

/// What becomes of a body that is not as the API wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JentisHandling {
    /// It is answered as if nothing were the matter.
    Accept,
    /// It is answered with an error.
    Reject,
}

/// A version of a container.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JentisVersion {
    /// Its number as text, as `configuration.version` and `jts_preview` have it: `1`.
    pub version: String,
    /// Its state in the version overview.
    pub state: JentisVersionState,
    /// The connectors that it feeds. Default: the source's.
    #[serde(default)]
    pub destinations: Option<Vec<String>>,
    /// The consent that connectors take in it, by connector. Default: as in the source.
    #[serde(default)]
    pub consent: BTreeMap<String, Binding>,
    /// How vendors are set up in it: all of them, in place of the source's. Default: as in the source.
    #[serde(default)]
    pub vendor_modes: Option<BTreeMap<String, VendorMode>>,
}

/// The states of a container's version
/// (<https://docs.jentis.com/jentis-dcp-elements/versions-and-preview/versions>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JentisVersionState {
    /// Being edited.
    CurrentEdit,
    /// Published to the live environment.
    PublishedLive,
    /// Published to the stage environment.
    PublishedStage,
    /// Published once.
    Legacy,
}

impl JentisVersionState {
    /// In words: `published (live)`.
    pub fn words(self) -> &'static str {
        match self {
            JentisVersionState::CurrentEdit => "current edit",
            JentisVersionState::PublishedLive => "published (live)",
            JentisVersionState::PublishedStage => "published (stage)",
            JentisVersionState::Legacy => "legacy",
        }
    }
}

fn accept() -> JentisHandling {
    JentisHandling::Accept
}

fn reject() -> JentisHandling {
    JentisHandling::Reject
}
