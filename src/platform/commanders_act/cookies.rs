use jiff::Timestamp;

use super::super::Call;
use crate::capture::Request;
use crate::workspace::CommandersActCookies;

/// Where the cookies live on the real endpoint (the page on cookies).
const DOMAIN: &str = "commander1.com";

/// `TCID` lives for 365 days (documented), in seconds.
const MAX_AGE: u32 = 31_536_000;

/// Above this no random number goes that the web container puts behind the time, to make the same
/// sort of id on a customer's own domain.
const LARGEST_RANDOM: u128 = 12_345_678_942;

/// The `Set-Cookie` lines of a success: the visitor's id `TCID` and, for the browser's session,
/// `WID`. Names, domain and lifetimes are documented, values are as a screenshot of 2022 shows them.
///
/// None on a customer's own domain, where the id is `CAID` and the container makes it, and none for
/// `tc_do_not_track=true`, which is there to have none (documented). Under any other host name than
/// the endpoint's there is no `Domain`: a browser would refuse the cookie.
pub fn cookies(call: Call) -> Vec<String> {
    let request = call.request;
    if call.workspace.commanders_act.settings.cookies == CommandersActCookies::Never
        || call.path.starts_with("/cdp")
        || request.query_value("tc_do_not_track").as_deref() == Some("true")
    {
        return Vec::new();
    }
    let domain = match is_endpoint(request) {
        true => format!("; Domain=.{DOMAIN}"),
        false => String::new(),
    };
    let unless_sent = |name: &str, value: String, lifetime: String| {
        let sent = request.cookie(name).is_some();
        (!sent).then(|| format!("{name}={value}{domain}; Path=/{lifetime}; Secure; SameSite=None"))
    };
    let visitor = unless_sent("TCID", visitor_id(call), format!("; Max-Age={MAX_AGE}"));
    let session = unless_sent("WID", call.moment.id(0).to_string(), String::new());
    visitor.into_iter().chain(session).collect()
}

/// The time in UTC to the second, and a random number behind it.
fn visitor_id(call: Call) -> String {
    let time = Timestamp::from_microsecond(call.moment.received_at).unwrap_or_default();
    let random = call.moment.id(1).as_u128() % (LARGEST_RANDOM + 1);
    format!("{}{random}", time.strftime("%Y%m%d%H%M%S"))
}

fn is_endpoint(request: &Request) -> bool {
    let host = request.header("host").unwrap_or_default();
    let name = host
        .split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    name.strip_suffix(DOMAIN)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
