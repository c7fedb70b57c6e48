use serde_json::{Map, Value};

use super::click_id::click_ids;
use super::judge::Taken;
use super::vendor_cookie::VendorCookie;
use crate::platform::Call;
use crate::workspace::{DataflyNewClick, DataflySource};

/// Browsers keep no cookie whose name and value are longer together, in bytes (RFC 6265bis).
const LONGEST: usize = 4096;

/// What a vendor knows the visitor's browser by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VendorId {
    /// Its cookie.
    cookie: VendorCookie,
    /// The cookie's value.
    value: String,
    /// Whether the gateway makes it now, so that the answer sets it.
    is_new: bool,
}

/// What the vendors know the visitor of a request by: what the browser brought, else what the
/// gateway makes in the exact form of the vendor
/// (<https://docs.dataflysignal.com/identity/self-generation>). A server's request is not the
/// visitor's: nothing is made for it (inferred).
pub fn vendor_ids(call: &Call, taken: &Taken) -> Vec<VendorId> {
    if taken.is_from_server() {
        return Vec::new();
    }
    let source = taken.sender.source;
    let clicks = clicks(taken);
    VendorCookie::ALL
        .into_iter()
        .filter(|cookie| source.vendor_cookies.vendors.contains(&cookie.vendor()))
        .filter_map(|cookie| vendor_id(call, source, cookie, &clicks))
        .collect()
}

fn vendor_id(
    call: &Call,
    source: &DataflySource,
    cookie: VendorCookie,
    clicks: &Map<String, Value>,
) -> Option<VendorId> {
    let brought = call.request.cookie(cookie.name());
    let brought = brought.filter(|value| !value.is_empty());
    let clicked = |name| {
        let id = cookie_value(clicks.get(name)?.as_str()?);
        (!id.is_empty()).then_some(id)
    };
    let click = cookie.click().map(clicked);
    let kept = |value: &str| VendorId {
        cookie,
        value: value.into(),
        is_new: false,
    };
    let new = |click: &str| VendorId {
        cookie,
        value: cookie.made(call, source, click),
        is_new: true,
    };
    let keeps = source.vendor_cookies.new_click == DataflyNewClick::Keep;
    match (brought, click) {
        (Some(value), None | Some(None)) => Some(kept(value)),
        (Some(value), Some(Some(click))) if keeps || is_of(value, &click) => Some(kept(value)),
        (_, Some(Some(click))) => {
            let id = new(&click);
            (cookie.name().len() + id.value.len() <= LONGEST).then_some(id)
        }
        (None, None) => Some(new("")),
        (None, Some(None)) => None,
    }
}

/// Whether a cookie was made of that click: its id is the last part, dots and all.
fn is_of(value: &str, click: &str) -> bool {
    let before = value.strip_suffix(click);
    before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// The click ids of a request: of a batch's events, each overwrites the ones before it.
fn clicks(taken: &Taken) -> Map<String, Value> {
    let events = taken.items.iter().filter(|item| item.fate.is_ok());
    events
        .filter_map(|item| Some(click_ids(item.endpoint, item.value.as_object()?)))
        .flatten()
        .collect()
}

/// A text as a cookie may carry it: the bytes that Go's `net/http` drops are dropped, blanks and
/// commas too, which it would put into quotes (inferred: the gateway is in Go).
fn cookie_value(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_ascii_graphic() && !matches!(letter, '"' | ';' | '\\' | ','))
        .collect()
}

impl VendorId {
    /// The header that sets it, if it is new. Its attributes are those of `_dfid`, which the same
    /// answer sets (inferred); that the page may read it is assumed.
    pub fn set_cookie(&self, source: &DataflySource) -> Option<String> {
        if !self.is_new {
            return None;
        }
        let settings = &source.vendor_cookies;
        let (name, value) = (self.cookie.name(), &self.value);
        let max_age = self.cookie.max_age(&settings.max_age);
        let domain = match &source.cookie_domain {
            Some(domain) => format!(" Domain={domain};"),
            None => String::new(),
        };
        let http_only = if settings.http_only { " HttpOnly;" } else { "" };
        Some(format!(
            "{name}={value}; Path=/;{domain} Max-Age={max_age};{http_only} Secure; SameSite=Lax"
        ))
    }

    /// What mappings call it, and what they get: of `_ga` the client id, its last two parts.
    pub fn entry(&self) -> (String, Value) {
        let mut parts = self.value.rsplitn(3, '.');
        let value = match (self.cookie, parts.next(), parts.next()) {
            (VendorCookie::Ga, Some(last), Some(first)) => format!("{first}.{last}"),
            _ => self.value.clone(),
        };
        (self.cookie.key().into(), value.into())
    }
}
