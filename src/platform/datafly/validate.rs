use std::borrow::Cow;

use serde_json::{Map, Value};

use super::body::{self, Unreadable};
use super::invalid::{Invalid, WrongType};
use super::item::Item;
use super::routes::Endpoint;
use crate::capture::Request;
use crate::event::rfc3339;
use crate::platform::whole::whole;
use crate::workspace::{
    DataflySource, DataflyTimestampWithoutZone, DataflyTypeMismatch, DataflyWrongTypes,
};

/// An event that the gateway takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Valid {
    /// Its `type`, where that is another than the path's.
    pub other_type: Option<Endpoint>,
    /// Its fields of a wrong data type: with any, the processor will not take it.
    pub wrong: Vec<WrongType>,
}

/// The event of a body that is one. `path` is what the path says it is, if it says so.
///
/// # Errors
/// Why it is refused.
pub fn single(
    request: &Request,
    path: Option<Endpoint>,
    source: &DataflySource,
) -> Result<Item, Invalid> {
    if request.body.length > source.max_payload_bytes {
        let sizes = (request.body.length, source.max_payload_bytes);
        return Err(Invalid::TooLarge(Some(sizes)));
    }
    let event = object(&readable(request, source)?)?;
    Item::judged(Value::Object(event), path, source).accepted()
}

/// The bytes of a body whose content type the source takes, inflated if the source inflates.
///
/// # Errors
/// Another content type, or a body that cannot be inflated.
pub fn readable<'a>(
    request: &'a Request,
    source: &DataflySource,
) -> Result<Cow<'a, [u8]>, Invalid> {
    if source.strict_content_type && !is_json(request) {
        return Err(Invalid::ContentType(request.media_type()));
    }
    if !source.accept_gzip {
        whole(request).map_err(Unreadable::NotJson)?;
        return Ok(Cow::Borrowed(&request.body.bytes));
    }
    Ok(body::plain(request)?)
}

/// A body that is an object.
///
/// # Errors
/// It is none.
pub fn object(bytes: &[u8]) -> Result<Map<String, Value>, Invalid> {
    match body::json(bytes)? {
        Value::Object(fields) => Ok(fields),
        other => Err(Invalid::NotObject(other.to_string())),
    }
}

/// Judges an event by the field table of the endpoints page; the events of a batch have the same
/// schema. `path` is what the path says it is; a batch's says nothing. `null` counts as absent: the
/// canonical event on <https://docs.dataflysignal.com/reference/event-schema> has
/// `"groupId": null`. Unknown fields are taken; a page needs no name.
///
/// # Errors
/// Why it is refused.
pub fn validate(
    event: &Map<String, Value>,
    path: Option<Endpoint>,
    source: &DataflySource,
) -> Result<Valid, Invalid> {
    let named = match present(event, "type") {
        None => return Err(Invalid::TypeMissing),
        Some(word) => word
            .as_str()
            .and_then(Endpoint::of_type)
            .ok_or_else(|| Invalid::TypeUnknown(word.to_string()))?,
    };
    let endpoint = path.unwrap_or(named);
    let other_type = (named != endpoint).then_some(named);
    if other_type.is_some() && source.type_mismatch == DataflyTypeMismatch::Reject {
        return Err(Invalid::TypeDiffers(endpoint, named));
    }
    if let Some(field) = missing(event, endpoint, source) {
        return Err(Invalid::Required(endpoint, field));
    }
    let wrong = wrong_types(event, source);
    if !wrong.is_empty() && source.wrong_types == DataflyWrongTypes::Reject {
        return Err(Invalid::WrongTypes(wrong));
    }
    Ok(Valid { other_type, wrong })
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

fn missing(
    event: &Map<String, Value>,
    endpoint: Endpoint,
    source: &DataflySource,
) -> Option<&'static str> {
    let empty = |value: &Value| source.empty_is_missing && value.as_str() == Some("");
    let given = |field| present(event, field).is_some_and(|value| !empty(value));
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

fn wrong_types(event: &Map<String, Value>, source: &DataflySource) -> Vec<WrongType> {
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
    let is_time = match source.timestamp_without_zone {
        DataflyTimestampWithoutZone::Utc => iso8601,
        DataflyTimestampWithoutZone::WrongType => rfc3339,
    };
    let is_right = |expected: &str, value: &Value| match expected {
        OBJECT => value.is_object(),
        TIME => value.as_str().is_some_and(|text| is_time(text).is_some()),
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
