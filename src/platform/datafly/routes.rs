use crate::platform::{KnownPath, Platform};

/// The paths of the gateway (documented), webhooks aside.
pub const PATHS: &[KnownPath] = &[
    known("/v1/t", "tracks an event"),
    known("/v1/p", "tracks a page view"),
    known("/v1/i", "tells who the visitor is"),
    known("/v1/g", "puts the visitor into a group"),
    known(BATCH, "takes a batch of events"),
    known(EVENTS, "takes an event of a server"),
    KnownPath {
        platform: Platform::Datafly,
        methods: &["GET"],
        path: "/v1/pixel/{type}",
        about: "takes an event in the query and answers with a pixel",
    },
    script(SCRIPTS[0]),
    script(SCRIPTS[1]),
];

const BATCH: &str = "/v1/batch";
const EVENTS: &str = "/v1/events";
const PIXEL: &str = "/v1/pixel/";
/// Both names are documented: <https://docs.dataflysignal.com/datafly-js/configuration>.
const SCRIPTS: [&str; 2] = ["/datafly.js", "/d.js"];

const fn known(path: &'static str, about: &'static str) -> KnownPath {
    KnownPath {
        platform: Platform::Datafly,
        methods: &["POST"],
        path,
        about,
    }
}

const fn script(path: &'static str) -> KnownPath {
    KnownPath {
        platform: Platform::Datafly,
        methods: &["GET", "HEAD"],
        path,
        about: "the script that a page loads: eventpit's own, with the documented surface",
    }
}

/// What a path takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One event, of the type that the path says.
    One(Endpoint),
    /// A batch, whose events say their types themselves.
    Batch,
    /// One event of a server, which says its type itself.
    Server,
    /// One event in the query, of the type that the path says.
    Pixel(Endpoint),
}

/// Whether the gateway has this path and eventpit leaves it out
/// (<https://docs.dataflysignal.com/ingestion/webhooks>).
pub fn is_left_out(path: &str) -> bool {
    path == "/v1/webhook"
}

/// Whether that is a path of the script that a page loads.
pub fn is_script(path: &str) -> bool {
    SCRIPTS.contains(&path)
}

impl Target {
    /// The target at that path, to the letter: what a trailing slash does is not documented.
    pub fn at(path: &str) -> Option<Target> {
        if path == BATCH {
            return Some(Target::Batch);
        }
        if path == EVENTS {
            return Some(Target::Server);
        }
        if let Some(word) = path.strip_prefix(PIXEL) {
            return Endpoint::of_type(word).map(Target::Pixel);
        }
        let mut endpoints = Endpoint::ALL.into_iter();
        let endpoint = endpoints.find(|endpoint| endpoint.path() == path)?;
        Some(Target::One(endpoint))
    }

    /// Whether a signature may stand for the key (documented).
    pub fn takes_signature(self) -> bool {
        matches!(self, Target::Batch | Target::Server)
    }

    /// The method that its events come with.
    pub fn method(self) -> &'static str {
        match self {
            Target::One(_) | Target::Batch | Target::Server => "POST",
            Target::Pixel(_) => "GET",
        }
    }

    /// All methods that it takes, as `Allow` lists them. Only a `POST` is preflighted.
    pub fn methods(self) -> &'static str {
        match self {
            Target::One(_) | Target::Batch | Target::Server => "POST, OPTIONS",
            Target::Pixel(_) => "GET",
        }
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
