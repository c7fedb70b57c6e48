use actix_web::HttpRequest;
use actix_web::http::header;

/// The name of a cookie at the port that a request came to: to browsers, all servers of a machine
/// are one (RFC 6265, section 8.5).
pub fn cookie_name(name: &str, request: &HttpRequest) -> String {
    let port = request.app_config().local_addr().port();
    format!("eventpit_{name}_{port}")
}

/// Whether a request has such a cookie for which `is` holds.
pub fn has_cookie(name: &str, request: &HttpRequest, is: impl Fn(&str) -> bool) -> bool {
    let name = cookie_name(name, request);
    let lines = request.headers().get_all(header::COOKIE);
    let mut pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.any(|(key, value)| key == name && is(value))
}
