use super::super::{Call, Reply};
use super::body;
use super::cookies::cookies;
use super::judge::{Refusal, judge};
use super::pixel::pixel;
use super::rate::over_rate;
use super::routes::{Asked, Target, asked, methods, target};
use crate::capture::{Answer, Request, TEXT};
use crate::event::Outcome;
use crate::workspace::{CommandersActSettings, SuccessBody};

/// The headers that a preflight allows: the content type by the web container's fallback,
/// `Authorization` by the vendor's OpenAPI file.
const HEADERS: &str = "content-type, authorization";

/// What Commanders Act answers: 200 whatever comes, with a pixel to a GET (documented); 400 for a
/// body that is too large or not JSON (documented). All else is assumed, and a setting.
pub fn respond(call: Call) -> Reply {
    let request = call.request;
    let settings = &call.workspace.commanders_act.settings;
    let Some(target) = target(call.path) else {
        return plain(Answer::empty(settings.other_path_status), Outcome::Rejected);
    };
    match asked(&request.method, target) {
        Asked::Events => {}
        Asked::Preflight => return plain(preflight(call, target), Outcome::Served),
        Asked::Nothing => {
            let answer =
                Answer::empty(settings.other_method_status).header("allow", methods(target));
            return plain(cors(answer, request, settings), Outcome::Rejected);
        }
    }
    let text = body::text(request, settings);
    let judgement = judge(call, target, &text);
    over_rate(call, &judgement.access);
    let with_pixel = request.method == "GET" || settings.success_body == SuccessBody::Pixel;
    let answer = match judgement.refusal {
        Some(refusal) => refused(refusal, settings),
        None if with_pixel => with_cookies(pixel(settings.pixel_image), call),
        None => with_cookies(Answer::empty(200), call),
    };
    Reply {
        answer: cors(answer, request, settings),
        outcome: judgement.outcome,
        source: judgement.access.source,
    }
}

fn plain(answer: Answer, outcome: Outcome) -> Reply {
    Reply {
        answer,
        outcome,
        source: None,
    }
}

fn refused(refusal: Refusal, settings: &CommandersActSettings) -> Answer {
    let (status, reason) = match refusal {
        Refusal::TooLarge => (400, "request too large"),
        Refusal::InvalidJson => (400, "invalid JSON"),
        Refusal::NotAnEvent => (400, "not an event"),
        Refusal::NoEvent(status) => (status, "no event"),
    };
    let text = settings.bad_request_body.as_deref().unwrap_or(reason);
    Answer::new(status, TEXT, text.to_string())
}

fn with_cookies(answer: Answer, call: Call) -> Answer {
    let set = |answer: Answer, cookie| answer.header("set-cookie", cookie);
    cookies(call).into_iter().fold(answer, set)
}

/// The web container sends credentials, so a browser wants the very origin and not `*`.
fn cors(answer: Answer, request: &Request, settings: &CommandersActSettings) -> Answer {
    let Some(origin) = request.header("origin") else {
        return answer;
    };
    let answer = answer
        .header("access-control-allow-origin", origin)
        .header("access-control-allow-credentials", "true");
    match settings.vary_origin {
        true => answer.header("vary", "Origin"),
        false => answer,
    }
}

/// The answer to OPTIONS: what the web container's fallback (XHR with credentials and a JSON
/// content type) needs in order to work at all.
fn preflight(call: Call, target: Target) -> Answer {
    let settings = &call.workspace.commanders_act.settings;
    let answer = Answer::empty(settings.preflight_status);
    cors(answer, call.request, settings)
        .header("access-control-allow-methods", methods(target))
        .header("access-control-allow-headers", HEADERS)
}
