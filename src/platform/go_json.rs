//! JSON as Go's readers take it, where serde_json does not hold it: nested to 10,000 levels, and with
//! half of a surrogate pair in a text. So `encoding/json` reads (its documentation), and the reader
//! of Jitsu's server (jitsubase/jsonorder: iter.go, iter_str.go).

use serde::de::IgnoredAny;
use serde_json::Value;

/// How much is held of what is deeper than the 127 levels that serde_json reads: the lists of the API
/// put more around an event, and have to be read as well.
const HELD: usize = 100;

/// How deep Go's readers do.
const READ: usize = 10_000;

/// Reads one JSON value. Of one that nests deeper than 127 levels, what is
/// below the 100th becomes a text, and half of a
/// surrogate pair U+FFFD, as in Go.
///
/// # Errors
/// The text is no JSON, or has a number beyond 64-bit floats, which Go refuses too.
pub fn read(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| match held(text) {
        Some(held) => serde_json::from_str(&held),
        None => Err(error),
    })
}

/// The same JSON, so that serde_json can hold it; `None` if it is none, or too deep for Go.
pub fn held(text: &str) -> Option<String> {
    // Looks at the grammar alone, at any depth.
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let bytes = text.as_bytes();
    let mut held = String::with_capacity(text.len());
    let (mut at, mut copied, mut depth) = (0, 0, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at);
                held.push_str(text.get(copied..at)?);
                held.push_str(&whole_pairs(text.get(at..end)?));
                (at, copied) = (end, end);
                continue;
            }
            b'[' | b'{' if depth == HELD => {
                let end = container_end(bytes, at, READ - HELD)?;
                held.push_str(text.get(copied..at)?);
                held.push_str(&Value::from(text.get(at..end)?).to_string());
                (at, copied) = (end, end);
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    held.push_str(text.get(copied..)?);
    Some(held)
}

/// Where the string that begins at `start` is over.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Where the array or object that begins at `start` is over; `None` if it nests deeper than `levels`.
fn container_end(bytes: &[u8], start: usize, levels: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
        if depth > levels {
            return None;
        }
    }
    None
}

/// A string, quotes included, with `\ufffd` for each half of a surrogate pair that stands alone.
fn whole_pairs(string: &str) -> String {
    let mut whole = String::with_capacity(string.len());
    let mut rest = string;
    while let Some((before, escape)) = rest.split_once('\\') {
        whole.push_str(before);
        let taken = match (
            unit(escape),
            escape
                .get(5..)
                .and_then(|next| unit(next.strip_prefix('\\')?)),
        ) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 11,
            (Some(0xD800..=0xDFFF), _) => {
                whole.push_str("\\ufffd");
                rest = escape.get(5..).unwrap_or_default();
                continue;
            }
            (Some(_), _) => 5,
            // The letter of a short escape.
            (None, _) => escape.chars().next().map_or(0, char::len_utf8),
        };
        whole.push('\\');
        whole.push_str(escape.get(..taken).unwrap_or_default());
        rest = escape.get(taken..).unwrap_or_default();
    }
    whole.push_str(rest);
    whole
}

/// The UTF-16 unit of an escape whose backslash is taken off.
fn unit(escape: &str) -> Option<u16> {
    u16::from_str_radix(escape.strip_prefix('u')?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> String {
        format!("{}{}", "[".repeat(levels), "]".repeat(levels))
    }

    /// How many arrays stand around what is innermost, and that.
    fn unwrapped(mut value: &Value) -> (usize, &Value) {
        let mut levels = 0;
        while let Some(inner) = value.get(0) {
            value = inner;
            levels += 1;
        }
        (levels, value)
    }

    #[test]
    fn what_is_too_deep_becomes_a_text() -> Result<(), serde_json::Error> {
        assert_eq!(
            read(&nested(127))?,
            serde_json::from_str::<Value>(&nested(127))?
        );
        for levels in [128, 10_000] {
            let value = read(&nested(levels))?;
            assert_eq!(unwrapped(&value), (100, &Value::from(nested(levels - 100))));
        }
        assert!(read(&nested(10_001)).is_err());
        Ok(())
    }

    #[test]
    fn brackets_in_texts_do_not_nest() -> Result<(), serde_json::Error> {
        let text = r#"{"a\"[":"]}\\"}"#;
        let deep = format!("{}[{text}]{}", "[".repeat(127), "]".repeat(127));
        let held = format!("{}[{text}]{}", "[".repeat(27), "]".repeat(27));
        assert_eq!(unwrapped(&read(&deep)?), (100, &Value::from(held)));
        Ok(())
    }

    #[test]
    fn half_of_a_pair_is_replaced() -> Result<(), serde_json::Error> {
        for (sent, expected) in [
            (r#""\ud800""#, "\u{fffd}"),
            (r#""\udc00a""#, "\u{fffd}a"),
            (r#""\ud800\ud83d\ude00""#, "\u{fffd}😀"),
            (r#""\ud800\n""#, "\u{fffd}\n"),
            (r#""\\ud800\ud800é""#, "\\ud800\u{fffd}é"),
        ] {
            assert_eq!(read(sent)?, expected, "{sent}");
        }
        Ok(())
    }

    #[test]
    fn what_is_no_json_stays_so() {
        for text in [
            "",
            "[",
            "{\"a\":\"\\ud800\"",
            "[1e999]",
            "[] x",
            "\u{feff}{}",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
