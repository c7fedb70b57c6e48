use crate::platform::Call;
use crate::workspace::DataflySource;

const COOKIE: &str = "_dfid";

/// The anonymous id that the browser brought, if it brought one.
pub fn brought<'a>(call: &Call<'a>) -> Option<&'a str> {
    call.request.cookie(COOKIE).filter(|id| !id.is_empty())
}

/// The anonymous id of a request's visitor: the one it brought, else the one that its answer sets.
pub fn anonymous_id(call: &Call) -> String {
    brought(call).map_or_else(|| call.moment.id(0).to_string(), str::to_string)
}

/// The cookie to set, if the browser brought none: a version 4 UUID with the attributes that
/// <https://docs.dataflysignal.com/identity/anonymous-id> gives. Browsers keep a `Secure` cookie
/// that comes over plain HTTP from a loopback address.
pub fn cookie(call: &Call, source: &DataflySource) -> Option<String> {
    if brought(call).is_some() {
        return None;
    }
    let domain = match &source.cookie_domain {
        Some(domain) => format!(" Domain={domain};"),
        None => String::new(),
    };
    Some(format!(
        "{COOKIE}={}; Path=/;{domain} Max-Age={}; HttpOnly; Secure; SameSite=Lax",
        anonymous_id(call),
        source.cookie_max_age
    ))
}
