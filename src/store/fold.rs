use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::{Connection, ErrorCode, params};

use super::common_findings::common_findings;
use super::fold_memory::FoldMemory;
use super::fold_repeats::Repeated;
use super::fold_tell::{Told, tell, tell_request};
use super::hidden::Hidden;
use super::postings::{EventTerms, event_terms, request_terms};
use super::prepared::{Canonical, Prepared, PreparedEvent};
use super::{EventId, Exchange, debug_sessions, fold_plan, fold_state};
use crate::capture::Transport;
use crate::event::{COMMON, Event, Outcome};
use crate::fault::FaultRecord;
use crate::plan::PlanResult;
use crate::platform::{self, Call, Decoded, Moment};
use crate::route::route;
use crate::workspace::Workspace;

/// Takes one exchange and its explanation into the index: its request, its events, and what they
/// teach about ids and identities; the ordinals of the events. The same journal always gives the same
/// index.
pub fn fold(
    db: &Connection,
    memory: &mut FoldMemory,
    cursor: i64,
    exchange: &Exchange,
    (workspace, hidden): (&Workspace, &Hidden),
    prepared: &mut Prepared,
) -> Result<Vec<i64>, rusqlite::Error> {
    memory.requests.begin(db, cursor)?;
    let Prepared { decoded, events } = prepared;
    let (mut ords, mut repeated) = (Vec::new(), Vec::new());
    let all = decoded.events.iter_mut().zip(events.drain(..));
    for (place, (event, mut prepared)) in (0i64..).zip(all) {
        let id = EventId { cursor, place };
        if fold_state::apply(db, exchange, workspace, hidden, id, event)? {
            prepared.canonical = Canonical::of(event, &mut memory.shapes);
        }
        let plan = fold_plan::apply(db, exchange, workspace, hidden, id, event)?;
        let ord = memory.ordinal(db)?;
        let seen = (exchange, workspace, hidden);
        let key = (ord, id);
        repeated.push(fold_event(db, memory, seen, key, (event, prepared, &plan))?);
        ords.push(ord);
    }
    if let Some(trace) = &decoded.debug {
        debug_sessions::trace(db, cursor, exchange, trace)?;
    }
    let outcome = outcome_of(exchange, decoded);
    insert_request(db, memory, cursor, exchange, (decoded, outcome))?;
    if let Some(audience) = &memory.audience
        && audience.wants_requests()
    {
        let seen = (cursor, &*decoded, outcome);
        tell_request(&**audience, exchange, workspace, seen, &repeated);
    }
    Ok(ords)
}

/// The fate of a request. Duplicates are known only here: a request whose events were all lost, with
/// them, is dropped.
fn outcome_of(exchange: &Exchange, decoded: &Decoded) -> Outcome {
    let fates = decoded.events.iter().map(|event| event.outcome);
    match exchange.outcome {
        Outcome::Accepted | Outcome::Partial if !decoded.events.is_empty() => {
            Outcome::of_batch(fates)
        }
        other => other,
    }
}

/// Notes that an answer did not reach its client.
pub fn undelivered(db: &Connection, cursor: i64) -> Result<(), rusqlite::Error> {
    db.prepare_cached("UPDATE request SET delivered = 0 WHERE cursor = ?1")?
        .execute([cursor])?;
    Ok(())
}

/// Works out the events and findings of a recorded exchange. Whatever goes wrong in there costs
/// this request its explanation, never the others theirs.
pub fn explain(exchange: &Exchange, workspace: &Workspace) -> Decoded {
    catch_unwind(AssertUnwindSafe(|| decoded(exchange, workspace)))
        .unwrap_or_else(|_| not_explained())
}

fn decoded(exchange: &Exchange, workspace: &Workspace) -> Decoded {
    let request = &exchange.request;
    let mut route = route(request);
    route.ask_events(request, workspace);
    let moment = Moment::again(request.received_at, &exchange.session, &exchange.moment);
    let call = Call {
        request,
        path: &route.path,
        mount: &route.mount,
        workspace,
        moment: &moment,
    };
    let mut decoded = match exchange.platform {
        Some(platform) => platform::decode(platform, call),
        None => Decoded::default(),
    };
    if let Some(fault) = &exchange.moment.fault {
        note_fault(&mut decoded, fault);
    }
    decoded.findings.extend(common_findings(exchange, &route));
    decoded
}

/// Gives an event that is explained once more what the events before it taught: its outcome and its
/// user, as the index has them.
pub fn learn(event: &mut Event, outcome: Option<Outcome>, user: Option<String>) {
    event.outcome = outcome.unwrap_or(event.outcome);
    if event.user_id.is_none()
        && let Some(user) = user
    {
        let known = &mut event.canonical.user;
        known.insert("user_id".into(), user.as_str().into());
        event.user_id = Some(user);
    }
}

/// Events of a request that a fault kept from the platform were not taken in, whatever it would
/// have made of them. That is told of each, so that both can be seen.
fn note_fault(decoded: &mut Decoded, fault: &FaultRecord) {
    for event in &mut decoded.events {
        let own = event.outcome.as_str();
        let message = match fault.taken_in {
            true => format!("the platform has {own} it, and a fault acted on the answer"),
            false => format!("the platform would have {own} it; a fault kept it from that"),
        };
        event.findings.push(COMMON.faulted.says(message));
        if !fault.taken_in {
            event.outcome = Outcome::Faulted;
        }
    }
}

