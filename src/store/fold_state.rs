use rusqlite::{Connection, OptionalExtension, params};

use super::{EventId, Exchange};
use crate::event::{COMMON, Event, Outcome};
use crate::platform::deduplicate_window;
use crate::workspace::Workspace;

/// Judges an event by the events before it: Datafly drops an id that it has seen, and adds the
/// user whom an earlier identify linked to the visitor
/// (<https://docs.dataflysignal.com/ingestion/endpoints>). The other platforms keep no such state
/// across requests.
pub fn apply(
    db: &Connection,
    exchange: &Exchange,
    workspace: &Workspace,
    id: EventId,
    event: &mut Event,
) -> Result<(), rusqlite::Error> {
    // A refused id is not counted as seen: the client sends it again.
    if event.outcome != Outcome::Accepted {
        return Ok(());
    }
    let source = exchange.source.as_deref().unwrap_or_default();
    let window = exchange
        .platform
        .and_then(|platform| deduplicate_window(platform, workspace, source));
    let Some(window) = window else {
        return Ok(());
    };
    if let Some(first) = seen_before(db, exchange, source, id, window, event)? {
        event.outcome = Outcome::Dropped;
        event.findings.push(
            COMMON
                .duplicate
                .says(format!("the same messageId came with event {first}"))
                .at("/messageId")
                .got(event.message_id.clone().unwrap_or_default()),
        );
        return Ok(());
    }
    link(db, exchange, source, id, event)
}

fn seen_before(
    db: &Connection,
    exchange: &Exchange,
    source: &str,
    id: EventId,
    window: i64,
    event: &Event,
) -> Result<Option<EventId>, rusqlite::Error> {
    let Some(message_id) = event.message_id.as_deref() else {
        return Ok(None);
    };
    let key = params![exchange.session, source, message_id];
    let first: Option<(i64, i64)> = db
        .prepare_cached(
            "SELECT event, at FROM seen WHERE session = ?1 AND source = ?2 AND message_id = ?3",
        )?
        .query_row(key, |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let at = exchange.request.received_at;
    match first {
        Some((first, seen)) if at.saturating_sub(seen) < window => Ok(Some(EventId::unpack(first))),
        _ => {
            db.prepare_cached(
                "INSERT OR REPLACE INTO seen (session, source, message_id, event, at) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                exchange.session,
                source,
                message_id,
                id.packed(),
                at
            ])?;
            Ok(None)
        }
    }
}

fn link(
    db: &Connection,
    exchange: &Exchange,
    source: &str,
    id: EventId,
    event: &mut Event,
) -> Result<(), rusqlite::Error> {
    let Some(anonymous_id) = event.anonymous_id.clone() else {
        return Ok(());
    };
    match &event.user_id {
        Some(user_id) if event.kind == "identify" => {
            db.prepare_cached(
                "INSERT OR REPLACE INTO identity (session, source, anonymous_id, user_id, event) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                exchange.session,
                source,
                anonymous_id,
                user_id,
                id.packed()
            ])?;
        }
        Some(_) => {}
        None => {
            let linked: Option<(String, i64)> = db
                .prepare_cached(
                    "SELECT user_id, event FROM identity \
                     WHERE session = ?1 AND source = ?2 AND anonymous_id = ?3",
                )?
                .query_row(params![exchange.session, source, anonymous_id], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            if let Some((user_id, by)) = linked {
                event.findings.push(
                    COMMON
                        .identity_linked
                        .says(format!(
                            "linked to this user by event {}",
                            EventId::unpack(by)
                        ))
                        .got(user_id.clone()),
                );
                event
                    .canonical
                    .user
                    .insert("user_id".into(), user_id.clone().into());
                event.user_id = Some(user_id);
            }
        }
    }
    Ok(())
}
