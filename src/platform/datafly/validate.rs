use serde_json::{Map, Value};

use super::body::{self, Unreadable};
use super::routes::Endpoint;
use crate::capture::Request;
use crate::event::rfc3339;
use crate::workspace::{DataflySource, DataflyTypeMismatch, DataflyWrongTypes};

/// An event that the gateway takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Valid {
    /// The event as sent.
    pub event: Map<String, Value>,
    /// Its `type`, where that is another than the path's.
    pub other_type: Option<Endpoint>,
    /// Its fields of a wrong data type: with any, the processor will not take it.
    pub wrong: Vec<WrongType>,
}

/// A field of a wrong data type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongType {
    /// The field.
    pub field: &'static str,
    /// What it has to be.
    pub expected: &'static str,
    /// What came.
    pub got: String,
}

/// Why a body is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum Invalid {
    /// Larger than the source's limit: its size and the limit, or nothing if it only grew beyond
    /// bounds when it was inflated.
    TooLarge(Option<(u64, u64)>),
    /// A content type that the source refuses.
    ContentType(String),
    /// No JSON.
    NotJson(String),
    /// JSON, but no object.
    NotObject(String),
    /// `type` is missing.
    TypeMissing,
    /// `type` is none of the four.
    TypeUnknown(String),
    /// `type` is not the path's, and the source refuses that.
    TypeDiffers(Endpoint, Endpoint),
    /// A field is missing that the endpoint needs.
    Required(Endpoint, &'static str),
    /// Fields of a wrong data type, and the source refuses that.
    WrongTypes(Vec<WrongType>),
}

/// Judges a body by the field table of the endpoints page. `null` counts as absent: the canonical
/// event on <https://docs.dataflysignal.com/reference/event-schema> has `"groupId": null`.
/// Unknown fields are taken; a page needs no name.
///
/// # Errors
/// Why it is refused.
pub fn validate(
    request: &Request,
    endpoint: Endpoint,
    source: &DataflySource,
) -> Result<Valid, Invalid> {
    if request.body.length > source.max_payload_bytes {
        let sizes = (request.body.length, source.max_payload_bytes);
        return Err(Invalid::TooLarge(Some(sizes)));
    }
    if source.strict_content_type && !is_json(request) {
        return Err(Invalid::ContentType(request.media_type()));
    }
    let event = match body::read(request) {
        Ok(Value::Object(event)) => event,
        Ok(other) => return Err(Invalid::NotObject(other.to_string())),
        Err(Unreadable::NotJson(why)) => return Err(Invalid::NotJson(why)),
        Err(Unreadable::Inflates) => return Err(Invalid::TooLarge(None)),
    };
    let named = match present(&event, "type") {
        None => return Err(Invalid::TypeMissing),
        Some(word) => word
            .as_str()
            .and_then(Endpoint::of_type)
            .ok_or_else(|| Invalid::TypeUnknown(word.to_string()))?,
    };
    let other_type = (named != endpoint).then_some(named);
    if other_type.is_some() && source.type_mismatch == DataflyTypeMismatch::Reject {
        return Err(Invalid::TypeDiffers(endpoint, named));
    }
    if let Some(field) = missing(&event, endpoint) {
        return Err(Invalid::Required(endpoint, field));
    }
    let wrong = wrong_types(&event);
    if !wrong.is_empty() && source.wrong_types == DataflyWrongTypes::Reject {
        return Err(Invalid::WrongTypes(wrong));
    }
    Ok(Valid {
        event,
        other_type,
        wrong,
    })
}

/// Whether the content type is the documented one.
pub fn is_json(request: &Request) -> bool {
    request.media_type() == "application/json"
}

/// A field that is there and not `null`.
pub fn present<'a>(event: &'a Map<String, Value>, field: &str) -> Option<&'a Value> {
    event.get(field).filter(|value| !value.is_null())
}

/// Whether a text is an ISO 8601 time. One without a zone is (ISO 8601 allows it); it is read as
/// UTC.
pub fn iso8601(text: &str) -> Option<String> {
    rfc3339(text).or_else(|| {
        let civil: jiff::civil::DateTime = text.trim().parse().ok()?;
        rfc3339(&format!("{civil}Z"))
    })
}

fn missing(event: &Map<String, Value>, endpoint: Endpoint) -> Option<&'static str> {
    let given = |field| present(event, field).is_some_and(|value| value.as_str() != Some(""));
    match endpoint {
        // A name that is no string names nothing.
        Endpoint::Track => {
            let named = given("event") && event.get("event").is_some_and(Value::is_string);
            (!named).then_some("event")
        }
        Endpoint::Page => None,
        Endpoint::Identify => (!given("userId")).then_some("userId"),
        Endpoint::Group => (!given("groupId")).then_some("groupId"),
    }
}

fn wrong_types(event: &Map<String, Value>) -> Vec<WrongType> {
    const STRING: &str = "a string";
    const OBJECT: &str = "an object";
    const TIME: &str = "an ISO 8601 timestamp";
    const FIELDS: [(&str, &str); 10] = [
        ("event", STRING),
        ("name", STRING),
        ("userId", STRING),
        ("groupId", STRING),
        ("anonymousId", STRING),
        ("messageId", STRING),
        ("properties", OBJECT),
        ("traits", OBJECT),
        ("context", OBJECT),
        ("timestamp", TIME),
    ];
    let is_right = |expected: &str, value: &Value| match expected {
        OBJECT => value.is_object(),
        TIME => value.as_str().is_some_and(|text| iso8601(text).is_some()),
        _ => value.is_string(),
    };
    FIELDS
        .into_iter()
        .filter_map(|(field, expected)| Some((field, expected, present(event, field)?)))
        .filter(|(_, expected, value)| !is_right(expected, value))
        .map(|(field, expected, value)| WrongType {
            field,
            expected,
            got: value.to_string(),
        })
        .collect()
}
