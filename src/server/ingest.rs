use std::cell::LazyCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::App;
use super::connection::Connection;
use super::delivery::Delivery;
use super::respond::{into_response, not_recorded, unmatched};
use super::unread::Unread;
use crate::capture::{Answer, Body, NO_ANSWER, Request, TEXT, header_text, read_body};
use crate::event::Outcome;
use crate::fault::{Acted, Ending, Seen, Sending};
use crate::loss::Remembered;
use crate::platform::{self, Call, Moment, MomentRecord, Reply};
use crate::query::Query;
use crate::route::{Route, allow_own_headers, allow_private_network, route};
use crate::store::{Exchange, StoreError, matches_unrecorded};
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
        if let Err((Ok(recorded), _)) = answered.send((recorded, payload)) {
            state.journal.undelivered(recorded.cursor);
        }
    });
    match answer.await {
        Ok((Ok(recorded), payload)) => {
            let Recorded {
                cursor,
                sending,
                connection,
            } = recorded;
            let body = Delivery::new(&sending, cursor, app.journal.clone(), connection.clone());
            if !sending.delay.is_zero() {
                keep_back(&sending, cursor, connection, &app).await;
            }
            into_response(&sending.answer, Unread::new(body, payload.into_inner()))
        }
        Ok((Err(error), _)) => not_recorded(&error),
        Err(_) => not_recorded(&StoreError::Closed),
    }
}

/// A request that is on disk, and what its client gets.
struct Recorded {
    cursor: i64,
    sending: Sending,
    /// The client's connection, where a fault needs it.
    connection: Option<Connection>,
}

/// Waits as long as a fault keeps the answer back, but not beyond the server's end. A client that
/// gets none is not waited for once it is gone.
async fn keep_back(sending: &Sending, cursor: i64, connection: Option<Connection>, app: &App) {
    let mut stopping = app.stopping.clone();
    let client_gone = async {
        match connection {
            Some(connection) if sending.answer.status == NO_ANSWER => {
                connection.client_gone().await
            }
            _ => std::future::pending().await,
        }
    };
    tokio::select! {
        () = actix_web::rt::time::sleep(sending.delay) => {}
        () = client_gone => app.journal.undelivered(cursor),
        _ = stopping.wait_for(|stopping| *stopping) => {}
    }
}

async fn record(
    head: HttpRequest,
    payload: &mut Payload,
    app: &App,
) -> Result<Recorded, StoreError> {
    let started = Instant::now();
    let received_at = Timestamp::now().as_microsecond();
    let body = read_body(
        payload,
        content_length(&head),
        app.body_timeouts,
        app.stopping.clone(),
    )
    .await;
    let Judged {
        exchange,
        remembered,
        sending,
        connection,
    } = judged(head, received_at, started, body, app);
    match app.journal.append(exchange).await {
        Ok(cursor) => Ok(Recorded {
            cursor,
            sending,
            connection,
        }),
        Err(error) => {
            app.losses.forget(&remembered);
            Err(error)
        }
    }
}

/// A request that is answered as soon as it is recorded.
struct Judged {
    exchange: Box<Exchange>,
    remembered: Remembered,
    sending: Sending,
    connection: Option<Connection>,
}

/// Judges a request. Apart from waiting for its body and for the disk: what is held while a task waits
/// is moved about with it.
fn judged(head: HttpRequest, received_at: i64, started: Instant, body: Body, app: &App) -> Judged {
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
    // One for all of this request: it may be replaced meanwhile.
    let workspace = app.workspace.workspace();
    let mut route = route(&request);
    // A mistake of ours in there leaves the session as it was.
    let _ = catch_unwind(AssertUnwindSafe(|| {
        route.ask_events(&request, &workspace);
    }));
    if route.names_no_session()
        && let Some(name) = app.named_recording.name()
    {
        route.session = name.to_string();
    }
    let mut remembered = Remembered::default();
    let (mut reply, mut moment) = judge(&request, &route, &workspace, app, &mut remembered);
    let acted = act(app, &request, &route, &workspace, (&reply, &moment));
    let sending = match acted {
        None => Sending::whole(reply.answer.clone()),
        Some(acted) => {
            if !acted.record.taken_in {
                // What is sent again is no duplicate of it.
                app.losses.forget(&remembered);
            }
            reply.outcome = Outcome::Faulted;
            reply.answer = acted.sending.answer.clone();
            moment.fault = Some(acted.record);
            acted.sending
        }
    };
    let connection = match sending.ending {
        Ending::Whole => None,
        Ending::Closed | Ending::Reset => head.conn_data::<Connection>().cloned(),
    };
    let exchange = Box::new(Exchange {
        request,
        session: route.session,
        platform: route.platform,
        source: reply.source,
        outcome: reply.outcome,
        answer: reply.answer,
        took_us: i64::try_from(started.elapsed().as_micros()).unwrap_or(i64::MAX),
        moment,
        workspace: workspace.hash.clone(),
    });
    Judged {
        exchange,
        remembered,
        sending,
        connection,
    }
}

/// What a fault makes of the reply, if one acts on the request.
fn act(
    app: &App,
    request: &Request,
    route: &Route,
    workspace: &Workspace,
    (reply, moment): (&Reply, &MomentRecord),
) -> Option<Acted> {
    // What a fault's query is asked of: made only where one is armed that has one.
    let judged = LazyCell::new(|| Exchange {
        request: request.clone(),
        session: route.session.clone(),
        platform: route.platform,
        source: reply.source.clone(),
        outcome: reply.outcome,
        answer: reply.answer.clone(),
        took_us: 0,
        moment: moment.clone(),
        workspace: workspace.hash.clone(),
    });
    let asks = |query: &Query| matches_unrecorded(&judged, workspace, query);
    let seen = Seen {
        request,
        platform: route.platform,
        source: reply.source.as_deref(),
        session: &route.session,
        path: &route.path,
        asks: &asks,
    };
    app.faults.act(&seen, route.fault.as_deref(), reply)
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
    reply.answer = allow_private_network(allow_own_headers(reply.answer, request), request);
    (reply, moment.record())
}

fn content_length(head: &HttpRequest) -> Option<u64> {
    let value = head
        .headers()
        .get(actix_web::http::header::CONTENT_LENGTH)?;
    value.to_str().ok()?.trim().parse().ok()
}
