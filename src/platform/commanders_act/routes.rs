use super::super::{KnownPath, Platform};

/// What a path takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One event.
    Single,
    /// `{"batch": [event, …]}`.
    Batch,
}

/// What a method asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// To take events in.
    Events,
    /// Whether a page may send.
    Preflight,
    /// Something that the endpoint is not known to do.
    Nothing,
}

const POST: &[&str] = &["POST"];
const POST_AND_PIXEL: &[&str] = &["POST", "GET"];

/// The paths that Commanders Act serves. `/events` and `/events/batch` are the page's; under
/// `/cdp` the web container reaches the same service on a customer's own domain.
pub const PATHS: &[KnownPath] = &[
    known("/events", POST_AND_PIXEL, "one event, or a pixel"),
    known("/events/batch", POST, "a batch of events"),
    known(
        "/cdp/events",
        POST_AND_PIXEL,
        "one event, or a pixel, on a first-party domain",
    ),
    known(
        "/cdp/events/batch",
        POST,
        "a batch of events, on a first-party domain",
    ),
];

const fn known(
    path: &'static str,
    methods: &'static [&'static str],
    about: &'static str,
) -> KnownPath {
    KnownPath {
        platform: Platform::CommandersAct,
        methods,
        path,
        about,
    }
}

/// What `path` takes, if it is one of the endpoint's. The page writes `/events`, the vendor's
/// OpenAPI file `/events/`: both are taken, and so is `/events/batch/` (inferred).
pub fn target(path: &str) -> Option<Target> {
    let path = path.strip_suffix('/').unwrap_or(path);
    match path.strip_prefix("/cdp").unwrap_or(path) {
        "/events" => Some(Target::Single),
        "/events/batch" => Some(Target::Batch),
        _ => None,
    }
}

/// What `method` asks of `target`: POST is the page's, GET is pixel tracking's (one event,
/// in the query), and OPTIONS follows from the web container's preflighted fallback.
pub fn asked(method: &str, target: Target) -> Asked {
    match (method, target) {
        ("POST", _) | ("GET", Target::Single) => Asked::Events,
        ("OPTIONS", _) => Asked::Preflight,
        _ => Asked::Nothing,
    }
}

/// The same as a header's value.
pub fn methods(target: Target) -> &'static str {
    match target {
        Target::Single => "GET, POST, OPTIONS",
        Target::Batch => "POST, OPTIONS",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_leads_to_its_target() {
        for path in ["/events", "/events/", "/cdp/events", "/cdp/events/"] {
            assert_eq!(target(path), Some(Target::Single), "{path}");
        }
        for path in ["/events/batch", "/events/batch/", "/cdp/events/batch"] {
            assert_eq!(target(path), Some(Target::Batch), "{path}");
        }
        for path in [
            "/",
            "/cdp",
            "/event",
            "/events//",
            "/cdp/cdp/events",
            "/events/x",
        ] {
            assert_eq!(target(path), None, "{path}");
        }
    }
}
