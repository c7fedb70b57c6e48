use url::Url;

use crate::capture::{Request, address};
use crate::platform::Platform;
use crate::route::route;

/// Where requests are sent again: an address, behind which their path on the platform is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(String);

impl Target {
    /// Reads an address (`https://collect.example`), or a path of the eventpit at `here`: that of a
    /// platform (`/jitsu`, or `jitsu`), of a test session (`/~again`), or of both.
    ///
    /// # Errors
    /// What is expected.
    pub fn parse(text: &str, here: &str) -> Result<Target, String> {
        let address = match text {
            path if path.starts_with('/') => format!("{here}{path}"),
            word if Platform::parse(word).is_some() => format!("{here}/{word}"),
            address => address.to_string(),
        };
        let expected = || {
            "expected an address (https://collect.example) or a path of eventpit (/jitsu, /~again/jitsu)"
                .to_string()
        };
        let url = Url::parse(&address).map_err(|_| expected())?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(expected());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("the address may have a path, but no query and no fragment".into());
        }
        if url.path().starts_with("/inspector") {
            return Err("the inspector takes no events".into());
        }
        Ok(Target(address.trim_end_matches('/').to_string()))
    }

    /// The address that a request is sent to: without the test session and the platform that stood in
    /// front of its path.
    pub fn url(&self, request: &Request) -> String {
        address(&self.0, &route(request).path, &request.query)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Body;

    fn request(path: &str, query: &str) -> Request {
        Request {
            received_at: 0,
            peer: String::new(),
            method: "POST".into(),
            path: path.into(),
            query: query.into(),
            headers: Vec::new(),
            body: Body::complete(""),
        }
    }

    #[test]
    fn session_and_platform_are_taken_off_the_path() {
        let here = "http://localhost:8484";
        let sent = |to: &str, path: &str, query: &str| {
            Target::parse(to, here).map(|target| target.url(&request(path, query)))
        };
        for (to, path, query, expected) in [
            (
                "jitsu",
                "/~run-7/jitsu/api/s/track",
                "",
                "http://localhost:8484/jitsu/api/s/track",
            ),
            (
                "/~b/jitsu/",
                "/api/s/track",
                "a=1",
                "http://localhost:8484/~b/jitsu/api/s/track?a=1",
            ),
            (
                "/",
                "/~fault=503/events",
                "",
                "http://localhost:8484/events",
            ),
            ("https://a.example", "/jentis/", "", "https://a.example/"),
            // Another server's name stays a path of this one.
            (
                "https://a.example",
                "@evil.example/x",
                "",
                "https://a.example/@evil.example/x",
            ),
            (
                "https://a.example",
                ".evil.example:80/x",
                "",
                "https://a.example/.evil.example:80/x",
            ),
            (
                "https://a.example/cdp/",
                "/commanders-act/events",
                "t=1",
                "https://a.example/cdp/events?t=1",
            ),
        ] {
            assert_eq!(sent(to, path, query).as_deref(), Ok(expected), "{to}");
        }
        for wrong in [
            "",
            "nowhere",
            "ftp://a.example",
            "http://",
            "/inspector/api",
            "https://a.example?b",
        ] {
            assert!(Target::parse(wrong, here).is_err(), "{wrong}");
        }
    }
}
