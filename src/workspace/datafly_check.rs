use std::collections::BTreeSet;

use super::{DataflyFile, DataflySource, Problem};
use crate::redaction::Pattern;

impl DataflyFile {
    /// Adds what a schema cannot say about the file.
    pub fn check(&self, file: &str, problems: &mut Vec<Problem>) {
        let mut problem =
            |pointer: String, message: &str| problems.push(Problem::at(file, pointer, message));
        if !matches!(self.gateway.preflight_status, 200 | 204) {
            problem("/gateway/preflight_status".into(), "is 200 or 204");
        }
        for (field, status) in [
            ("unknown_path_status", self.gateway.unknown_path_status),
            ("method_status", self.gateway.method_status),
            ("signature_status", self.gateway.signature_status),
        ] {
            if !(400..500).contains(&status) {
                problem(format!("/gateway/{field}"), "is 400 to 499");
            }
        }
        for (field, headers) in [
            ("extra_allowed_headers", &self.gateway.extra_allowed_headers),
            ("exposed_headers", &self.gateway.exposed_headers),
        ] {
            for (place, _) in headers.iter().enumerate().filter(|(_, it)| !is_token(it)) {
                let pointer = format!("/gateway/{field}/{place}");
                problem(pointer, "is the name of a header");
            }
        }
        let (mut names, mut keys, mut secrets) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (index, source) in self.sources.iter().enumerate() {
            let at = |field: &str| format!("/sources/{index}/{field}");
            if !names.insert(&source.name) {
                problem(at("name"), "another source has this name");
            }
            if let Some(secret) = &source.secret {
                if !DataflySource::is_secret(secret) {
                    problem(
                        at("secret"),
                        "a secret is sk_ and more, without white space",
                    );
                } else if !secrets.insert(secret) {
                    problem(at("secret"), "another source has this secret");
                }
            }
            for (field, list) in [
                ("keys", &source.keys),
                ("revoked_keys", &source.revoked_keys),
            ] {
                for (place, key) in list.iter().enumerate() {
                    let pointer = at(&format!("{field}/{place}"));
                    if !DataflySource::is_key(key) {
                        problem(pointer, "a key is dk_ and more, without white space");
                    } else if !keys.insert(key) {
                        problem(pointer, "this key is named twice");
                    }
                }
            }
            for (place, origin) in source.allowed_origins.iter().enumerate() {
                if !is_origin(origin) {
                    let pointer = at(&format!("allowed_origins/{place}"));
                    problem(
                        pointer,
                        "an origin is scheme://host or scheme://host:port, nothing behind it",
                    );
                }
            }
            for (place, pointer) in source.personal_data.iter().flatten().enumerate() {
                let at = at(&format!("personal_data/{place}"));
                match Pattern::parse(pointer) {
                    Err(error) => problem(at, &error.to_string()),
                    Ok(pattern) if pattern.is_emails() => {
                        problem(at, "is a JSON pointer: members are taken out, not texts");
                    }
                    Ok(_) => {}
                }
            }
            if source.requests_per_second == 0 {
                problem(at("requests_per_second"), "is at least 1");
            }
            if !matches!(source.too_large_status, 400 | 413) {
                problem(at("too_large_status"), "is 400 or 413");
            }
            if source.max_batch_events == 0 {
                problem(at("max_batch_events"), "is at least 1");
            }
            if !(1..=32).contains(&source.pixel_depth) {
                problem(at("pixel_depth"), "is 1 to 32");
            }
            let domain = source.cookie_domain.as_deref();
            if domain.is_some_and(|domain| !is_domain(domain)) {
                problem(
                    at("cookie_domain"),
                    "a domain has letters, digits, hyphens and dots",
                );
            }
        }
    }
}

fn is_origin(text: &str) -> bool {
    let Some((scheme, authority)) = text.split_once("://") else {
        return false;
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse::<u16>().is_ok()),
        _ => (authority, true),
    };
    let in_brackets = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let host = match in_brackets {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => is_domain(host),
    };
    let scheme = scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'));
    scheme && host && port
}

/// A header's name (RFC 9110, section 5.6.2). `*` is none where credentials are sent.
fn is_token(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_letter)
}

fn is_domain(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointers(json: serde_json::Value) -> Vec<String> {
        let file: DataflyFile = serde_json::from_value(json).unwrap_or_default();
        let mut problems = Vec::new();
        file.check("sources/datafly.json", &mut problems);
        problems
            .into_iter()
            .map(|problem| problem.pointer)
            .collect()
    }

    #[test]
    fn what_cannot_work_is_said_with_its_place() {
        let found = pointers(serde_json::json!({
            "gateway": {"preflight_status": 404, "method_status": 200, "exposed_headers": ["Retry-After", "a, b"]},
            "sources": [
                {"name": "a", "keys": ["dk_1", "live_1"], "requests_per_second": 0, "secret": "dk_1"},
                {"name": "a", "keys": ["dk_1"], "allowed_origins": ["https://a.com", "a.com", "https://a.com/"], "pixel_depth": 33, "cookie_domain": "a;b",
                 "personal_data": ["/**/email", "*@*", "email"]},
            ]
        }));
        assert_eq!(
            found,
            [
                "/gateway/preflight_status",
                "/gateway/method_status",
                "/gateway/exposed_headers/1",
                "/sources/0/secret",
                "/sources/0/keys/1",
                "/sources/0/requests_per_second",
                "/sources/1/name",
                "/sources/1/keys/0",
                "/sources/1/allowed_origins/1",
                "/sources/1/allowed_origins/2",
                "/sources/1/personal_data/1",
                "/sources/1/personal_data/2",
                "/sources/1/pixel_depth",
                "/sources/1/cookie_domain",
            ]
        );
    }

    #[test]
    fn origins_have_a_scheme_a_host_and_perhaps_a_port() {
        for origin in [
            "https://a.example",
            "http://localhost:3000",
            "http://[::1]:8080",
        ] {
            assert!(is_origin(origin), "{origin}");
        }
        for text in [
            "*",
            "https://",
            "https://a b",
            "https://a:port",
            "https://a/",
        ] {
            assert!(!is_origin(text), "{text}");
        }
    }
}
