use crate::platform::{KnownPath, Platform};

/// The paths of the gateway that browsers send to (documented).
pub const PATHS: &[KnownPath] = &[
    known("/v1/t", "tracks an event"),
    known("/v1/p", "tracks a page view"),
    known("/v1/i", "tells who the visitor is"),
    known("/v1/g", "puts the visitor into a group"),
];

const fn known(path: &'static str, about: &'static str) -> KnownPath {
    KnownPath {
        platform: Platform::Datafly,
        methods: &["POST"],
        path,
        about,
    }
}

/// What an endpoint takes; also the values that `type` may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// `/v1/t`
    Track,
    /// `/v1/p`
    Page,
    /// `/v1/i`
    Identify,
    /// `/v1/g`
    Group,
}

impl Endpoint {
    const ALL: [Endpoint; 4] = [
        Endpoint::Track,
        Endpoint::Page,
        Endpoint::Identify,
        Endpoint::Group,
    ];

    /// The endpoint at that path, to the letter: what a trailing slash does is not documented.
    pub fn at(path: &str) -> Option<Endpoint> {
        Endpoint::ALL
            .into_iter()
            .find(|endpoint| endpoint.path() == path)
    }

    /// The endpoint of that `type`.
    pub fn of_type(word: &str) -> Option<Endpoint> {
        Endpoint::ALL
            .into_iter()
            .find(|endpoint| endpoint.as_str() == word)
    }

    /// Its `type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Endpoint::Track => "track",
            Endpoint::Page => "page",
            Endpoint::Identify => "identify",
            Endpoint::Group => "group",
        }
    }

    /// Its path.
    pub fn path(self) -> &'static str {
        match self {
            Endpoint::Track => "/v1/t",
            Endpoint::Page => "/v1/p",
            Endpoint::Identify => "/v1/i",
            Endpoint::Group => "/v1/g",
        }
    }
}
