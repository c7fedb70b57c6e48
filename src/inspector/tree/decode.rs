use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::Value;

use crate::inspector::json_view::JsonView;
use crate::inspector::visible::visible;

/// Longer texts are not decoded.
const LONGEST: usize = 64 * 1024;

/// How many bytes of what was decoded are shown.
const SHOWN: usize = 4096;

/// How often a text is decoded: a list in JSON in base64 in an address is three times.
const LAYERS: usize = 3;

/// Shorter texts are words rather than base64.
const SHORTEST_BASE64: usize = 16;

/// 2001 and 2100, in seconds since 1970: what lies between may be a time.
const SECONDS: std::ops::Range<i64> = 1_000_000_000..4_102_444_800;

/// What a value says once it is decoded. The value itself stays as it came.
#[derive(Debug)]
pub struct Decoded {
    /// How it was read: `URL-encoded, JSON`.
    pub how: String,
    /// The text, if it is one.
    pub text: Option<String>,
    /// The JSON, if it is that.
    pub json: Option<JsonView>,
}

impl Decoded {
    /// The same, with what turns or hides its text as something that is seen.
    pub fn made_visible(self) -> Decoded {
        Decoded {
            text: self.text.map(|text| visible(&text)),
            ..self
        }
    }
}

/// Decodes nested JSON, base64, URL-encoding and epoch times; nothing if there is nothing to decode.
pub fn decode(value: &Value) -> Option<Decoded> {
    match value {
        Value::Number(number) => epoch(number.as_i64()?).map(|(how, time)| Decoded {
            how: how.to_string(),
            text: Some(time),
            json: None,
        }),
        Value::String(text) if text.len() <= LONGEST => decode_text(text),
        _ => None,
    }
}

fn decode_text(text: &str) -> Option<Decoded> {
    let mut how: Vec<&str> = Vec::new();
    let mut text = text.to_string();
    for _ in 0..LAYERS {
        if let Some(json) = nested(&text) {
            how.push("JSON");
            return Some(Decoded {
                how: how.join(", "),
                text: None,
                json: Some(JsonView::up_to(&json, SHOWN)),
            });
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some((word, time)) = digits.then(|| text.parse().ok().and_then(epoch)).flatten() {
            how.push(word);
            return Some(said(how, &time));
        }
        let layer = url_encoded(&text).map(|inner| ("URL-encoded", inner));
        let layer = layer.or_else(|| base64(&text).map(|inner| ("base64", inner)));
        let Some((word, inner)) = layer else { break };
        how.push(word);
        text = inner;
    }
    (!how.is_empty()).then(|| said(how, &text))
}

fn said(how: Vec<&str>, text: &str) -> Decoded {
    let end = (0..=SHOWN.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or_default();
    let mut shown = text.get(..end).unwrap_or_default().to_string();
    if end < text.len() {
        shown.push('…');
    }
    Decoded {
        how: how.join(", "),
        text: Some(shown),
        json: None,
    }
}

fn nested(text: &str) -> Option<Value> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let value: Value = serde_json::from_str(text).ok()?;
    let empty = matches!(&value, Value::Array(items) if items.is_empty())
        || matches!(&value, Value::Object(fields) if fields.is_empty());
    (!empty).then_some(value)
}

fn url_encoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let encoded = bytes.windows(3).any(|three| {
        three.first() == Some(&b'%') && three.iter().skip(1).all(u8::is_ascii_hexdigit)
    });
    if !encoded {
        return None;
    }
    let decoded = percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .ok()?;
    (decoded != text).then(|| decoded.into_owned())
}

fn base64(text: &str) -> Option<String> {
    let bare = text.trim_end_matches('=');
    let has = |test: fn(&u8) -> bool| bare.as_bytes().iter().any(test);
    let mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    if bare.len() < SHORTEST_BASE64 || !mixed || text.len() - bare.len() > 2 {
        return None;
    }
    let bytes = STANDARD_NO_PAD.decode(bare);
    let bytes = bytes.or_else(|_| URL_SAFE_NO_PAD.decode(bare)).ok()?;
    let decoded = String::from_utf8(bytes).ok()?;
    // An id of letters and digits is base64 of something too, but hardly of text.
    let readable = |letter: char| !letter.is_control() || matches!(letter, '\n' | '\r' | '\t');
    let plain = decoded.chars().filter(char::is_ascii).count();
    let mostly = plain * 10 >= decoded.chars().count() * 7;
    (decoded.chars().all(readable) && mostly).then_some(decoded)
}

fn epoch(number: i64) -> Option<(&'static str, String)> {
    let units = [
        ("epoch seconds", 1),
        ("epoch milliseconds", 1_000),
        ("epoch microseconds", 1_000_000),
    ];
    let (how, unit) = units
        .into_iter()
        .find(|(_, unit)| SECONDS.contains(&(number / unit)) && number / unit > 0)?;
    let micros = number.checked_mul(1_000_000 / unit)?;
    let time = Timestamp::from_microsecond(micros).ok()?;
    Some((how, format!("{time:.3}")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> Option<(String, String)> {
        let decoded = decode(&value)?;
        let json = |view: JsonView| {
            let texts = view.lines.iter().map(|line| line.text.clone());
            texts.collect::<Vec<_>>().join("")
        };
        let text = decoded.text.or_else(|| decoded.json.map(json));
        Some((decoded.how, text.unwrap_or_default()))
    }

    #[test]
    fn what_is_packed_is_unpacked_layer_by_layer() {
        let said = |how: &str, text: &str| Some((how.to_string(), text.to_string()));
        assert_eq!(read(json!("[1]")), said("JSON", "[1]"));
        assert_eq!(read(json!("a%20b%C3%A4")), said("URL-encoded", "a bä"));
        assert_eq!(
            read(json!("%5B%22x%22%5D")),
            said("URL-encoded, JSON", "[\"x\"]")
        );
        assert_eq!(
            read(json!("aGVsbG8gd29ybGQsIGhlbGxv")),
            said("base64", "hello world, hello")
        );
        assert_eq!(
            read(json!("eyJpZCI6WzEsMl0sICJhIjoxfQ==")),
            said("base64, JSON", "{[12]1}")
        );
    }

    #[test]
    fn times_are_told_by_their_size() {
        let time = "2026-11-25T12:00:00.000Z";
        for (value, how) in [
            (json!(1_795_608_000), "epoch seconds"),
            (json!(1_795_608_000_000_i64), "epoch milliseconds"),
            (json!("1795608000000"), "epoch milliseconds"),
            (json!(1_795_608_000_000_000_i64), "epoch microseconds"),
        ] {
            assert_eq!(read(value), Some((how.into(), time.into())));
        }
    }

    #[test]
    fn ordinary_values_are_left_alone() {
        for value in [
            json!("hello"),
            json!("100%"),
            json!("50%off"),
            json!("demo:secret"),
            json!("8f0f4a1c-9a5e-4a3e-8b56-0d8f5b5a2b11"),
            json!("GA1.2.1234567890.1700000000"),
            json!("AddToCartButtonClicked"),
            json!("{}"),
            json!("{not json"),
            json!(12.5),
            json!(42),
            json!(i64::MAX),
            json!(-1_700_000_000_i64),
            json!(true),
        ] {
            assert_eq!(read(value.clone()), None, "{value}");
        }
    }
}
