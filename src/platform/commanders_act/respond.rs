use super::super::{Call, Reply};
use super::judge::{BadRequest, judge};
use super::pixel::pixel;
use super::rate::over_rate;
use super::routes::{Asked, Target, asked, methods, target};
use crate::capture::{Answer, Request, TEXT};
use crate::event::Outcome;
use crate::workspace::CommandersActSettings;

/// The headers that a preflight allows: the content type by the web container's fallback,
/// `Authorization` by the vendor's OpenAPI file.
const HEADERS: &str = "content-type, authorization";

/// What Commanders Act answers: 200 whatever comes, with nothing in it to a POST (assumed) and
/// with a pixel to a GET (documented); 400 for a body that is too large or not JSON (both
/// documented); 204 to a preflight (inferred); 404 and 405 for other paths and methods (assumed).
pub fn respond(call: Call) -> Reply {
    let request = call.request;
    let settings = &call.workspace.commanders_act.settings;
    let Some(target) = target(call.path) else {
        return plain(Answer::empty(404), Outcome::Rejected);
    };
    match asked(&request.method, target) {
        Asked::Events => {}
        Asked::Preflight => return plain(preflight(request, target), Outcome::Served),
        Asked::Nothing => {
            let answer = Answer::empty(405).header("allow", methods(target));
            return plain(cors(answer, request), Outcome::Rejected);
        }
    }
    let text = request.body_text();
    let judgement = judge(call, target, &text);
    over_rate(call, &judgement.access);
    let answer = match judgement.bad_request {
        Some(reason) => bad_request(reason, settings),
        None if request.method == "GET" => pixel(settings.pixel_image),
        None => Answer::empty(200),
    };
    Reply {
        answer: cors(answer, request),
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

fn bad_request(reason: BadRequest, settings: &CommandersActSettings) -> Answer {
    let text = match (&settings.bad_request_body, reason) {
        (Some(text), _) => text.clone(),
        (None, BadRequest::TooLarge) => "request too large".into(),
        (None, BadRequest::InvalidJson) => "invalid JSON".into(),
    };
    Answer::new(400, TEXT, text)
}

/// The web container sends credentials, so a browser wants the very origin and not `*`.
fn cors(answer: Answer, request: &Request) -> Answer {
    match request.header("origin") {
        Some(origin) => answer
            .header("access-control-allow-origin", origin)
            .header("access-control-allow-credentials", "true"),
        None => answer,
    }
}

/// The answer to OPTIONS: what the web container's fallback (XHR with credentials and a JSON
/// content type) needs in order to work at all.
fn preflight(request: &Request, target: Target) -> Answer {
    cors(Answer::empty(204), request)
        .header("access-control-allow-methods", methods(target))
        .header("access-control-allow-headers", HEADERS)
}
