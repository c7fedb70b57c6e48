use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

use crate::api::Problem;
use crate::client::with_parameters;
use crate::expect::{Scope, Verdict};
use crate::store::Bound;
use crate::told::terminal::harmless;
use crate::told::{RowLines, what_lacks};

/// What does not hold: a problem, and beside it what came.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NotHeld<T> {
    #[serde(flatten)]
    problem: Problem,
    #[serde(flatten)]
    verdict: T,
    /// Where a person looks at it.
    inspector: String,
    /// All of it in lines that a person reads: what a test's failure shows.
    text: String,
}

/// Why something does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It may come yet, but the time is up.
    TimedOut,
    /// It does not, whatever comes.
    DoesNotHold,
}

/// The answer that says whether something holds; where it does not, `look` is a page of the inspector.
pub fn answered(request: &HttpRequest, verdict: impl Verdict, look: &str) -> HttpResponse {
    match verdict.holds() {
        true => HttpResponse::Ok().json(verdict),
        false => {
            let message = verdict.message().to_string();
            not_held(request, Why::DoesNotHold, &message, verdict, look)
        }
    }
}

/// The answer where something does not hold: `message` says what, `look` is a page of the inspector.
pub fn not_held<T: Serialize>(
    request: &HttpRequest,
    why: Why,
    message: &str,
    verdict: T,
    look: &str,
) -> HttpResponse {
    let problem = match why {
        Why::TimedOut => Problem::timed_out(message),
        Why::DoesNotHold => Problem::does_not_hold(message),
    };
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::CONFLICT);
    let mut answer = NotHeld {
        problem,
        verdict,
        inspector: format!("{}{look}", base(request)),
        text: String::new(),
    };
    let details = serde_json::to_value(&answer).map(|it| what_lacks(&it, &RowLines::PLAIN));
    answer.text = format!("{}\n{}", harmless(message), details.unwrap_or_default());
    let mut response = HttpResponse::build(status);
    response.content_type("application/problem+json");
    if why == Why::TimedOut {
        // RFC 9110, section 15.5.9: without it, a client may send the request once more by itself.
        response.force_close();
    }
    response.body(serde_json::to_string(&answer).unwrap_or_default())
}

/// The list, narrowed to what was looked for.
pub fn list_of(scope: &Scope, query: Option<&str>) -> String {
    page_of(&format!("/inspector/{}", scope.feed.as_str()), scope, query)
}

/// The page of the tracking plans, narrowed to what was looked at.
pub fn plan_of(scope: &Scope) -> String {
    page_of("/inspector/plan", scope, None)
}

fn page_of(path: &str, scope: &Scope, query: Option<&str>) -> String {
    let query = query.filter(|query| !query.is_empty());
    let since = (scope.since != Bound::Cursor(0)).then(|| scope.since.to_string());
    let given = [
        ("q", query),
        ("session", scope.session.as_deref()),
        ("since", since.as_deref()),
    ];
    let given = given.into_iter();
    with_parameters(path, given.filter_map(|(name, value)| Some((name, value?))))
}

/// The address by which the client called: the guard saw that it is one of this machine.
fn base(request: &HttpRequest) -> String {
    let scheme = match request.app_config().secure() {
        true => "https",
        false => "http",
    };
    let host = request.headers().get("host");
    let host = host.and_then(|host| host.to_str().ok());
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}
