use percent_encoding::percent_decode_str;

use crate::platform::{KnownPath, Platform};

const POST: &[&str] = &["POST"];
const GET: &[&str] = &["GET"];
const GET_HEAD: &[&str] = &["GET", "HEAD"];
const GET_POST: &[&str] = &["GET", "POST"];

const fn path(
    methods: &'static [&'static str],
    path: &'static str,
    about: &'static str,
) -> KnownPath {
    KnownPath {
        platform: Platform::Jitsu,
        methods,
        path,
        about,
    }
}

/// The paths of Jitsu's ingest server (`ingest/router.go`, observed).
pub const PATHS: &[KnownPath] = &[
    path(POST, "/api/s/{type}", "one event"),
    path(POST, "/api/s/s2s/{type}", "one event from a server"),
    path(POST, "/api/s/s2s/batch", "a batch from a server"),
    path(GET, "/api/px/{type}", "one event, as a tracking pixel"),
    path(POST, "/v1/batch", "a batch"),
    path(POST, "/v1/b", "a batch"),
    path(POST, "/v1/batch/b", "a batch"),
    path(POST, "/batch", "a batch"),
    path(POST, "/b", "a batch"),
    path(POST, "/batch/b", "a batch"),
    path(
        GET_POST,
        "/v1/projects/{writeKey}/settings",
        "settings for Segment's SDK",
    ),
    path(
        GET_POST,
        "/v1/projects/projects/{writeKey}/settings",
        "settings for Segment's SDK",
    ),
    path(GET_POST, "/v1/projects", "settings for Segment's SDK"),
    path(
        GET_POST,
        "/projects/{writeKey}/settings",
        "settings for Segment's SDK",
    ),
    path(
        GET_POST,
        "/projects/projects/{writeKey}/settings",
        "settings for Segment's SDK",
    ),
    path(GET_POST, "/projects", "settings for Segment's SDK"),
    path(GET_HEAD, "/p.js", "@jitsu/js, for pages"),
    path(GET, "/health", "whether it is up"),
    path(GET, "/ready", "whether it takes events"),
    path(GET, "/robots.txt", "keeps crawlers out"),
];

/// What a method and a path mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// One event; its type as the path has it, and whether it is a server's path.
    Event { kind: String, s2s: bool },
    /// A batch, and whether it is a server's path.
    Batch { s2s: bool },
    /// One event in a tracking pixel's query; its type as the path has it.
    Pixel { kind: String },
    /// Settings for Segment's SDK, with the key in the path.
    Settings { key: String },
    /// A browser asks first.
    Preflight,
    /// The SDK for pages.
    Script,
    /// Whether it is up, and whether it takes events.
    Health,
    /// For crawlers.
    Robots,
    /// The same path without the slash at its end.
    Redirect { path: String },
    /// None.
    None,
}

/// Whether Jitsu has this path and eventpit leaves it out (its router, observed).
pub fn is_left_out(path: &str) -> bool {
    const PREFIXES: [&str; 4] = ["/api/v1/", "/api.", "/api/funcs/", "/debug/pprof"];
    path == "/s/lib.js" || PREFIXES.iter().any(|prefix| path.starts_with(prefix))
}

/// Finds the route. Doubled slashes count as one, and a slash at the end is redirected away, as
/// Jitsu's router does (observed).
pub fn route(method: &str, path: &str) -> Route {
    let mut squeezed = squeeze(path);
    let route = exact(method, &squeezed);
    if route != Route::None || !squeezed.ends_with('/') {
        return route;
    }
    squeezed.pop();
    match exact(method, &squeezed) {
        Route::None => Route::None,
        _ => Route::Redirect { path: squeezed },
    }
}

fn exact(method: &str, path: &str) -> Route {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let segments: Vec<&str> = decoded.split('/').skip(1).collect();
    let route = match segments.as_slice() {
        ["health" | "ready"] if method == "GET" => return Route::Health,
        ["robots.txt"] if method == "GET" => return Route::Robots,
        ["p.js"] if matches!(method, "GET" | "HEAD") => return Route::Script,
        ["p.js"] if method == "OPTIONS" => return Route::Preflight,
        ["api", "s", "s2s", "batch"] => Route::Batch { s2s: true },
        ["api", "s", "s2s", kind] if !kind.is_empty() => Route::Event {
            kind: (*kind).to_string(),
            s2s: true,
        },
        ["api", "s", kind] if !kind.is_empty() => Route::Event {
            kind: (*kind).to_string(),
            s2s: false,
        },
        ["api", "px", kind] if !kind.is_empty() => Route::Pixel {
            kind: (*kind).to_string(),
        },
        ["v1" | "batch", "b"] | ["v1", "batch"] | ["batch" | "b"] | ["v1", "batch", "b"] => {
            Route::Batch { s2s: false }
        }
        ["v1", rest @ ..] => settings(rest),
        rest => settings(rest),
    };
    match (&route, method) {
        (Route::None, _) => Route::None,
        (_, "OPTIONS") => Route::Preflight,
        (Route::Pixel { .. }, "POST") => Route::None,
        (_, "POST") | (Route::Settings { .. } | Route::Pixel { .. }, "GET") => route,
        _ => Route::None,
    }
}

fn settings(segments: &[&str]) -> Route {
    let key = match segments {
        ["projects"] => "",
        ["projects", key, "settings"] | ["projects", "projects", key, "settings"]
            if !key.is_empty() =>
        {
            key
        }
        _ => return Route::None,
    };
    Route::Settings {
        key: key.to_string(),
    }
}

fn squeeze(path: &str) -> String {
    let mut squeezed = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter != '/' || !squeezed.ends_with('/') {
            squeezed.push(letter);
        }
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_without_s2s_is_an_event_of_type_batch() {
        assert_eq!(
            route("POST", "/api/s/batch"),
            Route::Event {
                kind: "batch".into(),
                s2s: false
            }
        );
        assert_eq!(
            route("POST", "/api/s/s2s/batch"),
            Route::Batch { s2s: true }
        );
    }

    #[test]
    fn every_known_path_has_a_route() {
        for known in PATHS {
            let path = known.path.replace("{type}", "t").replace("{writeKey}", "k");
            for method in known.methods {
                assert_ne!(route(method, &path), Route::None, "{method} {path}");
            }
            assert_eq!(route("PUT", &path), Route::None, "{path}");
        }
    }

    #[test]
    fn slashes_are_squeezed_and_cut_off() {
        assert_eq!(route("POST", "//v1//batch"), Route::Batch { s2s: false });
        assert_eq!(
            route("POST", "/v1/batch//"),
            Route::Redirect {
                path: "/v1/batch".into()
            }
        );
        assert_eq!(route("POST", "/nope/"), Route::None);
        assert_eq!(route("POST", "/"), Route::None);
    }
}
