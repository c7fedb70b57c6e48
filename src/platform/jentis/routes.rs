use crate::platform::{KnownPath, Platform};

/// The paths that JENTIS serves.
pub const PATHS: &[KnownPath] = &[
    KnownPath {
        platform: Platform::Jentis,
        methods: &["POST"],
        path: "/",
        about: "data submissions and consent submissions",
    },
    KnownPath {
        platform: Platform::Jentis,
        methods: &["POST"],
        path: "/monitor",
        about: "the SDK's log for the debug monitor (observed in iOS SDK 1.0.7)",
    },
];

/// What a path is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Endpoint {
    /// `/`
    Submission,
    /// `/monitor`
    Monitor,
}

/// The endpoint at `path`. A trailing or doubled slash is another path (assumed).
pub fn endpoint(path: &str) -> Option<Endpoint> {
    match path {
        "/" => Some(Endpoint::Submission),
        "/monitor" => Some(Endpoint::Monitor),
        _ => None,
    }
}
