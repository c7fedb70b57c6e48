use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::masker::PIXEL;
use super::{MASK, Masker};

/// Addresses, and what they are made of.
impl Masker {
    /// A query (`a=1&email=x`) in which the parameters are masked that a pattern means at the top.
    pub fn query(&mut self, query: &str) -> String {
        self.parameters(query, Self::packed)
    }

    /// An address with its path and its parameters masked; of another text what was masked before.
    pub fn address(&mut self, text: &str) -> String {
        let schemes = ["https://", "http://"].into_iter();
        let Some((scheme, rest)) = schemes
            .filter_map(|scheme| Some((scheme, text.strip_prefix(scheme)?)))
            .next()
        else {
            return self.text(text);
        };
        let (rest, fragment) = cut_at(rest, '#');
        let (place, query) = cut_at(rest, '?');
        let (host, path) = cut_at(place, '/');
        let host = match host.rsplit_once('@') {
            Some((who, host)) => {
                self.remember(who);
                format!("{MASK}@{}", self.text(host))
            }
            None => self.text(host),
        };
        let query = match query.strip_prefix('?') {
            // An address in an address is not taken apart: it may go on for ever.
            Some(query) => format!("?{}", self.parameters(query, |_, _| None)),
            None => String::new(),
        };
        let path = self.path(path);
        let fragment = match self.is_clean(&decoded(fragment)) {
            true => self.text(fragment),
            false => format!("#{MASK}"),
        };
        format!("{scheme}{host}{path}{query}{fragment}")
    }

    fn parameters(
        &mut self,
        query: &str,
        packed: impl Fn(&mut Masker, &str) -> Option<String>,
    ) -> String {
        let pairs = query.split('&').map(|pair| {
            let Some((name, value)) = pair.split_once('=') else {
                return pair.to_string();
            };
            let (plain_name, plain) = (decoded(name), decoded(value));
            // A form says `user[email]` or `user.email` for a member of a member.
            let path = plain_name.to_lowercase();
            let path: Vec<String> = path
                .split(['.', '[', ']'])
                .filter(|step| !step.is_empty())
                .map(String::from)
                .collect();
            let inside = (1..=path.len()).any(|end| self.means(path.get(..end).unwrap_or(&path)));
            if inside {
                self.remember(value);
                self.remember(&plain);
                return format!("{name}={MASK}");
            }
            match packed(self, &plain) {
                Some(masked) => format!("{name}={masked}"),
                None if self.is_clean(&plain) => pair.to_string(),
                None => format!("{name}={MASK}"),
            }
        });
        let pairs: Vec<String> = pairs.collect();
        self.text(&pairs.join("&"))
    }

    /// Whether nothing in a text has to be masked.
    fn is_clean(&self, text: &str) -> bool {
        self.text(text) == text
    }

    /// A parameter's value that is an address, or has JSON in it, as text or as base64 as pixels send
    /// it, masked; none if it is neither.
    fn packed(&mut self, value: &str) -> Option<String> {
        if value.starts_with("http") {
            let masked = self.address(value);
            let encoded = || utf8_percent_encode(&masked, NON_ALPHANUMERIC).to_string();
            return (masked != value).then(encoded);
        }
        let json = |bytes: &[u8]| {
            let value = serde_json::from_slice::<Value>(bytes).ok();
            value.filter(|value| value.is_object() || value.is_array())
        };
        if let Some(found) = json(value.as_bytes()) {
            let masked = self.value(&found);
            let masked = self.scrubbed(&masked).to_string();
            return Some(utf8_percent_encode(&masked, NON_ALPHANUMERIC).to_string());
        }
        let bytes = PIXEL.decode(value.replace(['-', ' '], "+").replace('_', "/"));
        let found = json(&bytes.ok()?)?;
        let masked = self.value(&found);
        let masked = STANDARD.encode(self.scrubbed(&masked).to_string());
        Some(utf8_percent_encode(&masked, NON_ALPHANUMERIC).to_string())
    }

    /// A path: what was masked elsewhere is taken out of it, and so is each step that is an e-mail
    /// address, or the key in `/projects/KEY/settings`, which are remembered, as findings quote the
    /// path. No list of names can mean anything else in it.
    pub fn path(&mut self, path: &str) -> String {
        let mut steps = Vec::new();
        let all: Vec<&str> = path.split('/').collect();
        for (at, step) in all.iter().copied().enumerate() {
            let plain = decoded(step);
            let is_key = at > 0
                && all.get(at - 1) == Some(&"projects")
                && all.get(at + 1) == Some(&"settings");
            if is_key || plain.contains('@') {
                self.remember(step);
                self.remember(&plain);
                steps.push(MASK);
            } else {
                steps.push(step);
            }
        }
        self.text(&steps.join("/"))
    }
}

/// What is before the first such sign, and it with what is after it.
fn cut_at(text: &str, sign: char) -> (&str, &str) {
    text.split_at(text.find(sign).unwrap_or(text.len()))
}

/// `text` of an address or a form as it is meant.
pub(super) fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy();
    decoded.into_owned()
}
