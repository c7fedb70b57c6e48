use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::capture::{self, Request};
use crate::event::Finding;
use crate::workspace::{JentisCookie, JentisSameSite, JentisSetCookie, JentisSource};

use super::kinds;
use super::submission::{is_web, text_at};

/// Name of the cookie with the JENTIS user ID
/// (<https://docs.jentis.com/core-concepts/jentis-cookies>).
const NAME: &str = "jts-rw";
/// Its lifetime in seconds: two years (documented).
const MAX_AGE: u32 = 63_072_000;
/// Name of the cookie with the session id, as it is (documented on the same page).
const SESSION_NAME: &str = "jctr_sid";
/// Its lifetime in seconds: 30 minutes (documented).
const SESSION_MAX_AGE: u32 = 1800;
/// A browser ignores a cookie whose name and value have more bytes than this
/// (RFC 6265bis, section 5.7).
const MAX_BYTES: usize = 4096;

const DOMAIN: &str = "/system/domain";
const USER: &str = "/data/identifier/user/id";
const SESSION: &str = "/data/identifier/session/id";

/// What JavaScript's `encodeURIComponent` encodes: the documented value is made by it.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// The `Set-Cookie` lines of the answer to a body that was taken.
pub fn set_cookies(
    request: &Request,
    source: Option<&JentisSource>,
    body: &Value,
) -> impl IntoIterator<Item = String> {
    let user = judge(request, source, body).and_then(Result::ok);
    user.into_iter().chain(session(request, source, body))
}

/// The cookie with the session id, for the sources that want it.
fn session(request: &Request, source: Option<&JentisSource>, body: &Value) -> Option<String> {
    let settings = &source.filter(|source| source.cookie.session)?.cookie;
    let domain = body.pointer(DOMAIN).and_then(Value::as_str)?;
    let id = text_at(body, SESSION)?;
    let value = utf8_percent_encode(&id, ENCODED).to_string();
    let fits = SESSION_NAME.len() + value.len() <= MAX_BYTES;
    let due = is_due(settings, request, SESSION_NAME) && is_web(body);
    (due && fits && is_host_name(domain)).then(|| {
        let attributes = attributes(settings, domain, SESSION_MAX_AGE);
        format!("{SESSION_NAME}={value}{attributes}")
    })
}

/// Why the answer has no cookie, or why it will not come back.
pub fn finding(request: &Request, source: Option<&JentisSource>, body: &Value) -> Option<Finding> {
    match judge(request, source, body)? {
        Err(finding) => Some(finding),
        Ok(_) => other_site(request, body),
    }
}

/// The cookie, or why there can be none; nothing where none is due.
fn judge(
    request: &Request,
    source: Option<&JentisSource>,
    body: &Value,
) -> Option<Result<String, Finding>> {
    let settings = source.map(|it| it.cookie.clone()).unwrap_or_default();
    let due = is_due(&settings, request, NAME);
    // Without a domain the schema is broken, and that is told already.
    let domain = body.pointer(DOMAIN).and_then(Value::as_str)?;
    (due && is_web(body)).then(|| cookie(&settings, domain, text_at(body, USER)))
}

fn is_due(settings: &JentisCookie, request: &Request, name: &str) -> bool {
    match settings.set {
        JentisSetCookie::Always => true,
        JentisSetCookie::UnlessSent => request.cookie(name).is_none(),
        JentisSetCookie::Never => false,
    }
}

fn cookie(settings: &JentisCookie, domain: &str, user: Option<String>) -> Result<String, Finding> {
    let not_set = |message: &str, pointer: &str| kinds::COOKIE_NOT_SET.says(message).at(pointer);
    if !is_host_name(domain) {
        let finding = not_set("system.domain is no host name", DOMAIN);
        return Err(finding
            .expected("a host name such as example.com")
            .got(domain));
    }
    let Some(user) = user else {
        return Err(not_set("there is no user id to keep", USER));
    };
    let value = json!({ "u": user }).to_string();
    let value = utf8_percent_encode(&value, ENCODED).to_string();
    let bytes = NAME.len() + value.len();
    if bytes > MAX_BYTES {
        let finding = not_set("the user id is too long for a cookie", USER);
        let finding = finding.expected(format!("at most {MAX_BYTES} bytes"));
        return Err(finding.got(format!("{bytes} bytes")));
    }
    let attributes = attributes(settings, domain, MAX_AGE);
    Ok(format!("{NAME}={value}{attributes}"))
}

