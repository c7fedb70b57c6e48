use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Request, address};

/// Header lines that curl makes itself, or that say how the connection was, not what was sent.
const LEFT_OUT: [&str; 5] = [
    "host",
    "content-length",
    "connection",
    "transfer-encoding",
    "expect",
];

impl Request {
    /// The request as a line for a POSIX shell that sends the same to the server at `base`
    /// (`http://localhost:8484`). Everything that was captured is quoted.
    pub fn as_curl(&self, base: &str) -> String {
        // No globbing and no tidying of the path: what was sent is sent.
        // After `-X HEAD` curl would wait for a body; with one to send it takes no `--head`.
        let method = match (self.method.as_str(), self.body.bytes.is_empty()) {
            ("HEAD", true) => "--head".into(),
            ("HEAD", false) => "-X 'HEAD' --ignore-content-length -H 'connection: close'".into(),
            (method, _) => format!("-X {}", shell_word(method)),
        };
        let mut line = format!(
            "curl -g --path-as-is {method} {}",
            shell_word(&address(base, &self.path, &self.query))
        );
        let named = |name: &str| self.headers.iter().any(|(key, _)| key == name);
        for (name, value) in &self.headers {
            if LEFT_OUT.contains(&name.as_str()) {
                continue;
            }
            let header = match value.as_str() {
                "" => format!("{name};"),
                value => format!("{name}: {value}"),
            };
            line.push_str(&format!(" -H {}", shell_word(&header)));
        }
        // What curl adds by itself.
        for name in ["accept", "user-agent", "content-type"] {
            if !named(name) && (name != "content-type" || !self.body.bytes.is_empty()) {
                line.push_str(&format!(" -H '{name}:'"));
            }
        }
        match std::str::from_utf8(&self.body.bytes) {
            Ok("") => line,
            Ok(text) if !text.contains('\0') => format!("{line} --data-raw {}", shell_word(text)),
            _ => {
                let body = STANDARD.encode(&self.body.bytes);
                format!("printf %s '{body}' | base64 -d | {line} --data-binary @-")
            }
        }
    }
}

/// `text` as one word of a POSIX shell.
pub fn shell_word(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::capture::{Body, BodyState};

    fn request(body: &'static [u8], headers: &[(&str, &str)]) -> Request {
        let line = |(name, value): &(&str, &str)| (name.to_string(), value.to_string());
        Request {
            received_at: 0,
            peer: String::new(),
            method: "POST".into(),
            path: "/it's".into(),
            query: "a=$(id)".into(),
            headers: headers.iter().map(line).collect(),
            body: Body {
                bytes: Bytes::from_static(body),
                length: body.len() as u64,
                state: BodyState::Complete,
            },
        }
    }

    #[test]
    fn whatever_was_captured_is_shell_word() {
        let headers = [
            ("host", "a"),
            ("accept", "*/*"),
            ("user-agent", "`x`"),
            ("x-none", ""),
        ];
        assert_eq!(
            request(b"@'\n", &headers).as_curl("http://localhost:1"),
            "curl -g --path-as-is -X 'POST' 'http://localhost:1/it'\\''s?a=$(id)' \
             -H 'accept: */*' -H 'user-agent: `x`' -H 'x-none;' -H 'content-type:' --data-raw '@'\\''\n'"
        );
    }

    #[test]
    fn what_is_no_text_goes_through_base64() {
        let line = request(b"\xff\x00", &[]).as_curl("http://localhost:1");
        assert!(
            line.starts_with("printf %s '/wA=' | base64 -d | curl "),
            "{line}"
        );
        assert!(line.ends_with(" --data-binary @-"), "{line}");
    }
}
