use jiff::{Span, Timestamp, tz::TimeZone};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::routes::{Route, route};
use super::url::Url;
use crate::capture::Request;
use crate::platform::Call;

/// The cookie of @jitsu/js that holds the anonymous id.
const ANONYMOUS: &str = "__eventn_id";

/// Whether a pixel asks for what its headers tell.
pub fn wanted(request: &Request) -> bool {
    let flag = request.query_value("process_headers").unwrap_or_default();
    flag.eq_ignore_ascii_case("true") || flag == "1"
}

/// Adds to an event what its cookies and its `Referer` tell: observed for the ids and the page,
/// read in Jitsu's code for the traits and the group. The properties of a page event are replaced,
/// not added to.
pub fn add(call: Call, event: &mut Map<String, Value>) {
    let request = call.request;
    if text(event, "anonymousId").is_empty() {
        let known = cookie(request, ANONYMOUS);
        let id = known.unwrap_or_else(|| made_up_id(call));
        event.insert("anonymousId".into(), id.into());
    }
    fill(event, "userId", cookie(request, "__eventn_uid"));
    let mut context = object(event.get("context"));
    fill(&mut context, "groupId", cookie(request, "__group_id"));
    let mut traits = Map::new();
    for name in ["__group_traits", "__eventn_id_usr"] {
        traits.extend(stored_traits(&cookie(request, name).unwrap_or_default()));
    }
    traits.extend(object(context.get("traits")));
    if !traits.is_empty() {
        context.insert("traits".into(), traits.into());
    }
    let referer = request.header("referer").unwrap_or_default();
    if let Some(url) = Url::read(referer).filter(|_| !referer.is_empty()) {
        let mut page = object(context.get("page"));
        let mut properties = object(context.get("properties"));
        for (name, value) in [("url", referer), ("path", &url.path), ("search", url.query)] {
            page.entry(name).or_insert_with(|| value.into());
            properties.entry(name).or_insert_with(|| value.into());
        }
        page.entry("host").or_insert_with(|| url.host.into());
        context.insert("page".into(), page.into());
        if is_page(call) {
            event.insert("properties".into(), properties.into());
        }
    }
    event.insert("context".into(), context.into());
}

/// The cookie that keeps a made-up anonymous id, if `event` has been given one (observed; without a
/// `Domain`, as for every `Host` with a port).
pub fn set_cookie(call: Call, event: &Map<String, Value>) -> Option<String> {
    let id = made_up_id(call);
    let is_new = wanted(call.request) && text(event, "anonymousId") == id;
    let expires = expires(call.request.received_at)?;
    is_new.then(|| format!("{ANONYMOUS}={id}; Path=/; Expires={expires}; Secure; SameSite=None"))
}

/// In a thousand years, twelve months and 31 days (observed).
fn expires(received_at: i64) -> Option<String> {
    let now = Timestamp::from_microsecond(received_at).ok()?;
    let now = now.to_zoned(TimeZone::UTC);
    let days = Span::new().try_days(i64::from(now.day()) + 30).ok()?;
    let years = Span::new().try_years(1001).ok()?;
    let first = now.first_of_month().ok()?.checked_add(years).ok()?;
    let then = first.checked_add(days).ok()?;
    Some(then.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
}

fn made_up_id(call: Call) -> String {
    call.moment.id(1).to_string()
}

fn is_page(call: Call) -> bool {
    match route(&call.request.method, call.path) {
        Route::Pixel { kind } => kind == "page" || kind == "p",
        _ => false,
    }
}

fn cookie(request: &Request, name: &str) -> Option<String> {
    let value = request.cookie(name)?.replace('+', " ");
    Some(percent_decode_str(&value).decode_utf8_lossy().into_owned())
}

/// The traits in a cookie, if they are an object. They come to stand two levels down in the event,
/// and are read at that depth, so that it nests no deeper than one that is read whole.
fn stored_traits(json: &str) -> Map<String, Value> {
    let read = serde_json::from_str::<[[Map<String, Value>; 1]; 1]>(&format!("[[{json}]]"));
    read.map(|[[traits]]| traits).unwrap_or_default()
}

fn fill(object: &mut Map<String, Value>, key: &str, value: Option<String>) {
    if let Some(value) = value.filter(|value| !value.is_empty())
        && text(object, key).is_empty()
    {
        object.insert(key.into(), value.into());
    }
}

fn text<'a>(object: &'a Map<String, Value>, key: &str) -> &'a str {
    object.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn object(value: Option<&Value>) -> Map<String, Value> {
    value
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_ends_as_recorded() {
        let recorded = expires(1_795_216_404_000_000);
        assert_eq!(recorded.as_deref(), Some("Fri, 21 Dec 3027 23:13:24 GMT"));
    }

    #[test]
    fn traits_nest_no_deeper_than_an_event() {
        let nested = |levels: usize| {
            let json = format!("{{\"a\":{}1{}}}", "[".repeat(levels), "]".repeat(levels));
            stored_traits(&json).len()
        };
        assert_eq!((nested(124), nested(125)), (1, 0));
        assert_eq!(stored_traits("{}],[{}").len(), 0);
    }
}
