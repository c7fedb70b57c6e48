use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::query::QueryError;
use crate::store::StoreError;

/// What an error is, as its content type says.
const PROBLEM: &str = "application/problem+json";

/// An error of the API: RFC 9457, with a stable code and a hint.
#[derive(Debug, Clone, Default, Serialize, utoipa::ToSchema, thiserror::Error)]
#[error("{title}: {detail}")]
pub struct Problem {
    /// The HTTP status code.
    pub status: u16,
    /// Stable, for programs.
    pub code: &'static str,
    /// The sort of problem.
    pub title: &'static str,
    /// What is wrong this time.
    pub detail: String,
    /// What to do about it.
    pub hint: String,
    /// Where in a query it is: where that begins, in characters from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u32>,
    /// How many characters of the query it is about; 0 where something is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// What was expected there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub expected: Option<Box<str>>,
}

impl Problem {
    /// A query that cannot be read.
    pub fn query(error: &QueryError) -> Problem {
        Problem {
            status: 400,
            code: error.code.as_str(),
            title: "The query cannot be read",
            detail: error.message.clone(),
            hint: error.hint.clone(),
            position: error.position.try_into().ok(),
            length: error.length.try_into().ok(),
            expected: Some(error.expected.as_str().into()),
        }
    }

    /// There is nothing with that id.
    pub fn not_found(what: &str, id: &str) -> Problem {
        Problem {
            status: 404,
            code: "not-found",
            title: "There is no such thing",
            detail: format!("no {what} has the id {id:?}"),
            hint: "ids come from the lists; an event's id looks like 17.0, a request's like 17"
                .into(),
            ..Problem::default()
        }
    }

    /// A body that is none.
    pub fn body(reason: &str) -> Problem {
        Problem {
            status: 400,
            code: "bad-body",
            title: "The body cannot be read",
            detail: format!("the body is not what the route takes: {reason}"),
            hint: "a JSON object; its members are described in /inspector/api/v1/openapi.json"
                .into(),
            ..Problem::default()
        }
    }

    /// A body that is larger than the route takes, in bytes.
    pub fn too_large(path: &str, largest: u64) -> Problem {
        Problem {
            status: 413,
            code: "body-too-large",
            title: "The body is too large",
            detail: format!("{path} takes {} MiB at most", largest >> 20),
            hint: "send less; a baseline is made smaller by a query or a test session".into(),
            ..Problem::default()
        }
    }

    /// A request that is not let in.
    pub fn forbidden(why: &str) -> Problem {
        Problem {
            status: 403,
            code: "forbidden",
            title: "The request is refused",
            detail: why.into(),
            hint: "call the API by a name of this machine, from a program or from the inspector's own pages".into(),
            ..Problem::default()
        }
    }

    /// A request without the inspector's token.
    pub fn no_token() -> Problem {
        Problem {
            status: 401,
            code: "token-required",
            title: "The inspector asks for a token",
            detail: "the request has no token, or another one".into(),
            hint: "send it as `Authorization: Bearer TOKEN`; eventpit's commands and clients take it from --token or EVENTPIT_TOKEN".into(),
            ..Problem::default()
        }
    }

    /// A request that was refused before a route saw it.
    fn unreadable(status: StatusCode, reason: String) -> Problem {
        Problem {
            status: status.as_u16(),
            code: "bad-request",
            title: "The request cannot be read",
            detail: reason,
            hint: "what each route takes is described in /inspector/api/v1/openapi.json".into(),
            ..Problem::default()
        }
    }

    /// What was waited for did not come.
    pub fn timed_out(message: &str) -> Problem {
        Problem {
            status: 408,
            code: "timed-out",
            title: "It did not come in time",
            detail: message.into(),
            hint: "missing.nearest is what came nearest, and what it lacks; since may leave out too much, and timeout_ms be too short".into(),
            ..Problem::default()
        }
    }

    /// What was expected does not hold.
    pub fn does_not_hold(message: &str) -> Problem {
        Problem {
            status: 409,
            code: "does-not-hold",
            title: "It does not hold",
            detail: message.into(),
            hint: "inspector is the page that shows what came".into(),
            ..Problem::default()
        }
    }

    /// There is no tracking plan to hold anything against.
    pub fn no_plan() -> Problem {
        Problem {
            status: 400,
            code: "no-plan",
            title: "There is no such tracking plan",
            detail: "the workspace in force has no plan, or none of that name".into(),
            hint: "plans are plans/*.json of the workspace; eventpit plan infer writes a first one"
                .into(),
            ..Problem::default()
        }
    }

    /// A fault that cannot be armed.
    pub fn fault(detail: String) -> Problem {
        Problem {
            status: 400,
            code: "bad-fault",
            title: "The fault cannot be armed",
            detail,
            hint: "docs/FAULTS.md has every kind with an example, as {\"kind\": \"status\", \"status\": 503}; keys are described in /inspector/api/v1/openapi.json".into(),
            ..Problem::default()
        }
    }

