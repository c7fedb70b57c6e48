use actix_web::HttpRequest;
use actix_web::web::Query;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Problem;

/// The parameters of a route that changes something: in the address, or as JSON in the body. One that
/// was not looked at might have narrowed what is cleared.
///
/// # Errors
/// They cannot be read, or stand in both.
pub fn given<T: DeserializeOwned>(
    request: &HttpRequest,
    address: Query<T>,
    body: &[u8],
) -> Result<T, Problem> {
    if body.trim_ascii().is_empty() {
        return Ok(address.into_inner());
    }
    if !request.query_string().is_empty() {
        return Err(Problem::body(
            "the parameters stand in the address already; one of both",
        ));
    }
    let wrong = |error: serde_json::Error| Problem::body(&error.to_string());
    let members: Map<String, Value> = serde_json::from_slice(body).map_err(wrong)?;
    let members = members.into_iter().map(|(name, value)| match value {
        // As in the address, where everything is text.
        Value::Number(number) => (name, Value::String(number.to_string())),
        Value::Bool(yes) => (name, Value::String(yes.to_string())),
        other => (name, other),
    });
    serde_json::from_value(Value::Object(members.collect())).map_err(wrong)
}
