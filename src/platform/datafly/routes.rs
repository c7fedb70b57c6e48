use crate::platform::{KnownPath, Platform};

/// The paths of the gateway that take a pipeline key in a header (documented).
pub const PATHS: &[KnownPath] = &[
    known("/v1/t", "tracks an event"),
    known("/v1/p", "tracks a page view"),
    known("/v1/i", "tells who the visitor is"),
    known("/v1/g", "puts the visitor into a group"),
    known(BATCH, "takes a batch of events"),
];

const BATCH: &str = "/v1/batch";

const fn known(path: &'static str, about: &'static str) -> KnownPath {
    KnownPath {
        platform: Platform::Datafly,
        methods: &["POST"],
        path,
        about,
    }
}

/// What a path takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One event, of the type that the path says.
    One(Endpoint),
    /// A batch, whose events say their types themselves.
    Batch,
}

impl Target {
    /// The target at that path, to the letter: what a trailing slash does is not documented.
    pub fn at(path: &str) -> Option<Target> {
        if path == BATCH {
            return Some(Target::Batch);
        }
        let mut endpoints = Endpoint::ALL.into_iter();
        let endpoint = endpoints.find(|endpoint| endpoint.path() == path)?;
        Some(Target::One(endpoint))
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
