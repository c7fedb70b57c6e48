use rusqlite::{Connection, Row, ToSql, params};

use super::hidden::Hidden;
use super::{EventId, Exchange};
use crate::event::{COMMON, Event, Outcome};
use crate::platform::deduplicate_window;
use crate::workspace::Workspace;

/// Judges an event by the events before it: Datafly drops an id that it has seen, and adds the
/// user whom an earlier identify linked to the visitor; whether it did, so that it means more
/// (<https://docs.dataflysignal.com/ingestion/endpoints>). The other platforms keep no such state
/// across requests.
pub fn apply(
    db: &Connection,
    exchange: &Exchange,
    workspace: &Workspace,
    hidden: &Hidden,
    id: EventId,
    event: &mut Event,
) -> Result<bool, rusqlite::Error> {
    // A refused id is not counted as seen: the client sends it again.
    if event.outcome != Outcome::Accepted {
        return Ok(false);
    }
    let source = exchange.source.as_deref().unwrap_or_default();
    let window = exchange
        .platform
        .and_then(|platform| deduplicate_window(platform, workspace, source));
    let Some(window) = window else {
        return Ok(false);
    };
    if let Some(first) = seen_before(db, exchange, hidden, source, id, window, event)? {
        event.outcome = Outcome::Dropped;
        event.findings.push(
            COMMON
                .duplicate
                .says(format!("the same messageId came with event {first}"))
                .at("/messageId")
                .got(event.message_id.clone().unwrap_or_default()),
        );
        return Ok(false);
    }
    link(db, exchange, hidden, source, id, event)
}

fn seen_before(
    db: &Connection,
    exchange: &Exchange,
    hidden: &Hidden,
    source: &str,
    id: EventId,
    window: i64,
    event: &Event,
) -> Result<Option<EventId>, rusqlite::Error> {
    let Some(message_id) = event.message_id.as_deref() else {
        return Ok(None);
    };
    let key = params![exchange.session, source, message_id];
    let first: Option<(i64, i64)> = newest(
        db,
        "SELECT event, at FROM seen \
         WHERE session = ?1 AND source = ?2 AND message_id = ?3 ORDER BY event DESC",
        key,
        |event| hidden.hides(event.cursor, &exchange.session),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let at = exchange.request.received_at;
    match first {
        Some((first, seen)) if at.saturating_sub(seen) < window => Ok(Some(EventId::unpack(first))),
        _ => {
            db.prepare_cached(
                "INSERT INTO seen (session, source, message_id, event, at) \
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

/// Whether the event learnt who its user is.
fn link(
    db: &Connection,
    exchange: &Exchange,
    hidden: &Hidden,
    source: &str,
    id: EventId,
    event: &mut Event,
) -> Result<bool, rusqlite::Error> {
    let Some(anonymous_id) = event.anonymous_id.clone() else {
        return Ok(false);
    };
    match &event.user_id {
        Some(user_id) if event.kind == "identify" => {
            db.prepare_cached(
                "INSERT INTO identity (session, source, anonymous_id, user_id, event) \
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
            let linked: Option<(i64, String)> = newest(
                db,
                "SELECT event, user_id FROM identity \
                 WHERE session = ?1 AND source = ?2 AND anonymous_id = ?3 ORDER BY event DESC",
                params![exchange.session, source, anonymous_id],
                |event| hidden.hides(event.cursor, &exchange.session),
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            if let Some((by, user_id)) = linked {
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
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The first of the rows that `sql` selects, newest first, whose event (its first column) is not
/// hidden.
fn newest<T>(
    db: &Connection,
    sql: &str,
    key: &[&dyn ToSql],
    is_hidden: impl Fn(EventId) -> bool,
    read: impl Fn(&Row) -> Result<T, rusqlite::Error>,
) -> Result<Option<T>, rusqlite::Error> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(key)?;
    while let Some(row) = rows.next()? {
        if !is_hidden(EventId::unpack(row.get(0)?)) {
            return read(row).map(Some);
        }
    }
    Ok(None)
}
