use super::super::{KnownPath, Platform};

/// What a path takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One event.
    Single,
    /// `{"batch": [event, …]}`.
    Batch,
}

const METHODS: &[&str] = &["POST"];

/// The paths that Commanders Act serves. `/events` and `/events/batch` are the seed page's; under
/// `/cdp` the web container reaches the same service on a customer's own domain.
pub const PATHS: &[KnownPath] = &[
    known("/events", "one event"),
    known("/events/batch", "a batch of events"),
    known("/cdp/events", "one event, on a first-party domain"),
    known(
        "/cdp/events/batch",
        "a batch of events, on a first-party domain",
    ),
];

const fn known(path: &'static str, about: &'static str) -> KnownPath {
    KnownPath {
        platform: Platform::CommandersAct,
        methods: METHODS,
        path,
        about,
    }
}

/// What `path` takes, if it is one of the endpoint's. The page writes `/events`, the vendor's
/// OpenAPI file `/events/`: both are taken, and so is `/events/batch/` (assumed).
pub fn target(path: &str) -> Option<Target> {
    let path = path.strip_suffix('/').unwrap_or(path);
    match path.strip_prefix("/cdp").unwrap_or(path) {
        "/events" => Some(Target::Single),
        "/events/batch" => Some(Target::Batch),
        _ => None,
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
