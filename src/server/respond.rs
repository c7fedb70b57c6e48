use actix_web::body::MessageBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};

use crate::capture::{Answer, Request, TEXT};
use crate::event::Outcome;
use crate::platform::Reply;
use crate::route::{Route, nearest};
use crate::store::StoreError;

/// An answer as the HTTP library sends it, with `body` in place of its own. Header names are written
/// as `Content-Type` is: so Jitsu's are recorded, and so Go, nginx and the vendors' pages write them.
pub fn into_response(answer: &Answer, body: impl MessageBody + 'static) -> HttpResponse {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponseBuilder::new(status);
    for (name, value) in &answer.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        let value = HeaderValue::from_bytes(value.as_bytes());
        if let (Ok(name), Ok(value)) = (name, value) {
            response.append_header((name, value));
        }
    }
    let mut response = response.body(body);
    response.head_mut().set_camel_case_headers(true);
    response
}

/// The answer when the recording failed: never a vendor's success.
pub fn not_recorded(error: &StoreError) -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .insert_header(("eventpit-recorded", "no"))
        .content_type(TEXT)
        .body(format!("eventpit: {error}\n{}\n", error.hint()))
}

/// The answer to a path that no platform has.
pub fn unmatched(request: &Request, route: &Route) -> Reply {
    let nearest = match nearest(request, &route.path) {
        Some((known, why)) => format!(
            "Nearest: {} {} ({}).\nWhy not: {why}.\n",
            known.methods.join(" or "),
            known.path,
            known.platform.title()
        ),
        None => "No path is near it.\n".into(),
    };
    let text = format!(
        "eventpit: no platform has {} {}\n{nearest}The inspector is at /inspector\n",
        request.method, request.path
    );
    Reply {
        answer: Answer::new(404, TEXT, text),
        outcome: Outcome::Unmatched,
        source: None,
    }
}
