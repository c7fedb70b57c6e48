use super::session::{DEFAULT_SESSION, session, usable};
use crate::capture::Request;
use crate::platform::{Platform, known_paths, session_in_events};
use crate::workspace::Workspace;

/// Where a request belongs.
#[derive(Debug, PartialEq, Eq)]
pub struct Route {
    /// The test session.
    pub session: String,
    /// A session name that cannot be used, if one was given.
    pub unusable_session: Option<String>,
    /// The fault that the request asks for, as it has it.
    pub fault: Option<String>,
    /// The platform; none owns the path if there is none.
    pub platform: Option<Platform>,
    /// What was taken off the path's front.
    pub mount: String,
    /// The path on the platform.
    pub path: String,
}

impl Route {
    /// Whether the request leaves to others which session it belongs to.
    pub fn names_no_session(&self) -> bool {
        self.session == DEFAULT_SESSION && self.unusable_session.is_none()
    }

    /// Where the request names no test session itself: takes the one that its events name, if a
    /// rule of the workspace says where they do.
    pub fn ask_events(&mut self, request: &Request, workspace: &Workspace) {
        if !self.names_no_session() {
            return;
        }
        let platform = self.platform;
        let named = platform.and_then(|it| session_in_events(it, request, &self.path, workspace));
        match named {
            Some(name) if usable(&name) => self.session = name,
            unusable => self.unusable_session = unusable,
        }
    }
}

/// Finds the test session and the platform of a request. Under `/jentis`, `/jitsu`,
/// `/commanders-act` and `/datafly` the platform owns every path; at the root, the paths it knows.
pub fn route(request: &Request) -> Route {
    let session = session(request);
    let prefixed = Platform::ALL.into_iter().find_map(|platform| {
        let rest = session
            .path
            .strip_prefix('/')?
            .strip_prefix(platform.as_str())?;
        let path = if rest.is_empty() { "/" } else { rest };
        path.starts_with('/').then_some((platform, rest, path))
    });
    let (platform, mount, path) = match prefixed {
        Some((platform, rest, path)) => {
            let length = request.path.len() - rest.len();
            (
                Some(platform),
                request.path.get(..length).unwrap_or_default(),
                path,
            )
        }
        None => (owner(request, session.path), session.mount, session.path),
    };
    Route {
        mount: mount.to_string(),
        path: path.to_string(),
        platform,
        session: session.name,
        unusable_session: session.unusable,
        fault: session.fault,
    }
}

/// The platform that owns a path at the root. A path that two platforms know (`/v1/batch`) is
/// Datafly's when the request carries a Datafly key or signature, else Jitsu's.
fn owner(request: &Request, path: &str) -> Option<Platform> {
    // A doubled or a trailing slash is the platform's to judge.
    let squeezed = squeeze(path);
    let owners: Vec<Platform> = Platform::ALL
        .into_iter()
        .filter(|platform| {
            known_paths(*platform)
                .iter()
                .any(|known| known.matches(&squeezed))
        })
        .collect();
    match owners.as_slice() {
        [] => None,
        [only] => Some(*only),
        _ if owners.contains(&Platform::Datafly) && speaks_datafly(request) => {
            Some(Platform::Datafly)
        }
        _ if owners.contains(&Platform::Jitsu) => Some(Platform::Jitsu),
        [first, ..] => Some(*first),
    }
}

fn squeeze(path: &str) -> String {
    let segments: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    format!("/{}", segments.join("/"))
}

fn speaks_datafly(request: &Request) -> bool {
    let bearer = request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Bearer "));
    bearer.is_some_and(|key| key.trim().starts_with("dk_"))
        || request.header("x-signature").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Body;

    fn request(path: &str, headers: &[(&str, &str)]) -> Request {
        Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: path.into(),
            query: String::new(),
            headers: headers
                .iter()
                .map(|(a, b)| (a.to_string(), b.to_string()))
                .collect(),
            body: Body::complete(""),
        }
    }

    #[test]
    fn a_session_in_the_path_stays_in_front_of_the_platform() {
        let route = route(&request(
            "/~run-1/jitsu/api/s/track",
            &[("host", "other.localhost:8484")],
        ));
        assert_eq!(
            (route.session.as_str(), route.platform),
            ("run-1", Some(Platform::Jitsu))
        );
        assert_eq!(
            (route.mount.as_str(), route.path.as_str()),
            ("/~run-1/jitsu", "/api/s/track")
        );
    }

    #[test]
    fn host_and_header_name_a_session() {
        let by_host = route(&request("/jentis", &[("host", "abc.localhost:8484")]));
        assert_eq!(
            (by_host.session.as_str(), by_host.path.as_str()),
            ("abc", "/")
        );
        let unusable = route(&request("/jentis", &[("x-eventpit-session", "a b")]));
        assert_eq!(
            (
                unusable.session.as_str(),
                unusable.unusable_session.as_deref()
            ),
            ("default", Some("a b"))
        );
    }

    #[test]
    fn a_name_that_only_begins_like_a_platform_is_none() {
        assert_eq!(route(&request("/jitsuka", &[])).platform, None);
    }
}
