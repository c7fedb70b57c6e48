use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse};

use super::App;

/// What a page of the inspector may load: its own files, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Keeps other sites away from the inspector. `Host` is checked first, on its own: comparing
/// `Origin` with `Host` lets a rebound name through. What changes something must come from the
/// inspector's own pages, or from a client that is no browser.
pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody>>, Error> {
    let refusal = match request.app_data::<Data<App>>() {
        Some(app) => refuse(&request, app),
        None => Some("the server is not ready"),
    };
    let mut response = match refusal {
        Some(why) => {
            let answer = HttpResponse::Forbidden()
                .content_type("text/plain; charset=utf-8")
                .body(format!(
                    "eventpit's inspector refuses this request: {why}\n"
                ));
            request.into_response(answer).map_into_right_body()
        }
        None => next.call(request).await?.map_into_left_body(),
    };
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in fixed {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    headers.insert(
        header::HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    Ok(response)
}

fn refuse(request: &ServiceRequest, app: &App) -> Option<&'static str> {
    let header = |name: header::HeaderName| {
        request
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or("\u{0}"))
    };
    let from_here = request
        .peer_addr()
        .is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    if !from_here && app.inspector_ip.is_none() {
        return Some("it answers this machine only; --inspector-listen opens it to others");
    }
    let host = request
        .uri()
        .authority()
        .map(|authority| authority.as_str());
    let host = host.or(header(header::HOST)).unwrap_or_default();
    if !host_is_ours(host, app) {
        return Some("its Host is not a name of this machine; open it as http://localhost");
    }
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return None;
    }
    match (
        header(header::HeaderName::from_static("sec-fetch-site")),
        header(header::ORIGIN),
    ) {
        (Some("same-origin" | "none"), _) => None,
        (Some(_), _) => Some("it came from another site"),
        (None, Some(origin)) if origin.strip_prefix("http://") == Some(host) => None,
        (None, Some(_)) => Some("its Origin is another site"),
        (None, None) => None,
    }
}

/// Whether `host` (with or without port) names this machine's loopback, or the address that the
/// user gave the inspector.
fn host_is_ours(host: &str, app: &App) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let name = name.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name == "127.0.0.1"
        || name == "::1"
        || app.inspector_ip.is_some_and(|ip| name == ip.to_string())
}