fn attributes(settings: &JentisCookie, domain: &str, max_age: u32) -> String {
    let same_site = match settings.same_site {
        JentisSameSite::Absent => "",
        JentisSameSite::Lax => "; SameSite=Lax",
        JentisSameSite::Strict => "; SameSite=Strict",
        JentisSameSite::None => "; SameSite=None",
    };
    let secure = if settings.secure { "; Secure" } else { "" };
    format!("; Domain={domain}; Path=/; Max-Age={max_age}{secure}{same_site}")
}

/// Letters, digits, hyphens and underscores between dots; a dot in front is what cookies of old
/// had, and browsers pass over it (RFC 6265, section 5.2.3).
fn is_host_name(text: &str) -> bool {
    let name = text.strip_prefix('.').unwrap_or(text);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

/// Tells of a page that is not under the cookie's domain: it cannot read the cookie, and to the
/// browser its requests come from another site.
fn other_site(request: &Request, body: &Value) -> Option<Finding> {
    let origin = request.header("origin")?;
    let domain = body.pointer(DOMAIN).and_then(Value::as_str)?;
    (!is_under(host_of(origin)?, domain)).then(|| {
        let message = format!("the page {origin} is not under {domain}");
        let finding = kinds::COOKIE_OTHER_SITE.says(message).at(DOMAIN);
        finding
            .expected("the domain that the page is under")
            .got(domain)
    })
}

/// The host of an origin; none if it is opaque (`null`).
fn host_of(origin: &str) -> Option<&str> {
    origin.contains("://").then(|| capture::host_of(origin))
}

fn is_under(host: &str, domain: &str) -> bool {
    let (host, domain) = (host.to_ascii_lowercase(), domain.to_ascii_lowercase());
    let domain = domain.strip_prefix('.').unwrap_or(&domain);
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(domain: &str, user: &str) -> Result<String, String> {
        cookie(&JentisCookie::default(), domain, Some(user.into())).map_err(|it| it.pointer)
    }

    #[test]
    fn the_documented_value_is_the_user_id_in_encoded_json() {
        let expected = "jts-rw=%7B%22u%22%3A%2280791172425362871393019%22%7D; Domain=example.com; Path=/; Max-Age=63072000; Secure";
        assert_eq!(
            of("example.com", "80791172425362871393019").as_deref(),
            Ok(expected)
        );
    }

    #[test]
    fn no_user_id_breaks_the_header() {
        for id in [
            "a; Domain=evil.example",
            "a\r\nX: y",
            "\"\\,",
            "ü\u{0}",
            "%3B",
        ] {
            let cookie = of("example.com", id).unwrap_or_default();
            let value = cookie
                .strip_prefix("jts-rw=")
                .and_then(|it| it.split_once(';'));
            let value = value.map_or("", |(value, _)| value);
            let back = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
            let back: Value = serde_json::from_str(&back).unwrap_or_default();
            assert_eq!(back, json!({"u": id}));
            assert_eq!(cookie.matches(';').count(), 4, "{cookie}");
            assert!(
                cookie.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
                "{cookie}"
            );
        }
        // 6 bytes of name and 22 of JSON around the id.
        assert!(of("example.com", &"7".repeat(4096 - 28)).is_ok());
        assert_eq!(of("example.com", &"7".repeat(4096 - 27)), Err(USER.into()));
    }

    #[test]
    fn only_a_host_name_is_a_domain() {
        for domain in [
            "example.com",
            ".example.com",
            "localhost",
            "a_b.Example.co.uk",
            "xn--nder-0ra.example",
        ] {
            assert!(of(domain, "7").is_ok(), "{domain}");
        }
        let long = "a.".repeat(130);
        for domain in [
            "",
            ".",
            "example.com.",
            "a..b",
            "-a.com",
            "a-.com",
            "example.com:8080",
            "https://example.com",
            "a; HttpOnly",
            "a\r\nSet-Cookie: b=c",
            "ünder.example",
            "a b",
            long.as_str(),
        ] {
            assert_eq!(of(domain, "7"), Err(DOMAIN.into()), "{domain}");
        }
    }

    #[test]
    fn a_page_is_under_its_own_domain_and_those_above() {
        for (origin, domain) in [
            ("https://example.com", "example.com"),
            ("https://www.Example.com:8443", ".example.com"),
        ] {
            assert!(
                host_of(origin).is_some_and(|host| is_under(host, domain)),
                "{origin}"
            );
        }
        for origin in [
            "https://notexample.com",
            "https://example.com.evil.example",
            "http://localhost:3000",
        ] {
            assert!(
                host_of(origin).is_some_and(|host| !is_under(host, "example.com")),
                "{origin}"
            );
        }
        assert_eq!(host_of("http://[::1]"), Some("[::1]"));
        assert_eq!(host_of("null"), None);
    }
}
