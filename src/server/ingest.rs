use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::App;
use super::delivery::Delivery;
use super::respond::{into_response, not_recorded, unmatched};
use super::unread::Unread;
use crate::capture::{Answer, Request, TEXT, header_text, read_body};
use crate::event::Outcome;
use crate::loss::Remembered;
use crate::platform::{self, Call, Moment, MomentRecord, Reply};
use crate::route::{Route, allow_private_network, allow_session_header, route};
use crate::store::{Exchange, StoreError};
use crate::workspace::Workspace;

/// Any request that is not the inspector's: captured, judged, recorded, and only then answered.
///
/// All of it runs in a task of its own, so that a client that goes away (a page that unloads)
/// does not take its request with it.
pub async fn ingest(head: HttpRequest, mut payload: Payload, app: Data<App>) -> HttpResponse {
    let (answered, answer) = oneshot::channel();
    let state = Arc::clone(&app);
    actix_web::rt::spawn(async move {
        let recorded = record(head, &mut payload, &state).await;
        if let Err((Ok((cursor, _)), _)) = answered.send((recorded, payload)) {
            state.journal.undelivered(cursor);
        }
    });
    match answer.await {
        Ok((Ok((cursor, answer)), payload)) => {
            let body = Delivery::new(answer.body.clone(), cursor, app.journal.clone());
            into_response(&answer, Unread::new(body, payload.into_inner()))
        }
        Ok((Err(error), _)) => not_recorded(&error),
        Err(_) => not_recorded(&StoreError::Closed),
    }
}

async fn record(
    head: HttpRequest,
    payload: &mut Payload,
    app: &App,
) -> Result<(i64, Answer), StoreError> {
    let started = std::time::Instant::now();
    let received_at = Timestamp::now().as_microsecond();
    let body = read_body(
        payload,
        content_length(&head),
        app.body_timeouts,
        app.stopping.clone(),
    )
    .await;
    let request = Request {
        received_at,
        peer: head
            .peer_addr()
            .map(|peer| peer.ip().to_string())
            .unwrap_or_default(),
        method: head.method().as_str().to_string(),
        path: head.uri().path().to_string(),
        query: head.query_string().to_string(),
        headers: head
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_string(), header_text(value.as_bytes())))
            .collect(),
        body,
    };
    let route = route(&request);
    // One for all of this request: it may be replaced meanwhile.
    let workspace = app.workspace.workspace();
    let mut remembered = Remembered::default();
    let (reply, moment) = judge(&request, &route, &workspace, app, &mut remembered);
    let answer = reply.answer.clone();
    let exchange = Exchange {
        request,
        session: route.session,
        platform: route.platform,
        source: reply.source,
        outcome: reply.outcome,
        answer: reply.answer,
        took_us: i64::try_from(started.elapsed().as_micros()).unwrap_or(i64::MAX),
        moment,
        workspace: workspace.hash.clone(),
    };
    match app.journal.append(Box::new(exchange)).await {
        Ok(cursor) => Ok((cursor, answer)),
        Err(error) => {
            app.losses.forget(&remembered);
            Err(error)
        }
    }
}

/// The platform's reply. A mistake of ours in there is answered with 500, and recorded.
fn judge(
    request: &Request,
    route: &Route,
    workspace: &Workspace,
    app: &App,
    remembered: &mut Remembered,
) -> (Reply, MomentRecord) {
    let moment = Moment::now(request.received_at, &route.session, &app.limiter)
        .with_debug_sessions(&app.debug_sessions.open);
    let Some(platform) = route.platform else {
        return (unmatched(request, route), moment.record());
    };
    let call = Call {
        request,
        path: &route.path,
        mount: &route.mount,
        workspace,
        moment: &moment,
    };
    let reply = catch_unwind(AssertUnwindSafe(|| {
        let mut reply = platform::respond(platform, call);
        let losses = &app.losses;
        if let Some(error) = losses.fail(platform, call, &route.session, &reply, remembered) {
            reply.answer = error;
        }
        reply
    }));
    let mut reply = reply.unwrap_or_else(|_| Reply {
        answer: Answer::new(500, TEXT, "eventpit failed; please report it\n"),
        outcome: Outcome::Rejected,
        source: None,
    });
    reply.answer = allow_private_network(allow_session_header(reply.answer, request), request);
    (reply, moment.record())
}

fn content_length(head: &HttpRequest) -> Option<u64> {
    let value = head
        .headers()
        .get(actix_web::http::header::CONTENT_LENGTH)?;
    value.to_str().ok()?.trim().parse().ok()
}
