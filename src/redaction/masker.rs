use std::collections::BTreeSet;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

use super::Pattern;
use super::defaults::KEY_POINTERS;
use super::shapes::{without_emails, without_userinfo};

/// What stands in place of a value that was masked.
pub const MASK: &str = "•••";

/// What stands in place of a body that cannot be masked in part.
const LEFT_OUT: &str = "masked: what is neither JSON nor a form cannot be masked in part";

/// Base64 as pixels send it: with or without what fills it up.
pub(super) const PIXEL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

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

/// Of these, the ones whose value is a key, which a finding may quote.
const KEY_HEADERS: [&str; 4] = [
    "authorization",
    "proxy-authorization",
    "x-write-key",
    "x-api-key",
];

/// Values shorter than this are masked where they stand, but not looked for in other texts: they
/// would be found everywhere.
const SHORTEST: usize = 4;

/// Masks values by a list of pointers, and remembers them, so that they can be taken out of the
/// texts that quote them: a finding, an address, another copy of the event. Who stands before a host
/// (`https://name:secret@host`) is masked in any text, and so are e-mail addresses where the list has
/// them.
#[derive(Debug, Default)]
pub struct Masker {
    patterns: Vec<Pattern>,
    hidden: BTreeSet<String>,
    /// Whether e-mail addresses are masked wherever they stand.
    emails: bool,
}

impl Masker {
    /// One that masks what `patterns` mean, and keys.
    pub fn new(patterns: &[Pattern]) -> Masker {
        let keys = KEY_POINTERS.into_iter();
        let keys = keys.filter_map(|pointer| Pattern::parse(pointer).ok());
        Masker {
            patterns: patterns.iter().cloned().chain(keys).collect(),
            hidden: BTreeSet::new(),
            emails: patterns.iter().any(Pattern::is_emails),
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

    /// `text` without the values that were masked before, and without what shows what it is.
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
        text = without_userinfo(&text).unwrap_or(text);
        match self.emails {
            true => without_emails(&text).unwrap_or(text),
            false => text,
        }
    }

    /// Header lines without keys, cookies and IP addresses, and without what a pattern means in the
    /// parameters of an address (`Referer`).
    pub fn headers(&mut self, headers: &[(String, String)]) -> Vec<(String, String)> {
        headers
            .iter()
            .map(|(name, value)| match HEADERS.contains(&name.as_str()) {
                true => {
                    if KEY_HEADERS.contains(&name.as_str()) {
                        self.remember_key(value);
                    }
                    (name.clone(), MASK.to_string())
                }
                false => (name.clone(), self.address(value)),
            })
            .collect()
    }

    /// The body of a request: JSON and forms are masked, and what is neither is left out, as nothing
    /// says what in it is personal.
    pub fn body(&mut self, bytes: &[u8]) -> Vec<u8> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.trim().is_empty() => bytes.to_vec(),
            Ok(text) => match self.json(text) {
                Some(masked) => masked,
                None if is_form(text) => self.query(text).into_bytes(),
                None => LEFT_OUT.into(),
            },
            Err(_) => LEFT_OUT.into(),
        }
    }

    /// The body of an answer, whose words are eventpit's own: JSON is masked, other text is scrubbed,
    /// and what is no text is left out.
    pub fn answer_body(&mut self, bytes: &[u8]) -> Vec<u8> {
        match std::str::from_utf8(bytes) {
            Ok(text) => self
                .json(text)
                .unwrap_or_else(|| self.text(text).into_bytes()),
            Err(_) => LEFT_OUT.into(),
        }
    }

    /// JSON, masked; none if it is none.
    fn json(&mut self, text: &str) -> Option<Vec<u8>> {
        let value = serde_json::from_str::<Value>(text).ok()?;
        let masked = self.value(&value);
        Some(self.scrubbed(&masked).to_string().into_bytes())
    }

    pub(super) fn means(&self, path: &[String]) -> bool {
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
            Value::String(text) if text.starts_with("http") => self.address(text).into(),
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

    /// Remembers the value of a header with a key in it: `k`, `Bearer k`, or base64 of `k:`.
    fn remember_key(&mut self, value: &str) {
        let key = value.split_once(' ').map_or(value, |(_, key)| key.trim());
        self.remember(key);
        let plain = PIXEL.decode(key).ok();
        if let Some(plain) = plain.and_then(|bytes| String::from_utf8(bytes).ok()) {
            self.remember(plain.trim().trim_end_matches(':'));
        }
    }

    /// Masks a value that is known to be a key.
    pub(super) fn key(&mut self, key: &str) -> Value {
        self.remember(key);
        MASK.into()
    }

    pub(super) fn remember(&mut self, text: &str) {
        if text.chars().count() >= SHORTEST {
            self.hidden.insert(text.to_string());
        }
    }
}

/// Whether a text is a form as browsers send it: names and values, encoded.
fn is_form(text: &str) -> bool {
    let is_pair = |pair: &str| pair.is_empty() || pair.contains('=');
    let is_encoded = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"');
    text.bytes().all(is_encoded) && text.split('&').all(is_pair)
}

#[cfg(test)]
#[path = "tests/masker.rs"]
mod tests;
