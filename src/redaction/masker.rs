use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Pattern;

/// What stands in place of a value that was masked.
pub const MASK: &str = "•••";

/// Header lines that let somebody in, or tell who somebody is.
const HEADERS: [&str; 9] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-write-key",
    "x-api-key",
    "x-forwarded-for",
    "x-real-ip",
    "x-signature",
];

/// Values shorter than this are masked where they stand, but not looked for in other texts: they
/// would be found everywhere.
const SHORTEST: usize = 4;

/// Masks values by a list of pointers, and remembers them, so that they can be taken out of the
/// texts that quote them: a finding, an address, another copy of the event.
#[derive(Debug, Default)]
pub struct Masker {
    patterns: Vec<Pattern>,
    hidden: BTreeSet<String>,
}

impl Masker {
    /// One that masks what `patterns` mean.
    pub fn new(patterns: &[Pattern]) -> Masker {
        Masker {
            patterns: patterns.to_vec(),
            hidden: BTreeSet::new(),
        }
    }

    /// `value` with everything masked that a pattern means.
    pub fn value(&mut self, value: &Value) -> Value {
        self.masked(value, &mut Vec::new())
    }

    /// `value` with every text scrubbed; see [`Masker::text`].
    pub fn scrubbed(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => items.iter().map(|item| self.scrubbed(item)).collect(),
            Value::Object(fields) => fields
                .iter()
                .map(|(name, value)| (self.text(name), self.scrubbed(value)))
                .collect::<Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }

    /// `text` without the values that were masked before.
    pub fn text(&self, text: &str) -> String {
        let mut text = text.to_string();
        // The longest first: a name may be a part of an address.
        let mut hidden: Vec<&String> = self.hidden.iter().collect();
        hidden.sort_by_key(|value| std::cmp::Reverse(value.len()));
        for value in hidden {
            if text.contains(value.as_str()) {
                text = text.replace(value.as_str(), MASK);
            }
        }
        text
    }

    /// Header lines without keys, cookies and addresses.
    pub fn headers(&self, headers: &[(String, String)]) -> Vec<(String, String)> {
        headers
            .iter()
            .map(|(name, value)| match HEADERS.contains(&name.as_str()) {
                true => (name.clone(), MASK.to_string()),
                false => (name.clone(), self.text(value)),
            })
            .collect()
    }

    /// A query (`a=1&email=x`) in which the parameters are masked that a pattern means at the top.
    pub fn query(&mut self, query: &str) -> String {
        let pairs = query.split('&').map(|pair| {
            let Some((name, value)) = pair.split_once('=') else {
                return pair.to_string();
            };
            let decoded = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
            match self.means(&[decoded.to_lowercase()]) {
                true => {
                    self.remember(value);
                    format!("{name}={MASK}")
                }
                false => pair.to_string(),
            }
        });
        let pairs: Vec<String> = pairs.collect();
        self.text(&pairs.join("&"))
    }

    /// A body: JSON is masked, other text is scrubbed, and what is no text is left out.
    pub fn body(&mut self, bytes: &[u8]) -> Vec<u8> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return b"masked: what is no text cannot be masked in part".to_vec();
        };
        match serde_json::from_str::<Value>(text) {
            Ok(value) => {
                let masked = self.value(&value);
                self.scrubbed(&masked).to_string().into_bytes()
            }
            Err(_) if text.contains('=') => self.query(text).into_bytes(),
            Err(_) => self.text(text).into_bytes(),
        }
    }

    fn means(&self, path: &[String]) -> bool {
        self.patterns.iter().any(|pattern| pattern.meets(path))
    }

    fn masked(&mut self, value: &Value, path: &mut Vec<String>) -> Value {
        if !path.is_empty() && self.means(path) {
            self.forget(value);
            return match value {
                // That there is nothing is no secret.
                Value::Null => Value::Null,
                _ => MASK.into(),
            };
        }
        match value {
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| {
                    path.push(name.to_lowercase());
                    let masked = self.masked(value, path);
                    path.pop();
                    (name.clone(), masked)
                });
                Value::Object(fields.collect())
            }
            Value::Array(items) => {
                let items = items.iter().enumerate().map(|(place, item)| {
                    path.push(place.to_string());
                    let masked = self.masked(item, path);
                    path.pop();
                    masked
                });
                Value::Array(items.collect())
            }
            other => other.clone(),
        }
    }

    /// Remembers every text and number below a masked value.
    fn forget(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.remember(text),
            Value::Number(number) => self.remember(&number.to_string()),
            Value::Array(items) => items.iter().for_each(|item| self.forget(item)),
            Value::Object(fields) => fields.values().for_each(|value| self.forget(value)),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn remember(&mut self, text: &str) {
        if text.chars().count() >= SHORTEST {
            self.hidden.insert(text.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn masker(pointers: &[&str]) -> Masker {
        let patterns: Vec<Pattern> = pointers
            .iter()
            .filter_map(|text| Pattern::parse(text).ok())
            .collect();
        Masker::new(&patterns)
    }

    #[test]
    fn values_are_masked_where_they_stand_and_where_they_are_quoted() {
        let mut masker = masker(&["/**/email", "/user/age"]);
        let value = json!({"traits": {"email": "a@b.example", "plan": "pro"}, "user": {"age": 41, "email": null}});
        assert_eq!(
            masker.value(&value),
            json!({"traits": {"email": MASK, "plan": "pro"}, "user": {"age": MASK, "email": null}})
        );
        assert_eq!(masker.text("a@b.example is odd"), "••• is odd");
        assert_eq!(masker.text("41 is short"), "41 is short");
        let finding = json!([{"message": "got a@b.example"}]);
        assert_eq!(masker.scrubbed(&finding), json!([{"message": "got •••"}]));
    }

    #[test]
    fn keys_and_cookies_go_and_other_headers_stay() {
        let lines = [
            ("authorization".to_string(), "Bearer x".to_string()),
            ("accept".to_string(), "*/*".to_string()),
        ];
        let masked = masker(&[]).headers(&lines);
        let values: Vec<&str> = masked.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, [MASK, "*/*"]);
    }

    #[test]
    fn queries_and_bodies_are_masked_too() {
        let mut masker = masker(&["/**/email"]);
        assert_eq!(masker.query("a=1&Email=a%40b&c"), "a=1&Email=•••&c");
        let body = masker.body(br#"{"batch":[{"email":"x@y.z","said":"x@y.z"}]}"#);
        assert_eq!(
            String::from_utf8_lossy(&body),
            r#"{"batch":[{"email":"•••","said":"•••"}]}"#
        );
        assert_eq!(masker.body(b"email=q@r.s&b=2"), "email=•••&b=2".as_bytes());
        assert!(masker.body(b"\xff\x00").starts_with(b"masked"));
    }
}
