use super::batch;
use super::cors;
use super::item::Item;
use super::key::{Key, key};
use super::refusal::Refusal;
use super::routes::Target;
use super::validate::single;
use crate::platform::Call;

/// What the gateway makes of a request. `respond` and `decode` both ask, so they cannot disagree.
pub enum Judged<'a> {
    /// A preflight that is allowed.
    Preflight,
    /// An event that is taken, or a batch, of which some events may be refused.
    Taken(Taken<'a>),
    /// Anything else, and the key, where the request got far enough to have one.
    Refused(Refusal, Option<Key<'a>>),
}

/// A request that is taken.
pub struct Taken<'a> {
    /// What the path takes.
    pub target: Target,
    /// Whose it is.
    pub key: Key<'a>,
    /// Its events: one, unless it is a batch.
    pub items: Vec<Item>,
}

/// Judges a request: path and method, key, origin, rate, body.
pub fn judge<'a>(call: &Call<'a>) -> Judged<'a> {
    let file = &call.workspace.datafly;
    let refused = |refusal| Judged::Refused(refusal, None);
    let Some(target) = Target::at(call.path) else {
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
    let key = match key(call.request, target, file) {
        Ok(key) => key,
        Err(problem) => return refused(Refusal::Key(problem)),
    };
    match items(call, target, key) {
        Ok(items) => Judged::Taken(Taken { target, key, items }),
        Err(refusal) => Judged::Refused(refusal, Some(key)),
    }
}

fn items(call: &Call, target: Target, key: Key) -> Result<Vec<Item>, Refusal> {
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
    let source = key.source;
    let (items, too_large) = match target {
        Target::One(endpoint) => {
            let item = single(call.request, endpoint, source);
            (item.map(|item| vec![item]), source.too_large_status)
        }
        // For batches the status is documented.
        Target::Batch => (batch::items(call.request, source), 400),
    };
    items.map_err(|invalid| Refusal::Body { invalid, too_large })
}
