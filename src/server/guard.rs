use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{self, Data};
use actix_web::{Error, HttpMessage, HttpRequest, HttpResponse, ResponseError};

use super::App;
use super::unread::Unread;
use crate::api::Problem;
use crate::capture::{BodyState, pairs, read_body, with_query};
use crate::client::SERVED_BY;
use crate::inspector::{LOGIN, PageError, login_page};

/// What a page of the inspector may load: its own files, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Keeps other sites away from the inspector. `Host` is checked first, on its own: comparing
/// `Origin` with `Host` lets a rebound name through. What changes something must come from the
/// inspector's own pages, or from a client that is no browser.
pub async fn guard(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<Unread>, Error> {
    let payload = request.take_payload();
    let app = request.app_data::<Data<App>>().cloned();
    let refusal = match &app {
        Some(app) => refuse(request.request(), app),
        None => Some(Refusal::Forbidden("the server is not ready")),
    };
    let (refusal, payload) = match app {
        // As long as a recording: it is taken in while it comes.
        Some(_) if refusal.is_none() && request.path() == IMPORT => {
            request.set_payload(payload);
            (None, Payload::None)
        }
        Some(app) if refusal.is_none() && changes(request.method()) => {
            take_body(&mut request, payload, &app).await
        }
        _ => (refusal, payload),
    };
    let response = match refusal {
        Some(refusal) => {
            let answer = refusal.answer(request.request());
            request.into_response(answer)
        }
        None => next.call(request).await?.map_into_boxed_body(),
    };
    let mut response = response.map_body(|_, body| Unread::new(body, payload));
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
    headers.insert(
        header::HeaderName::from_static(SERVED_BY),
        HeaderValue::from_static(env!("CARGO_PKG_VERSION")),
    );
    Ok(response)
}

/// The largest body that a page or the API takes, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Where the API is.
const API: &str = "/inspector/api/";

/// The one route that reads its body itself.
const IMPORT: &str = "/inspector/api/v1/import";

/// The routes that take a larger body, a file with whole events in it.
const WITH_A_FILE: [&str; 2] = ["/inspector/api/v1/assert/baseline", "/inspector/baseline"];

/// How large such a body may be, in bytes.
const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// Why a request is not let in.
enum Refusal {
    /// It may not be made, or not from there.
    Forbidden(&'static str),
    /// It lacks the token; whether it has another one in its address.
    NoToken(bool),
    /// It has the token in its address, where it does not stay: it is made again without it, by a
    /// browser that has this cookie from now on.
    Enters(String),
    /// Its body is larger than so many bytes.
    TooLarge(u64),
}

impl Refusal {
    /// The answer to the request.
    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let path = request.path();
        match self {
            Refusal::NoToken(_) if path.starts_with(API) => {
                let mut answer = Problem::no_token().error_response();
                let asked = HeaderValue::from_static("Bearer realm=\"eventpit\"");
                answer.headers_mut().insert(header::WWW_AUTHENTICATE, asked);
                answer
            }
            Refusal::NoToken(is_wrong) => {
                let page = login_page(&without_token(request), *is_wrong);
                page.unwrap_or_else(|error| error.error_response())
            }
            Refusal::Enters(cookie) => HttpResponse::SeeOther()
                .insert_header((header::SET_COOKIE, cookie.as_str()))
                .insert_header((header::LOCATION, without_token(request)))
                .finish(),
            Refusal::Forbidden(why) if path.starts_with(API) => {
                Problem::forbidden(why).error_response()
            }
            Refusal::Forbidden(why) => HttpResponse::Forbidden()
                .content_type("text/plain; charset=utf-8")
                .body(format!(
                    "eventpit's inspector refuses this request: {why}\n"
                )),
            Refusal::TooLarge(largest) if path.starts_with(API) => {
                Problem::too_large(path, *largest).error_response()
            }
            Refusal::TooLarge(largest) => PageError::too_large(*largest).error_response(),
        }
    }
}

/// Whether a request may change something: only such a one has a body.
fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Reads the body before anybody looks at it, so that none is left half read; why it is refused,
/// and what is left of it.
async fn take_body(
    request: &mut ServiceRequest,
    payload: Payload,
    app: &App,
) -> (Option<Refusal>, Payload) {
    request.set_payload(payload);
    let Ok(mut payload) = request.extract::<web::Payload>().await else {
        let refusal = Refusal::Forbidden("its body cannot be read");
        return (Some(refusal), Payload::None);
    };
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let body = read_body(
        &mut payload,
        length,
        app.body_timeouts,
        app.stopping.clone(),
    )
    .await;
    let largest = match WITH_A_FILE.contains(&request.path()) {
        true => LARGEST_FILE,
        false => LARGEST,
    };
    let refusal = match body.state {
        BodyState::Complete if body.length <= largest => None,
        BodyState::Incomplete(_) => Some(Refusal::Forbidden("its body broke off")),
        BodyState::Complete | BodyState::Truncated => Some(Refusal::TooLarge(largest)),
    };
    let whole = futures_util::stream::once(std::future::ready(Ok(body.bytes)));
    request.set_payload(Payload::Stream {
        payload: Box::pin(whole),
    });
    (refusal, payload.into_inner())
}

fn refuse(request: &HttpRequest, app: &App) -> Option<Refusal> {
    let from_outside = from_elsewhere(request, app).map(Refusal::Forbidden);
    if from_outside.is_some() {
        return from_outside;
    }
    let token = app.token.as_ref();
    // No browser adds it by itself, as it does a cookie.
    if token.is_some_and(|token| token.is_borne_by(request)) {
        return None;
    }
    if let Some(token) = token
        && !is_open(request.path())
    {
        let given = given_token(request);
        match &given {
            Some(given) if token.is(given) => return Some(Refusal::Enters(token.cookie(request))),
            _ if token.is_cookie_of(request) => {}
            _ => return Some(Refusal::NoToken(given.is_some())),
        }
    }
    from_other_site(request).map(Refusal::Forbidden)
}

/// What is answered without a token: what the page that asks for it needs.
fn is_open(path: &str) -> bool {
    path == LOGIN || path.starts_with("/inspector/static/")
}

/// The token in the address of a page.
fn given_token(request: &HttpRequest) -> Option<String> {
    let is_page = !changes(request.method()) && !request.path().starts_with(API);
    let mut pairs = pairs(request.query_string()).into_iter();
    let token = pairs.find(|(name, _)| is_page && name == "token");
    token.map(|(_, value)| value)
}

/// The address of a request without its token; all else stays as it was written.
fn without_token(request: &HttpRequest) -> String {
    let query = request.query_string().split('&');
    let rest: Vec<&str> = query
        .filter(|pair| !pair.is_empty() && *pair != "token" && !pair.starts_with("token="))
        .collect();
    with_query(request.path(), &rest.join("&"))
}

/// Why a request is refused by where it comes from or what it calls this server.
fn from_elsewhere(request: &HttpRequest, app: &App) -> Option<&'static str> {
    let from_here = request
        .peer_addr()
        .is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    if !from_here && app.inspector_ip.is_none() {
        return Some("it answers this machine only; --inspector-listen opens it to others");
    }
    let host = host_of(request).unwrap_or_default();
    if !host_is_ours(host, app.inspector_ip) {
        return Some("its Host is not a name of this machine; open it as http://localhost");
    }
    None
}