/// What stands for an explanation where there is none.
pub fn not_explained() -> Decoded {
    Decoded {
        findings: vec![
            COMMON
                .not_explained
                .says("eventpit failed to explain this request"),
        ],
        ..Decoded::default()
    }
}

/// Whether `error` comes from the row itself (larger than SQLite takes, against the table's
/// rules), so that it would come again each time.
pub fn is_final(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::TooBig | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch)
    )
}

fn insert_request(
    db: &Connection,
    memory: &mut FoldMemory,
    cursor: i64,
    exchange: &Exchange,
    (decoded, outcome): (&Decoded, Outcome),
) -> Result<(), rusqlite::Error> {
    let request = &exchange.request;
    let transport = Transport::of(request).map(Transport::as_str);
    let codes = decoded.findings.iter().map(|finding| finding.kind.code);
    request_terms(
        exchange,
        outcome.as_str(),
        transport,
        codes,
        &mut memory.requests,
    );
    db.prepare_cached(
        "INSERT INTO request (cursor, received_at, session, platform, source, peer, method, path, \
         query, status, outcome, transport, took_us, body_length, body_state, events, findings, \
         workspace) \
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18)",
    )?
    .execute(params![
        cursor,
        request.received_at,
        exchange.session,
        exchange.platform.map(platform::Platform::as_str),
        exchange.source,
        request.peer,
        request.method,
        request.path,
        request.query,
        exchange.answer.status,
        outcome.as_str(),
        transport,
        exchange.took_us,
        i64::try_from(request.body.length).unwrap_or(i64::MAX),
        request.body.state.as_str(),
        i64::try_from(decoded.events.len()).unwrap_or(i64::MAX),
        json(&decoded.findings)?,
        exchange.workspace,
    ])?;
    Ok(())
}

/// Takes an event into the index, with its values; whether it came before.
fn fold_event(
    db: &Connection,
    memory: &mut FoldMemory,
    (exchange, workspace, hidden): (&Exchange, &Workspace, &Hidden),
    (ord, id): (i64, EventId),
    (event, prepared, plan): (&Event, PreparedEvent, &[PlanResult]),
) -> Result<Repeated, rusqlite::Error> {
    let repeated =
        memory
            .repeats
            .judge(db, exchange, hidden, (ord, id), (event, &prepared.hash))?;
    let canonical = prepared.canonical.map_err(unwritable)?;
    let transport = Transport::of(&exchange.request).map(Transport::as_str);
    let terms = EventTerms {
        exchange,
        event,
        has: &prepared.has,
        has_canonical: &canonical.paths,
        transport,
        duplicate: repeated.duplicate,
        double: repeated.double,
    };
    memory.events.begin(db, ord)?;
    event_terms(&terms, &mut memory.events, &mut memory.requests);
    if let Some(audience) = &memory.audience {
        let told = Told {
            canonical: &canonical.value,
            transport,
            repeated,
        };
        tell(&**audience, exchange, workspace, (id, event), told);
    }
    let key = (ord, id);
    let texts = Texts {
        plan: json(&plan)?,
        payload: prepared.payload.map_err(unwritable)?,
        canonical: canonical.text,
    };
    insert_event(db, exchange, key, event, &texts, (transport, repeated))?;
    Ok(repeated)
}

/// What the index keeps of an event as JSON.
struct Texts {
    plan: String,
    payload: String,
    canonical: String,
}

fn insert_event(
    db: &Connection,
    exchange: &Exchange,
    (ord, id): (i64, EventId),
    event: &Event,
    texts: &Texts,
    (transport, repeated): (Option<&str>, Repeated),
) -> Result<(), rusqlite::Error> {
    db.prepare_cached(
        "INSERT INTO event (ord, id, received_at, session, platform, source, type, name, \
         canonical_name, outcome, status, transport, duplicate, double, user_id, anonymous_id, \
         session_id, message_id, timestamp, url, findings, consent, plan, payload, canonical) \
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,\
         ?23,?24,?25)",
    )?
    .execute(params![
        ord,
        id.packed(),
        exchange.request.received_at,
        exchange.session,
        exchange.platform.map(platform::Platform::as_str),
        exchange.source,
        event.kind,
        event.name,
        event.canonical.name,
        event.outcome.as_str(),
        exchange.answer.status,
        transport,
        repeated.duplicate,
        repeated.double,
        event.user_id,
        event.anonymous_id,
        event.session_id,
        event.message_id,
        event.timestamp,
        event.canonical.page.url,
        json(&event.findings)?,
        json(&event.consent)?,
        texts.plan,
        texts.payload,
        texts.canonical,
    ])?;
    Ok(())
}

/// As the index keeps it.
pub fn json(value: &impl serde::Serialize) -> Result<String, rusqlite::Error> {
    serde_json::to_string(value).map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(error.into())
}
