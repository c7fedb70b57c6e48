use std::collections::BTreeSet;

use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::Pattern;
use super::defaults::KEY_POINTERS;
use super::shapes::{without_emails, without_userinfo};

/// What stands in place of a value that was masked.
pub const MASK: &str = "•••";

/// What stands in place of a body that cannot be masked in part.
const LEFT_OUT: &str = "masked: what is neither JSON nor a form cannot be masked in part";

/// Base64 as pixels send it: with or without what fills it up.
const PIXEL: GeneralPurpose = GeneralPurpose::new(
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

    fn remember(&mut self, text: &str) {
        if text.chars().count() >= SHORTEST {
            self.hidden.insert(text.to_string());
        }
    }
}

/// What is before the first such sign, and it with what is after it.
fn cut_at(text: &str, sign: char) -> (&str, &str) {
    text.split_at(text.find(sign).unwrap_or(text.len()))
}

/// `text` of an address or a form as it is meant.
fn decoded(text: &str) -> String {
    let spaced = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy();
    decoded.into_owned()
}

/// Whether a text is a form as browsers send it: names and values, encoded.
fn is_form(text: &str) -> bool {
    let is_pair = |pair: &str| pair.is_empty() || pair.contains('=');
    let is_encoded = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"');
    text.bytes().all(is_encoded) && text.split('&').all(is_pair)
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
        let mut masker = masker(&[]);
        let masked = masker.headers(&lines);
        let values: Vec<&str> = masked.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, [MASK, "*/*"]);
        for value in ["Bearer s3cret-1", "Basic czNjcmV0LTI6", "s3cret-3"] {
            masker.headers(&[("authorization".into(), value.into())]);
        }
        let quoted = "no source has s3cret-1, s3cret-2, s3cret-3";
        assert_eq!(masker.text(quoted), "no source has •••, •••, •••");
    }

    #[test]
    fn keys_go_wherever_clients_put_them() {
        let mut masker = masker(&[]);
        assert_eq!(
            masker.query("tc_s=1&token=s3cret&writekey=a:b&wk=dk_1"),
            "tc_s=1&token=•••&writekey=•••&wk=•••"
        );
        let body =
            json!({"writeKey": "a:b", "batch": [{"key": "color", "properties": {"token": "t"}}]});
        let masked =
            json!({"writeKey": MASK, "batch": [{"key": "color", "properties": {"token": MASK}}]});
        assert_eq!(masker.value(&body), masked);
        assert_eq!(
            masker.path("/v1/projects/a:b/settings"),
            "/v1/projects/•••/settings"
        );
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
        assert_eq!(
            masker.body(b"user%5BEmail%5D=k%40l.m&said=k%40l.m&a=1"),
            "user%5BEmail%5D=•••&said=•••&a=1".as_bytes()
        );
        for body in [
            &b"\xff\x00"[..],
            b"my email: n@o.p",
            b"<email>n@o.p</email>",
        ] {
            assert_eq!(masker.body(body), LEFT_OUT.as_bytes());
        }
        assert_eq!(masker.body(b""), b"");
        assert_eq!(masker.answer_body(b"no such key"), b"no such key");
    }

    #[test]
    fn what_is_packed_into_a_parameter_is_masked_as_well() {
        let json = r#"{"traits":{"email":"x@y.z"},"plan":"pro"}"#;
        let safe = r#"{"traits":{"email":"•••"},"plan":"pro"}"#;
        let mut masker = masker(&["/**/email"]);
        let sent = utf8_percent_encode(json, NON_ALPHANUMERIC).to_string();
        let masked = masker.query(&format!("a=1&data={sent}"));
        assert_eq!(decoded(&masked), format!("a=1&data={safe}"));
        for sent in [
            STANDARD.encode(json),
            STANDARD.encode(json).trim_end_matches('=').into(),
        ] {
            let masked = masker.query(&format!("data={sent}"));
            let (_, value) = masked.split_once('=').unwrap_or_default();
            let bytes = STANDARD
                .decode(decoded(value).replace(' ', "+"))
                .unwrap_or_default();
            assert_eq!(String::from_utf8_lossy(&bytes), safe);
        }
    }

    #[test]
    fn the_parameters_of_an_address_are_masked_wherever_it_stands() {
        let mut masker = masker(&["/**/email"]);
        let (sent, safe) = (
            "https://shop.example/u/m@b.example?email=x%40y.z&a=1#top",
            "https://shop.example/u/•••?email=•••&a=1#top",
        );
        let value = json!({"page": {"url": sent}, "said": "x@y.z", "home": "https://shop.example"});
        assert_eq!(
            masker.value(&value)["page"]["url"],
            safe,
            "in an event, before anything is remembered"
        );
        assert_eq!(masker.value(&value)["home"], "https://shop.example");
        let referer = [("referer".to_string(), sent.to_string())];
        assert_eq!(masker.headers(&referer), [("referer".into(), safe.into())]);
        let encoded = utf8_percent_encode(sent, NON_ALPHANUMERIC).to_string();
        let query = masker.query(&format!("a=1&url={encoded}"));
        assert_eq!(decoded(&query), format!("a=1&url={safe}"));
        let nested = "https://a.example/?u=".repeat(100_000);
        assert_eq!(masker.address(&nested), nested);
    }

    #[test]
    fn who_stands_before_a_host_is_masked_in_every_address() {
        let mut masker = masker(&[]);
        let (sent, safe) = (
            "https://jane:s3cr3t@shop.example:8443/a?b=1",
            "https://•••@shop.example:8443/a?b=1",
        );
        assert_eq!(masker.address(sent), safe);
        assert_eq!(masker.value(&json!({"u": sent}))["u"], safe);
        let about = json!([{"message": format!("no {sent}")}]);
        assert_eq!(
            masker.scrubbed(&about),
            json!([{"message": format!("no {safe}")}])
        );
        let encoded = utf8_percent_encode(sent, NON_ALPHANUMERIC).to_string();
        assert_eq!(
            decoded(&masker.query(&format!("u={encoded}"))),
            format!("u={safe}")
        );
        let twice = format!("https://a.example/?u={encoded}");
        assert_eq!(masker.address(&twice), "https://a.example/?u=•••");
        assert_eq!(
            masker.body(format!("u={encoded}&x=1").as_bytes()),
            masker.query(&format!("u={encoded}&x=1")).into_bytes()
        );
        assert_eq!(masker.text("jane:s3cr3t"), MASK, "where it is quoted");
    }

    #[test]
    fn email_addresses_are_masked_wherever_they_stand_if_the_list_has_them() {
        let value = json!({"search_term": "orders of jane@shop.example", "anonymousId": "j@x.de"});
        let masked = |pointers: &[&str]| {
            let mut masker = masker(pointers);
            let masked = masker.value(&value);
            masker.scrubbed(&masked)
        };
        let safe = json!({"search_term": "orders of •••", "anonymousId": MASK});
        assert_eq!(masked(&["*@*"]), safe);
        assert_eq!(masked(&["/**/email"]), value, "the list is the workspace's");
        let mut masker = masker(&["*@*"]);
        for (query, safe) in [
            ("q=jane%40shop.example&n=1", "q=•••&n=1"),
            ("q=jane%2Bnews%40shop.example", "q=•••"),
            ("a=@jane&v=react@19.1.0", "a=@jane&v=react@19.1.0"),
        ] {
            assert_eq!(masker.query(query), safe);
            assert_eq!(masker.body(query.as_bytes()), safe.as_bytes());
        }
        assert_eq!(
            masker.address("https://shop.example/?q=j%40x.de#to=j%40x.de"),
            "https://shop.example/?q=•••#•••"
        );
        let from = [("from".to_string(), "Jane <j@x.de>".to_string())];
        assert_eq!(
            masker.headers(&from),
            [("from".into(), "Jane <•••>".into())]
        );
    }

    #[test]
    fn an_address_in_a_path_is_masked() {
        let mut masker = masker(&[]);
        assert_eq!(masker.path("/users/a%40b.c/x"), "/users/•••/x");
        assert_eq!(masker.path("/v1/t"), "/v1/t");
        assert_eq!(
            masker.text("no GET /users/a%40b.c/x"),
            "no GET /users/•••/x"
        );
    }
}
