use serde::de::IgnoredAny;

use crate::capture::{Answer, Request, TEXT};
use crate::event::Outcome;
use crate::platform::{Call, Reply};
use crate::workspace::{JentisEndpoint, JentisHandling};

use super::cookie;
use super::judge::{Verdict, judge};
use super::key::Refusal;

const ALLOWED_HEADERS: &str = "authorization, content-type";

/// What JENTIS answers. The body is empty: documented for 200 ("No content"), assumed for errors.
pub fn respond(call: Call) -> Reply {
    let judged = judge(call);
    let endpoint = &call.workspace.jentis.endpoint;
    let rejected = |status| (Answer::empty(status), Outcome::Rejected);
    let (answer, outcome) = match judged.verdict {
        Verdict::Taken { body, .. } => {
            let cookies = cookie::set_cookies(call.request, judged.source, &body);
            let set = |answer: Answer, cookie| answer.header("set-cookie", cookie);
            let answer = cookies.into_iter().fold(Answer::empty(200), set);
            (answer, Outcome::Accepted)
        }
        Verdict::Opaque { .. } => (Answer::empty(200), Outcome::Accepted),
        Verdict::Preflight => (Answer::empty(endpoint.preflight_status), Outcome::Served),
        Verdict::Monitor => (Answer::empty(endpoint.monitor_status), Outcome::Served),
        Verdict::NoSuchPath => rejected(endpoint.unknown_path_status),
        Verdict::WrongMethod => (
            wrong_method(endpoint.wrong_method_status),
            Outcome::Rejected,
        ),
        Verdict::Refused(refusal) => {
            let answer = refused(endpoint.refusal_status, refusal);
            (answer, Outcome::Rejected)
        }
        Verdict::TooLarge(_) => rejected(endpoint.oversize_status),
        Verdict::OtherContentType(_) => rejected(415),
        Verdict::Unreadable {
            handling: JentisHandling::Accept,
            ..
        } => (Answer::empty(200), Outcome::Dropped),
        Verdict::Unreadable { .. } | Verdict::Violating(_) | Verdict::Misfit(_) => {
            rejected(endpoint.bad_body_status)
        }
    };
    let answer = with_body(answer, &endpoint.error_body);
    Reply {
        answer: with_cors(call.request, endpoint, answer),
        outcome,
        source: judged.source.map(|source| source.name.clone()),
    }
}

/// Gives an error the body that the workspace wants.
fn with_body(answer: Answer, text: &str) -> Answer {
    if answer.is_success() || text.is_empty() {
        return answer;
    }
    let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
    let content_type = if is_json { "application/json" } else { TEXT };
    let answer = answer.header("content-type", content_type);
    answer.body(text.to_string())
}

/// `Allow` belongs to 405 (RFC 9110, section 15.5.6).
fn wrong_method(status: u16) -> Answer {
    let answer = Answer::empty(status);
    match status {
        405 => answer.header("allow", "POST, OPTIONS"),
        _ => answer,
    }
}

/// `WWW-Authenticate` belongs to 401 (RFC 9110, section 15.5.2).
fn refused(status: u16, refusal: Refusal) -> Answer {
    let answer = Answer::empty(status);
    match status {
        401 => answer.header("www-authenticate", refusal.challenge()),
        _ => answer,
    }
}

/// Adds the CORS headers if a page asks. Inferred: pages send with a key and with cookies, which
/// no other set of headers allows.
fn with_cors(request: &Request, endpoint: &JentisEndpoint, answer: Answer) -> Answer {
    let Some(origin) = request.header("origin") else {
        return answer;
    };
    let mut answer = answer
        .header("access-control-allow-origin", origin)
        .header("access-control-allow-credentials", "true");
    if endpoint.vary_origin {
        answer = answer.header("vary", "Origin");
    }
    if request.method != "OPTIONS" {
        return answer;
    }
    answer.header("access-control-allow-headers", ALLOWED_HEADERS)
}
