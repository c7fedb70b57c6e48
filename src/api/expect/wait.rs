use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::answer::{NotHeld, Why, list_of, not_held};
use super::question::{Since, expectation, live, read, scope, time};
use crate::api::Problem;
use crate::expect::{self, Count, ExpectationVerdict};
use crate::live::Feed;
use crate::server::App;

/// How long is waited if nothing is said, in milliseconds.
const TIMEOUT: u64 = 5_000;

/// What is waited for.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaitQuestion {
    /// The query that they match: docs/QUERY.md; empty for any.
    #[serde(default)]
    q: String,
    /// `events`, or `requests`: with what was answered, those without an event too.
    #[serde(default)]
    list: Feed,
    /// Only of this test session; all if there is none.
    session: Option<String>,
    /// How many: at least 1 if nothing is said. As soon as there are `min`, it holds.
    count: Option<Count>,
    /// How long to wait, in milliseconds: 5000 if nothing is said, 600000 at most.
    timeout_ms: Option<u64>,
    /// Only what came after this; all that is recorded if there is none.
    since: Option<Since>,
}

/// Waits until matching events are there, those that came before the question included, and answers
/// as soon as they are.
#[utoipa::path(
    post,
    path = "/inspector/api/v1/wait",
    operation_id = "wait",
    request_body = WaitQuestion,
    responses(
        (status = 200, description = "they came", body = ExpectationVerdict),
        (status = 400, description = "the question cannot be read", body = Problem),
        (status = 408, description = "they did not come in time; what came instead", body = NotHeld<ExpectationVerdict>),
        (status = 409, description = "more came than were expected", body = NotHeld<ExpectationVerdict>),
        (status = 503, description = "the projection did not catch up in time", body = Problem)
    )
)]
pub async fn wait(
    app: Data<App>,
    request: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let question: WaitQuestion = read(&body)?;
    let timeout = time("timeout_ms", question.timeout_ms, TIMEOUT)?;
    let scope = scope(
        app.reader.head(),
        question.list,
        question.session,
        question.since,
    )?;
    let expectation = expectation(scope, &question.q, question.count)?;
    let look = list_of(&expectation.scope, Some(&question.q));
    let verdict = expect::wait(&live(&app), expectation, timeout).await?;
    if verdict.holds {
        return Ok(HttpResponse::Ok().json(verdict));
    }
    // Only what may come yet has a nearest event.
    let why = match verdict.missing {
        Some(_) => Why::TimedOut,
        None => Why::DoesNotHold,
    };
    let message = format!("{} (waited {} ms)", verdict.message, timeout.as_millis());
    let message = match why {
        Why::TimedOut => message,
        Why::DoesNotHold => verdict.message.clone(),
    };
    Ok(not_held(&request, why, &message, verdict, &look))
}
