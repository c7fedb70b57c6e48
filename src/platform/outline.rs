//! JSON of which only some of its values are kept: what an answer needs. The rest is looked at, for what
//! is wrong with it counts, but not built.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A key by which serde_json's own raw values are known: an object that begins with it is read as what
/// its text says. Such a text is left to serde_json.
const RAW: &str = "$serde_json::private::RawValue";

/// What is kept of an object.
pub struct Outline {
    /// The values that are kept whole, by their keys.
    pub whole: &'static [&'static str],
    /// The objects of which something is kept.
    pub parts: &'static [(&'static str, Outline)],
}

/// Reads a text that is one object, or `null`, and keeps of it what the outline says, as
/// [`serde_json::from_str`] would have it.
///
/// # Errors
/// The text is none, or no JSON; or there is something else in place of one of the parts.
pub fn read(text: &str, outline: &'static Outline) -> Result<Value, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Part(outline).deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

/// Keeps a part of an object.
struct Part(&'static Outline);

impl<'de> DeserializeSeed<'de> for Part {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str("an object or null")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut kept = Map::with_capacity(self.0.whole.len() + self.0.parts.len());
        while let Some(wanted) = from.next_key_seed(Key(self.0))? {
            // Of equal keys the last one counts, as elsewhere.
            match wanted {
                Wanted::Whole(key) => {
                    kept.insert(key.to_string(), from.next_value()?);
                }
                Wanted::Part(key, outline) => {
                    kept.insert(key.to_string(), from.next_value_seed(Part(outline))?);
                }
                Wanted::Nothing => from.next_value_seed(Skipped)?,
            }
        }
        Ok(Value::Object(kept))
    }
}

/// What is kept of a key's value.
enum Wanted {
    Whole(&'static str),
    Part(&'static str, &'static Outline),
    Nothing,
}

/// Reads a key of an object.
struct Key(&'static Outline);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Wanted;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Wanted, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Wanted;

    fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Wanted, E> {
        Skipped.visit_str(key)?;
        let whole = self.0.whole.iter().find(|wanted| **wanted == key);
        let part = || self.0.parts.iter().find(|(wanted, _)| *wanted == key);
        Ok(match (whole, part()) {
            (Some(key), _) => Wanted::Whole(key),
            (None, Some((key, outline))) => Wanted::Part(key, outline),
            (None, None) => Wanted::Nothing,
        })
    }
}

/// Reads a value and keeps nothing of it. [`IgnoredAny`](serde::de::IgnoredAny) takes more: numbers
/// that are too large, halves of surrogate pairs, any depth.
struct Skipped;

impl<'de> DeserializeSeed<'de> for Skipped {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Skipped {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match text {
            RAW => Err(E::custom("left to serde_json")),
            _ => Ok(()),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        while from.next_element_seed(Skipped)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<(), A::Error> {
        while from.next_key_seed(Skipped)?.is_some() {
            from.next_value_seed(Skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OUTLINE: Outline = Outline {
        whole: &["name"],
        parts: &[(
            "in",
            Outline {
                whole: &["id"],
                parts: &[],
            },
        )],
    };

    fn outline(text: &str) -> Option<Value> {
        static KEPT: Outline = OUTLINE;
        read(text, &KEPT).ok()
    }

    #[test]
    fn it_keeps_what_is_wanted() {
        let text =
            r#"{"a": [1, {"name": 2}], "name": {"x": [1.5]}, "in": {"b": true, "id": "\u00e4"}}"#;
        let kept = json!({"name": {"x": [1.5]}, "in": {"id": "ä"}});
        assert_eq!(outline(text), Some(kept));
    }

    #[test]
    fn of_equal_keys_the_last_one_counts() {
        let text = r#"{"name": 1, "in": {"id": 1}, "name": 2, "in": {"b": 1}, "na\u006de": 3}"#;
        assert_eq!(outline(text), Some(json!({"name": 3, "in": {}})));
    }

    #[test]
    fn null_is_null_and_anything_else_is_no_object() {
        assert_eq!(outline(" null "), Some(Value::Null));
        assert_eq!(outline(r#"{"in": null}"#), Some(json!({"in": null})));
        for text in ["1", "[]", "\"a\"", "true", r#"{"in": 1}"#, ""] {
            assert_eq!(outline(text), None, "{text}");
        }
    }

    #[test]
    fn an_object_that_stands_for_a_text_is_left_to_serde_json() {
        for key in [RAW, "$serde_json::private::Raw\\u0056alue"] {
            let raw = format!(r#"{{"{key}":"{{\"name\":1}}"}}"#);
            assert_eq!(outline(&raw), None, "{raw}");
            assert_eq!(outline(&format!(r#"{{"a":[{raw}]}}"#)), None, "{raw}");
        }
    }

    /// What it takes is what is taken where all is kept.
    #[test]
    fn it_takes_no_more_than_a_whole_reading() {
        let nested = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        let texts = [
            r#"{"a": 1e999}"#.to_string(),
            r#"{"a": -1e999, "name": 1}"#.to_string(),
            r#"{"a": "\ud800"}"#.to_string(),
            r#"{"\ud800": 1}"#.to_string(),
            r#"{"a": "\u12"}"#.to_string(),
            r#"{"a": "x"#.to_string(),
            r#"{"a": 01}"#.to_string(),
            r#"{"a": 1,}"#.to_string(),
            r#"{"a": 1} x"#.to_string(),
            "{\"a\": \"\n\"}".to_string(),
            r#"{"a": 18446744073709551616}"#.to_string(),
            format!(r#"{{"a": {}}}"#, nested(126)),
            format!(r#"{{"a": {}}}"#, nested(127)),
            format!(r#"{{"a": {}}}"#, nested(128)),
            format!(r#"{{"in": {{"a": {}}}}}"#, nested(126)),
        ];
        for text in texts {
            let whole = serde_json::from_str::<Value>(&text).is_ok();
            assert_eq!(outline(&text).is_some(), whole, "{text}");
        }
    }
}
