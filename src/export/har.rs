use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::to_text;
use crate::capture::{Answer, Request, address, pairs};
use crate::event::rfc3339_from_micros;
use crate::platform::Platform;
use crate::store::Exchange;

/// What may not stand in an address as it is (RFC 3986), and may have been sent all the same.
const UNFIT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'[')
    .add(b']')
    .add(b'#');

/// How an archive begins.
pub fn head() -> String {
    let creator = json!({"name": "eventpit", "version": env!("CARGO_PKG_VERSION")});
    format!("{{\"log\":{{\"version\":\"1.2\",\"creator\":{creator},\"entries\":[\n")
}

/// How it ends.
pub const END: &str = "\n]}}\n";

/// A request and its answer as an entry of an HTTP Archive 1.2
/// (<http://www.softwareishard.com/blog/har-12-spec/>). What the format has no place for stands in
/// `_eventpit`; what is not recorded is -1, as the format says.
pub fn entry(cursor: i64, exchange: &Exchange) -> Value {
    let (request, answer) = (&exchange.request, &exchange.answer);
    let took = exchange.took_us.max(0) as f64 / 1000.0;
    json!({
        "startedDateTime": rfc3339_from_micros(request.received_at),
        "time": took,
        "request": asked(request),
        "response": answered(answer),
        "cache": {},
        "timings": {"send": 0, "wait": took, "receive": 0},
        "_eventpit": {
            "cursor": cursor,
            "session": exchange.session,
            "platform": exchange.platform.map(Platform::as_str),
            "source": exchange.source,
            "outcome": exchange.outcome.as_str(),
            "peer": request.peer,
            "body_state": request.body.state.as_str(),
        },
    })
}

fn asked(request: &Request) -> Value {
    let host = request.header("host").unwrap_or("localhost");
    let url = address(&format!("http://{host}"), &request.path, &request.query);
    let cookies = request.headers.iter().filter(|(name, _)| name == "cookie");
    let cookies = cookies.flat_map(|(_, line)| line.split(';'));
    let mut asked = json!({
        "method": request.method,
        "url": utf8_percent_encode(&url, UNFIT).to_string(),
        "httpVersion": "HTTP/1.1",
        "cookies": cookies.filter_map(cookie).collect::<Vec<_>>(),
        "headers": named(&request.headers),
        "queryString": named(&pairs(&request.query)),
        "headersSize": -1,
        "bodySize": request.body.length,
    });
    if !request.body.bytes.is_empty() {
        let mime = request.header("content-type").unwrap_or_default();
        let mut data = json!({"mimeType": mime});
        // Of a request's body the format knows text only.
        match to_text(request.body.bytes.to_vec()) {
            (Some(text), _) => data["text"] = text.into(),
            (None, base64) => {
                data["text"] = base64.into();
                data["_encoding"] = "base64".into();
                data["comment"] = "text is the body in base64".into();
            }
        }
        asked["postData"] = data;
    }
    asked
}

fn answered(answer: &Answer) -> Value {
    let set = answer.headers.iter();
    let cookies = set
        .filter(|(name, _)| name == "set-cookie")
        .filter_map(|(_, line)| cookie(line.split(';').next().unwrap_or_default()));
    let mut content = json!({
        "size": answer.body.len(),
        "mimeType": answer.value("content-type").unwrap_or_default(),
    });
    match to_text(answer.body.to_vec()) {
        (Some(text), _) => content["text"] = text.into(),
        (None, base64) => {
            content["text"] = base64.into();
            content["encoding"] = "base64".into();
        }
    }
    let status = actix_web::http::StatusCode::from_u16(answer.status).ok();
    json!({
        "status": answer.status,
        "statusText": status.and_then(|it| it.canonical_reason()).unwrap_or_default(),
        "httpVersion": "HTTP/1.1",
        "cookies": cookies.collect::<Vec<_>>(),
        "headers": named(&answer.headers),
        "content": content,
        "redirectURL": answer.value("location").unwrap_or_default(),
        "headersSize": -1,
        "bodySize": answer.body.len(),
    })
}

fn named(pairs: &[(String, String)]) -> Vec<Value> {
    let pair = |(name, value): &(String, String)| json!({"name": name, "value": value});
    pairs.iter().map(pair).collect()
}

fn cookie(pair: &str) -> Option<Value> {
    let (name, value) = pair.trim().split_once('=')?;
    Some(json!({"name": name, "value": value}))
}