/// Why a request that changes something is refused by the page that makes it.
fn from_other_site(request: &HttpRequest) -> Option<&'static str> {
    if !changes(request.method()) {
        return None;
    }
    // Of the connection itself, not of what a header says of a proxy in front.
    let scheme = match request.app_config().secure() {
        true => "https://",
        false => "http://",
    };
    let site = value_of(request, &header::HeaderName::from_static("sec-fetch-site"));
    match (site, value_of(request, &header::ORIGIN)) {
        (Some("same-origin" | "none"), _) => None,
        (Some(_), _) => Some("it came from another site"),
        (None, Some(origin)) if origin.strip_prefix(scheme) == host_of(request) => None,
        (None, Some(_)) => Some("its Origin is another site"),
        (None, None) => None,
    }
}

/// The name by which a request calls this server.
fn host_of(request: &HttpRequest) -> Option<&str> {
    let authority = request.uri().authority().map(|it| it.as_str());
    authority.or_else(|| value_of(request, &header::HOST))
}

/// The value of a header; one that is no text is none that is expected anywhere.
fn value_of<'a>(request: &'a HttpRequest, name: &header::HeaderName) -> Option<&'a str> {
    let value = request.headers().get(name)?;
    Some(value.to_str().unwrap_or("\u{0}"))
}

/// Whether `host` (with or without port) names this machine's loopback, or the address that the
/// user gave the inspector. An inspector that listens on every address (0.0.0.0) may be called by
/// any address, for only names can be rebound.
fn host_is_ours(host: &str, inspector: Option<IpAddr>) -> bool {
    let Some(name) = name_of(host) else {
        return false;
    };
    match name.parse::<IpAddr>() {
        Ok(ip) => {
            ip == IpAddr::V4(Ipv4Addr::LOCALHOST)
                || ip == IpAddr::V6(Ipv6Addr::LOCALHOST)
                || inspector.is_some_and(|ours| ours == ip || ours.is_unspecified())
        }
        Err(_) => {
            let name = name.to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
    }
}

/// The name in `name`, `name:port`, `[::1]` or `[::1]:port`; nothing for anything else, such as
/// `localhost:80@evil`.
fn name_of(host: &str) -> Option<&str> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => host.split_at(host.find(':').unwrap_or(host.len())),
    };
    let digits = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    match port.strip_prefix(':') {
        Some(port) if digits(port) => Some(name),
        None if port.is_empty() => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_ours() {
        for host in [
            "localhost",
            "LOCALHOST:8484",
            "a.localhost:1",
            "127.0.0.1:8484",
            "[::1]",
            "[::1]:8484",
        ] {
            assert!(host_is_ours(host, None), "{host}");
        }
        for host in [
            "",
            "evil",
            "localhost.evil.com",
            "localhost:80@evil",
            "127.0.0.1:99x",
            "[::1]evil",
            "[::1",
            "::1",
            "192.168.1.5",
        ] {
            assert!(!host_is_ours(host, None), "{host}");
        }
    }

    #[test]
    fn an_inspector_on_every_address_is_called_by_any_address_and_by_no_name() {
        let every = Some(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        assert!(host_is_ours("192.168.1.5:9000", every));
        assert!(!host_is_ours("rebound.evil.com:9000", every));
        let one = "192.168.1.5".parse().ok();
        assert!(host_is_ours("192.168.1.5:9000", one));
        assert!(!host_is_ours("192.168.1.6:9000", one));
    }
}