    /// A place that the recording does not have, whose newest cursor is `head`.
    pub fn beyond(name: &str, place: &str, head: i64) -> Problem {
        Problem {
            status: 400,
            code: "beyond-head",
            title: "The recording does not go that far",
            detail: format!("{name} is {place}, and the newest cursor is {head}"),
            hint: "a place is of one recording, and of no other that began anew: take it from an answer of this server, or pass now".into(),
            ..Problem::default()
        }
    }

    /// A query that cannot be taken apart: a parameter twice, or one that is none.
    pub fn unreadable_query(error: &impl std::fmt::Display) -> Problem {
        Problem {
            status: 400,
            code: "bad-parameter",
            title: "The query cannot be read",
            detail: error.to_string(),
            hint: "each parameter once, by its name; they are described in /inspector/api/v1/openapi.json"
                .into(),
            ..Problem::default()
        }
    }

    /// A parameter that cannot be read.
    pub fn parameter(name: &str, expected: &str, got: &str) -> Problem {
        Problem {
            status: 400,
            code: "bad-parameter",
            title: "A parameter cannot be read",
            detail: format!("{name} is {got:?}"),
            hint: format!("{name} takes {expected}"),
            ..Problem::default()
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        let (status, title) = match error {
            StoreError::Behind { .. } => (503, "The projection is behind"),
            StoreError::Closed => (503, "The server is stopping"),
            StoreError::IndexLost => (503, "The index is being made again"),
            StoreError::NoSuchClear { .. } => (404, "There is no such thing"),
            StoreError::ClearUndone { .. } | StoreError::ClearFinal { .. } => {
                (409, "It can't be undone")
            }
            StoreError::NotWritten(_) => (503, "The recording cannot be written"),
            StoreError::TooLong | StoreError::Cancelled => (503, "There was no time for it"),
            _ => (500, "The recording cannot be read"),
        };
        Problem {
            status,
            code: error.code(),
            title,
            detail: error.to_string(),
            hint: error.hint().into(),
            ..Problem::default()
        }
    }
}

impl From<actix_web::error::BlockingError> for Problem {
    fn from(_: actix_web::error::BlockingError) -> Problem {
        StoreError::Closed.into()
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let body = serde_json::to_string(self).unwrap_or_default();
        HttpResponse::build(self.status_code())
            .content_type(PROBLEM)
            .body(body)
    }
}

/// Makes a problem of what was refused before a route saw it: a body that is no gzip, and its header
/// says that it is.
///
/// # Errors
/// Those of `next`.
pub async fn as_problem(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let own = response.headers().get(CONTENT_TYPE);
    let is_problem = own.is_some_and(|own| own == PROBLEM);
    match response.response().error() {
        Some(error) if !is_problem && response.status().is_client_error() => {
            let problem = Problem::unreadable(response.status(), error.to_string());
            Ok(response.into_response(problem.error_response()))
        }
        _ => Ok(response),
    }
}

/// What a query is answered that cannot be taken apart: a parameter twice, or one that is none.
pub fn unreadable_query(
    error: actix_web::error::QueryPayloadError,
    _request: &actix_web::HttpRequest,
) -> actix_web::Error {
    Problem::unreadable_query(&error).into()
}

/// The answer to a path of the API that is not there.
pub async fn not_found(request: actix_web::HttpRequest) -> Problem {
    Problem {
        status: 404,
        code: "no-such-route",
        title: "The API has no such route",
        detail: format!("{} {}", request.method(), request.path()),
        hint: "the routes are described in /inspector/api/v1/openapi.json".into(),
        ..Problem::default()
    }
}

/// What a body is answered that is not the JSON that a route takes.
pub fn unreadable_body(
    error: actix_web::error::JsonPayloadError,
    _request: &actix_web::HttpRequest,
) -> actix_web::Error {
    let problem = Problem {
        status: 400,
        code: "bad-body",
        title: "The body cannot be read",
        detail: error.to_string(),
        hint: "send JSON as application/json; what it holds is described in /inspector/api/v1/openapi.json".into(),
        ..Problem::default()
    };
    problem.into()
}

/// The answer to another method than those of a route, `methods`.
pub async fn wrong_method(request: actix_web::HttpRequest, methods: &'static str) -> HttpResponse {
    let problem = Problem {
        status: 405,
        code: "wrong-method",
        title: "The route has another method",
        detail: format!("{} {}", request.method(), request.path()),
        hint: format!("this route takes {methods}"),
        ..Problem::default()
    };
    let mut response = problem.error_response();
    let allow = actix_web::http::header::HeaderValue::from_static(methods);
    let headers = response.headers_mut();
    headers.insert(actix_web::http::header::ALLOW, allow);
    response
}

impl actix_web::Responder for Problem {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _request: &actix_web::HttpRequest) -> HttpResponse {
        self.error_response()
    }
}
