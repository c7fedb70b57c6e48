use super::Exchange;
use crate::capture::{BodyState, BrokenOff};
use crate::event::{COMMON, Finding, Outcome};
use crate::loss::FAILED_LOSS_HEADER;
use crate::platform::Platform;
use crate::route::{Route, nearest};

/// What is worth telling about an exchange, whatever its platform.
pub fn common_findings(exchange: &Exchange, route: &Route) -> Vec<Finding> {
    let body = &exchange.request.body;
    let mut findings = Vec::new();
    match body.state {
        BodyState::Complete => {}
        BodyState::Incomplete(why) => findings.push(
            COMMON
                .body_incomplete
                .says(broken_off(why, body.length))
                .expected(
                    exchange
                        .request
                        .header("content-length")
                        .unwrap_or("its end")
                        .to_string(),
                )
                .got(format!("{} bytes", body.length)),
        ),
        BodyState::Truncated => findings.push(COMMON.body_truncated.says(format!(
            "the body has {} bytes; the first 1 MiB of it is kept",
            body.length
        ))),
    }
    if let Some(name) = &route.unusable_session {
        findings.push(
            COMMON
                .session_name
                .says("the session's name cannot be used")
                .got(name.clone()),
        );
    }
    if let Some(code) = exchange.answer.value(FAILED_LOSS_HEADER) {
        let message = format!("eventpit answered with an error because of {code}");
        findings.push(COMMON.failed_loss.says(message));
    }
    if let Some(fault) = &exchange.moment.fault {
        let platform = exchange.platform.map(Platform::title);
        findings.push(
            COMMON
                .faulted
                .says(fault.told(platform, exchange.answer.status)),
        );
    }
    findings.extend(cross_site_cookie(exchange));
    if exchange.outcome == Outcome::Unmatched {
        let finding = COMMON.unmatched_path.says(format!(
            "no platform has {} {}",
            exchange.request.method, exchange.request.path
        ));
        findings.push(match nearest(&exchange.request, &route.path) {
            Some((known, why)) => finding.expected(format!("{} ({why})", known.path)),
            None => finding,
        });
    }
    findings
}

/// How a body ended before its end, after `length` bytes.
fn broken_off(why: BrokenOff, length: u64) -> String {
    match why {
        BrokenOff::Cut => format!("the client cut the body off after {length} bytes"),
        BrokenOff::Stalled => {
            format!("the body stalled: after {length} bytes nothing more came (--idle-timeout)")
        }
        BrokenOff::TooSlow => {
            format!("the body came too slowly: {length} bytes in all its time (--body-timeout)")
        }
        BrokenOff::Stopped => format!("eventpit was stopped when {length} bytes had come"),
        BrokenOff::Unsaid => format!("the body broke off after {length} bytes"),
    }
}

/// Cookies that the answer sets, that did not come, and that will not come back to another site:
/// `Lax` is what they are unless they say otherwise. Between two names of this machine not even
/// `SameSite=None` comes back (observed with Chromium 156).
fn cross_site_cookie(exchange: &Exchange) -> Option<Finding> {
    let request = &exchange.request;
    if !request.is_cross_site() {
        return None;
    }
    let lost = |cookie: &str| {
        let (name, _) = cookie.split_once('=')?;
        let for_other_sites = cookie.to_ascii_lowercase().contains("samesite=none");
        let comes_back = for_other_sites && !request.is_between_loopback_names();
        (!comes_back && request.cookie(name).is_none()).then(|| name.to_string())
    };
    let headers = exchange.answer.headers.iter();
    let cookies = headers.filter(|(name, _)| name == "set-cookie");
    let lost: Vec<String> = cookies.filter_map(|(_, cookie)| lost(cookie)).collect();
    let is_one = lost.len() == 1;
    (!lost.is_empty()).then(|| {
        let names = lost.join(", ");
        let message = match is_one {
            true => format!("the page is of another site, and no {names} cookie came"),
            false => format!("the page is of another site, and none of the cookies {names} came"),
        };
        COMMON
            .cross_site_cookie
            .says(message)
            .expected(request.header("host").unwrap_or_default())
            .got(request.header("origin").unwrap_or_default())
    })
}
