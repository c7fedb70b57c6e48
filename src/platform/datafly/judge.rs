use super::batch;
use super::cors;
use super::item::Item;
use super::pixel;
use super::refusal::Refusal;
use super::routes::{Target, is_script};
use super::sender::{Sender, sender};
use super::validate::single;
use crate::platform::Call;

/// What the gateway makes of a request. `respond` and `decode` both ask, so they cannot disagree.
pub enum Judged<'a> {
    /// A preflight that is allowed.
    Preflight,
    /// The script that a page loads.
    Script,
    /// An event that is taken, or a batch, of which some events may be refused.
    Taken(Taken<'a>),
    /// Anything else, and the sender, where the request got far enough to have one.
    Refused(Refusal, Option<Sender<'a>>),
}

/// A request that is taken.
pub struct Taken<'a> {
    /// What the path takes.
    pub target: Target,
    /// Whose it is.
    pub sender: Sender<'a>,
    /// Its events: one, unless it is a batch.
    pub items: Vec<Item>,
}

impl Taken<'_> {
    /// Whether a server sends it, and not the visitor.
    pub fn is_from_server(&self) -> bool {
        is_from_server(self.target, &self.sender)
    }
}

fn is_from_server(target: Target, sender: &Sender) -> bool {
    target == Target::Server || sender.key.is_none()
}

/// Judges a request: path and method, key or signature, origin, rate, body.
pub fn judge<'a>(call: &Call<'a>) -> Judged<'a> {
    let file = &call.workspace.datafly;
    let refused = |refusal| Judged::Refused(refusal, None);
    if is_script(call.path) {
        return match call.request.method.as_str() {
            "GET" | "HEAD" => Judged::Script,
            _ => refused(Refusal::Method {
                takes: "GET",
                allowed: "GET, HEAD",
            }),
        };
    }
    let Some(target) = Target::at(call.path) else {
        return refused(Refusal::UnknownPath);
    };
    let origin = call.request.header("origin");
    match call.request.method.as_str() {
        method if method == target.method() => {}
        "OPTIONS" if target.method() == "POST" => {
            return match origin {
                Some(origin) if !cors::any_allows(file, origin) => refused(Refusal::Origin),
                _ => Judged::Preflight,
            };
        }
        _ => {
            return refused(Refusal::Method {
                takes: target.method(),
                allowed: target.methods(),
            });
        }
    }
    let sender = match sender(call, target) {
        Ok(sender) => sender,
        Err(refusal) => return refused(refusal),
    };
    match items(call, target, &sender) {
        Ok(items) => Judged::Taken(Taken {
            target,
            sender,
            items,
        }),
        Err(refusal) => Judged::Refused(refusal, Some(sender)),
    }
}

fn items(call: &Call, target: Target, sender: &Sender) -> Result<Vec<Item>, Refusal> {
    let source = sender.source;
    let allowed = match call.request.header("origin") {
        Some(origin) => cors::allows(source, origin),
        // The image of a page or of a mail is asked for without one.
        None => {
            !source.require_origin
                || matches!(target, Target::Pixel(_))
                || is_from_server(target, sender)
        }
    };
    if !allowed {
        return Err(Refusal::Origin);
    }
    if let Some(wait) = call
        .moment
        .throttle(&sender.bucket(), source.requests_per_second)
    {
        // Whole seconds, never 0: "Retry after 0 seconds" would ask for the same refusal again.
        let seconds = u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u64::MAX);
        let seconds = seconds.max(1);
        return Err(Refusal::Rate(seconds));
    }
    let (items, too_large) = match target {
        Target::One(endpoint) => {
            let item = single(call.request, Some(endpoint), source);
            (item.map(|item| vec![item]), source.too_large_status)
        }
        Target::Server => {
            let item = single(call.request, None, source);
            (item.map(|item| vec![item]), source.too_large_status)
        }
        Target::Pixel(endpoint) => {
            let item = pixel::item(call.request, endpoint, source);
            let item = item.accepted();
            (item.map(|item| vec![item]), source.too_large_status)
        }
        // For batches the status is documented.
        Target::Batch => (batch::items(call.request, source), 400),
    };
    items.map_err(|invalid| Refusal::Body { invalid, too_large })
}
