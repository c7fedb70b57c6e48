use crate::capture::{Answer, Request};
use crate::event::Outcome;
use crate::platform::{Call, Reply};
use crate::workspace::JentisHandling;

use super::cookie;
use super::judge::{Verdict, judge};

const ALLOWED_HEADERS: &str = "authorization, content-type";

/// What JENTIS answers. Every body is empty: documented for 200 ("No content"), assumed for the
/// rest.
pub fn respond(call: Call) -> Reply {
    let judged = judge(call);
    let (answer, outcome) = match judged.verdict {
        Verdict::Taken { body, .. } => {
            let answer = Answer::empty(200);
            let answer = match cookie::set_cookie(call.request, judged.source, &body) {
                Some(cookie) => answer.header("set-cookie", cookie),
                None => answer,
            };
            (answer, Outcome::Accepted)
        }
        Verdict::Preflight => (Answer::empty(204), Outcome::Served),
        Verdict::Monitor => (Answer::empty(200), Outcome::Served),
        Verdict::NoSuchPath => (Answer::empty(404), Outcome::Rejected),
        Verdict::WrongMethod => {
            let answer = Answer::empty(405).header("allow", "POST, OPTIONS");
            (answer, Outcome::Rejected)
        }
        Verdict::Refused(refusal) => {
            let status = call.workspace.jentis.endpoint.refusal_status;
            let mut answer = Answer::empty(status);
            if status == 401 {
                answer = answer.header("www-authenticate", refusal.challenge());
            }
            (answer, Outcome::Rejected)
        }
        Verdict::TooLarge(_) => (Answer::empty(413), Outcome::Rejected),
        Verdict::Unreadable { handling, .. } => match handling {
            JentisHandling::Reject => (Answer::empty(400), Outcome::Rejected),
            JentisHandling::Accept => (Answer::empty(200), Outcome::Dropped),
        },
        Verdict::Violating(_) => (Answer::empty(400), Outcome::Rejected),
    };
    Reply {
        answer: with_cors(call.request, answer),
        outcome,
        source: judged.source.map(|source| source.name.clone()),
    }
}

/// Adds the CORS headers if a page asks. Inferred: pages send with a key and with cookies, which
/// no other set of headers allows.
fn with_cors(request: &Request, answer: Answer) -> Answer {
    let Some(origin) = request.header("origin") else {
        return answer;
    };
    let answer = answer
        .header("access-control-allow-origin", origin)
        .header("access-control-allow-credentials", "true");
    if request.method != "OPTIONS" {
        return answer;
    }
    answer.header("access-control-allow-headers", ALLOWED_HEADERS)
}
