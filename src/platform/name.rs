use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One of the four emulated systems.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// JENTIS HTTP API.
    Jentis,
    /// Jitsu HTTP API.
    Jitsu,
    /// Commanders Act HTTP tracking API.
    CommandersAct,
    /// Datafly ingestion gateway.
    Datafly,
}

impl Platform {
    /// All four, in the order in which they are listed.
    pub const ALL: [Platform; 4] = [
        Platform::Jentis,
        Platform::Jitsu,
        Platform::CommandersAct,
        Platform::Datafly,
    ];

    /// The stable word: in paths, in the database, in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Platform::Jentis => "jentis",
            Platform::Jitsu => "jitsu",
            Platform::CommandersAct => "commanders-act",
            Platform::Datafly => "datafly",
        }
    }

    /// The name a person reads.
    pub fn title(self) -> &'static str {
        match self {
            Platform::Jentis => "JENTIS",
            Platform::Jitsu => "Jitsu",
            Platform::CommandersAct => "Commanders Act",
            Platform::Datafly => "Datafly",
        }
    }

    /// The platform of that word.
    pub fn parse(word: &str) -> Option<Platform> {
        Platform::ALL
            .into_iter()
            .find(|platform| platform.as_str() == word)
    }
}
