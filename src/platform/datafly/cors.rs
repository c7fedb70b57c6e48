use crate::capture::{Answer, Request, host_of, is_loopback};
use crate::platform::OWN_HEADERS;
use crate::workspace::{DataflyFile, DataflyGateway, DataflySource};

/// The request headers that a page may send (documented).
const ALLOWED_HEADERS: [&str; 2] = ["Content-Type", "Authorization"];

/// Those and the gateway's extra ones, as `Access-Control-Allow-Headers` lists them.
pub fn allowed_headers(gateway: &DataflyGateway) -> String {
    let extra = gateway.extra_allowed_headers.iter().map(String::as_str);
    let all: Vec<&str> = ALLOWED_HEADERS.into_iter().chain(extra).collect();
    all.join(", ")
}

/// Whether pages of `origin` may send to a source.
pub fn allows(source: &DataflySource, origin: &str) -> bool {
    // What is echoed has to be a header value; no browser sends another.
    origin.bytes().all(|byte| byte.is_ascii_graphic())
        && (source.allowed_origins.is_empty()
            || source
                .allowed_origins
                .iter()
                .any(|allowed| allowed.eq_ignore_ascii_case(origin))
            || source.allow_localhost && is_loopback(host_of(origin)))
}

/// Whether pages of `origin` may send to any source: a preflight carries no key, so the gateway
/// cannot know which one is meant.
pub fn any_allows(file: &DataflyFile, origin: &str) -> bool {
    file.sources.iter().any(|source| allows(source, origin))
}

/// Adds the documented headers. The origin is echoed, for with credentials a browser takes one
/// origin and no list; without an origin there is none to echo, and the other three still go out
/// because "all endpoints return the following headers". `Vary` is assumed.
pub fn with_headers(answer: Answer, origin: Option<&str>, gateway: &DataflyGateway) -> Answer {
    let answer = match origin {
        Some(origin) => answer.header("access-control-allow-origin", origin),
        None => answer,
    };
    let answer = answer
        .header("access-control-allow-methods", "POST, OPTIONS")
        .header("access-control-allow-headers", allowed_headers(gateway))
        .header("access-control-allow-credentials", "true");
    let answer = with_vary(answer, gateway);
    match gateway.exposed_headers.as_slice() {
        [] => answer,
        names => answer.header("access-control-expose-headers", names.join(", ")),
    }
}

/// Adds `Vary: Origin`, where it is wanted.
pub fn with_vary(answer: Answer, gateway: &DataflyGateway) -> Answer {
    match gateway.vary_origin {
        true => answer.header("vary", "Origin"),
        false => answer,
    }
}

/// The headers that a preflight asks for and that the gateway's list does not have: the browser
/// will not send the request.
pub fn refused_headers(request: &Request, gateway: &DataflyGateway) -> Vec<String> {
    let allowed = allowed_headers(gateway);
    let is_allowed = |name: &str| {
        let mut allowed = allowed.split(", ");
        allowed.any(|allowed| allowed.eq_ignore_ascii_case(name))
    };
    request
        .asked_headers()
        .filter(|name| !is_allowed(name) && !OWN_HEADERS.contains(&name.as_str()))
        .collect()
}

/// Whether a page on another origin may read a header of an error's answer.
pub fn exposes(gateway: &DataflyGateway, name: &str) -> bool {
    let mut exposed = gateway.exposed_headers.iter();
    gateway.cors_on_errors && exposed.any(|exposed| exposed.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::capture::Body;

    fn source(fields: serde_json::Value) -> Option<DataflySource> {
        serde_json::from_value(fields).ok()
    }

    fn request(headers: &[(&str, &str)]) -> Request {
        Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: "/v1/t".into(),
            query: String::new(),
            headers: headers
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            body: Body::complete(""),
        }
    }

    #[test]
    fn a_configured_source_takes_its_origins_and_localhost() {
        let shop = source(json!({"name": "a", "allowed_origins": ["https://shop.example.com"]}));
        let allowed = |origin: &str| shop.as_ref().is_some_and(|shop| allows(shop, origin));
        for origin in [
            "https://shop.example.com",
            "http://localhost:3000",
            "http://run.localhost:8484",
            "http://127.0.0.1:1",
            "http://[::1]:80",
        ] {
            assert!(allowed(origin), "{origin}");
        }
        for origin in [
            "https://evil.example",
            "http://shop.example.com",
            "https://shop.example.com.evil.example",
            "http://localhost.evil.example",
            "null",
        ] {
            assert!(!allowed(origin), "{origin}");
        }
    }

    #[test]
    fn no_list_allows_all_that_can_be_echoed() {
        let open = source(json!({"name": "a"}));
        let allowed = |origin: &str| open.as_ref().is_some_and(|open| allows(open, origin));
        assert!(allowed("https://anywhere.example") && allowed("null"));
        assert!(!allowed("https://ünder.example") && !allowed("a\nb"));
    }

    #[test]
    fn a_retry_header_is_not_on_the_list() {
        let request = request(&[(
            "access-control-request-headers",
            "authorization,content-type,x-retry-count",
        )]);
        let mut gateway = DataflyGateway::default();
        assert_eq!(refused_headers(&request, &gateway), ["x-retry-count"]);
        gateway.extra_allowed_headers.push("X-Retry-Count".into());
        assert!(refused_headers(&request, &gateway).is_empty());
    }
}
