use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How well a behaviour of a platform is known. Shown wherever the behaviour is shown.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// The vendor's own page says so.
    Documented,
    /// Seen on the vendor's own software, or by eventpit in the request itself.
    Observed,
    /// Follows from what is documented or observed, but nobody says it.
    Inferred,
    /// A guess. Always a setting in the source's file.
    Assumed,
}

impl Evidence {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Evidence::Documented => "documented",
            Evidence::Observed => "observed",
            Evidence::Inferred => "inferred",
            Evidence::Assumed => "assumed",
        }
    }
}
