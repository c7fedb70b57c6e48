use actix_web::HttpRequest;
use actix_web::web::Query;
use serde::de::DeserializeOwned;

use super::Problem;
use crate::capture::pairs;
use crate::compare::{IgnoreError, Ignored, IgnoredField, MOST_IGNORED};

/// The parameters of a comparison, and the fields that it ignores: `ignore` is the one parameter that
/// may be there several times.
///
/// # Errors
/// They cannot be read, or too many fields are ignored.
pub fn with_ignored<T: DeserializeOwned>(request: &HttpRequest) -> Result<(T, Ignored), Problem> {
    let is_ignore = |pair: &&str| pair.split('=').next() == Some("ignore");
    let (ignore, rest): (Vec<&str>, Vec<&str>) =
        request.query_string().split('&').partition(is_ignore);
    let parameters = Query::from_query(&rest.join("&"));
    let Query(parameters) = parameters.map_err(|error| Problem::unreadable_query(&error))?;
    if ignore.len() > MOST_IGNORED {
        return Err(Problem::parameter(
            "ignore",
            &format!("{MOST_IGNORED} fields at most"),
            &format!("{} fields", ignore.len()),
        ));
    }
    let fields = pairs(&ignore.join("&")).into_iter();
    let fields = fields.map(|(_, text)| IgnoredField::read(&text));
    let fields = fields.collect::<Result<_, _>>();
    let fields = fields.map_err(|IgnoreError(text)| {
        Problem::parameter(
            "ignore",
            "a member's name (cart_id) or a JSON pointer (/items/*/id), once for each field",
            &text,
        )
    })?;
    Ok((parameters, Ignored::of(fields)))
}
