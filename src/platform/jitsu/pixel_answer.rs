use std::net::IpAddr;

use super::judge::Single;
use super::pixel::DESTINATION;
use super::url::Url;
use super::{cors, pixel_headers};
use crate::capture::Answer;
use crate::platform::Call;
use crate::platform::gif::TRANSPARENT_GIF;

/// The answer to a pixel: always an image with 200, and what is wrong only in a header, unless an
/// event that is taken in goes on to its destination (observed).
pub fn answer(call: Call, judged: &Single) -> Answer {
    let mut answer = match (&judged.refusal, destination(call, judged)) {
        (None, Some(to)) => found(&to),
        _ => Answer::new(200, "image/gif", TRANSPARENT_GIF),
    };
    for (name, value) in [
        ("cache-control", "no-cache, no-store, must-revalidate"),
        ("expires", "0"),
        ("pragma", "no-cache"),
    ] {
        answer = answer.header(name, value);
    }
    let event = judged.event.as_ref();
    if let Some(cookie) = event.and_then(|event| pixel_headers::set_cookie(call, event)) {
        answer = answer.header("set-cookie", cookie);
    }
    if let Some((reason, _)) = &judged.refusal {
        // Go puts a blank for a line break, and nothing else may stand in a header.
        let error = reason.to_string().replace(char::is_control, " ");
        answer = answer.header("x-jitsu-error", error);
    }
    cors::allow(answer, call.request)
}

/// Where the event says that a click goes on to: the query's word, or else the event's.
pub fn named_destination(call: Call, judged: &Single) -> Option<String> {
    let of_event = || {
        let event = judged.event.as_ref()?;
        event.get(DESTINATION)?.as_str().map(str::to_string)
    };
    let named = call.request.query_value(DESTINATION).or_else(of_event);
    named.filter(|named| !named.is_empty())
}

/// The same if Jitsu goes there: over https, on the default port, to another host, which is named
/// and not numbered (observed).
pub fn destination(call: Call, judged: &Single) -> Option<String> {
    let named = named_destination(call, judged)?;
    let url = Url::read(&named)?;
    let own = call.request.header("host").unwrap_or_default();
    let allowed = url.scheme == "https"
        && !url.host.is_empty()
        && !url.host.contains(':')
        && url.host != own
        && url.host.parse::<IpAddr>().is_err();
    allowed.then_some(named)
}

/// 302 with a line of HTML, as Go writes it.
fn found(to: &str) -> Answer {
    let shown = to
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;");
    let page = format!("<a href=\"{shown}\">Found</a>.\n\n");
    Answer::new(302, "text/html; charset=utf-8", page).header("location", to)
}
