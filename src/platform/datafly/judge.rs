use super::cors;
use super::key::{Key, key};
use super::refusal::Refusal;
use super::routes::Endpoint;
use super::validate::{Valid, validate};
use crate::platform::Call;

/// What the gateway makes of a request. `respond` and `decode` both ask, so they cannot disagree.
pub enum Judged<'a> {
    /// A preflight that is allowed.
    Preflight,
    /// An event that is taken.
    Taken(Taken<'a>),
    /// Anything else, and the key, where the request got far enough to have one.
    Refused(Refusal, Option<Key<'a>>),
}

/// An event that is taken.
pub struct Taken<'a> {
    /// What the path says it is.
    pub endpoint: Endpoint,
    /// Whose it is.
    pub key: Key<'a>,
    /// The event.
    pub valid: Valid,
}

/// Judges a request: path and method, key, origin, rate, body.
pub fn judge<'a>(call: &Call<'a>) -> Judged<'a> {
    let file = &call.workspace.datafly;
    let refused = |refusal| Judged::Refused(refusal, None);
    let Some(endpoint) = Endpoint::at(call.path) else {
        return refused(Refusal::UnknownPath);
    };
    let origin = call.request.header("origin");
    match call.request.method.as_str() {
        "POST" => {}
        "OPTIONS" => {
            return match origin {
                Some(origin) if !cors::any_allows(file, origin) => refused(Refusal::Origin),
                _ => Judged::Preflight,
            };
        }
        _ => return refused(Refusal::Method),
    }
    let key = match key(call.request, file) {
        Ok(key) => key,
        Err(problem) => return refused(Refusal::Key(problem)),
    };
    match judge_event(call, endpoint, key) {
        Ok(valid) => Judged::Taken(Taken {
            endpoint,
            key,
            valid,
        }),
        Err(refusal) => Judged::Refused(refusal, Some(key)),
    }
}

fn judge_event(call: &Call, endpoint: Endpoint, key: Key) -> Result<Valid, Refusal> {
    let allowed = match call.request.header("origin") {
        Some(origin) => cors::allows(key.source, origin),
        None => !key.source.require_origin,
    };
    if !allowed {
        return Err(Refusal::Origin);
    }
    if let Some(wait) = call
        .moment
        .throttle(key.text, key.source.requests_per_second)
    {
        // Whole seconds, never 0: "Retry after 0 seconds" would ask for the same refusal again.
        let seconds = wait.as_millis().div_ceil(1000).max(1);
        return Err(Refusal::Rate(seconds));
    }
    validate(call.request, endpoint, key.source).map_err(|invalid| {
        let too_large = key.source.too_large_status;
        Refusal::Body { invalid, too_large }
    })
}
