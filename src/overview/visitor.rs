use std::collections::BTreeSet;

use serde::Serialize;

use super::Scope;
use super::newest::newest;
use crate::store::{EventRow, Reader, StoreError};

/// Among how many events a visitor is looked for.
const LOOKED: usize = 5000;

/// How many of a visitor's events are told.
const TOLD: usize = 500;

/// How many ids one visitor has at most: more are a mistake, such as one id for everybody.
const IDS: usize = 50;

/// One person: their ids, where these were linked, and what they did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct VisitorOverview {
    /// Among how many events they were looked for, the newest ones.
    pub looked_at: usize,
    /// Whether there are older ones.
    pub more: bool,
    /// Their ids, in the order in which they came.
    pub identities: Vec<Identity>,
    /// Where an id of a visitor and one of a user first came together.
    pub links: Vec<IdentityLink>,
    /// Their events, the oldest first; the newest 500 at most.
    pub events: Vec<VisitorEvent>,
    /// How many events of theirs there are among those looked at.
    pub count: usize,
}

/// An id of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Identity {
    /// `anonymous_id`, `user_id` or `session_id`.
    pub kind: &'static str,
    /// The id.
    pub id: String,
    /// The platforms it came on.
    pub platforms: Vec<String>,
    /// The first event that has it.
    pub first: String,
}

/// Where two ids became one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IdentityLink {
    /// The visitor's id.
    pub anonymous_id: String,
    /// The user's id.
    pub user_id: String,
    /// The event that has both.
    pub event: String,
    /// When it came: RFC 3339 in UTC.
    pub at: String,
    /// The platform.
    pub platform: String,
}

/// An event of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct VisitorEvent {
    /// The event.
    pub event: String,
    /// Its name as sent, else its canonical name.
    pub name: String,
    /// When it came: RFC 3339 in UTC.
    pub received_at: String,
    /// The platform.
    pub platform: String,
    /// The visit, where the platform has one.
    pub session_id: Option<String>,
    /// Its fate.
    pub outcome: String,
    /// Whether it links two ids for the first time.
    pub links: bool,
}

/// The person who has `id`, as a visitor, as a user or as a visit, among the newest 5,000 events.
/// Nothing if nobody has it. Blocks.
///
/// # Errors
/// The index cannot be read.
pub fn visitor(
    reader: &Reader,
    id: &str,
    scope: &Scope,
) -> Result<Option<VisitorOverview>, StoreError> {
    let mut rows = Vec::new();
    let (looked_at, more) = newest(reader, scope, LOOKED, |row| {
        if row.anonymous_id.is_some() || row.user_id.is_some() || row.session_id.is_some() {
            rows.push(slim(row));
        }
        true
    })?;
    rows.reverse();
    let rows = of_person(rows, id);
    if rows.is_empty() {
        return Ok(None);
    }
    let links = links(&rows);
    let count = rows.len();
    Ok(Some(VisitorOverview {
        looked_at,
        more,
        identities: identities(&rows),
        events: rows
            .iter()
            .skip(count.saturating_sub(TOLD))
            .map(|row| VisitorEvent::new(row, &links))
            .collect(),
        links,
        count,
    }))
}

/// Without what is large and not asked for.
fn slim(row: EventRow) -> EventRow {
    EventRow {
        payload: serde_json::Value::Null,
        canonical: serde_json::Value::Null,
        ..row
    }
}

/// Those of the rows that belong to the person who has `id`: with an id of theirs, or with an id
/// that came together with one of theirs.
fn of_person(rows: Vec<EventRow>, id: &str) -> Vec<EventRow> {
    let mut visitors: BTreeSet<String> = BTreeSet::from([id.to_string()]);
    let mut users: BTreeSet<String> = BTreeSet::from([id.to_string()]);
    let theirs = |row: &EventRow, visitors: &BTreeSet<String>, users: &BTreeSet<String>| {
        let has = |ids: &BTreeSet<String>, id: &Option<String>| {
            id.as_ref().is_some_and(|id| ids.contains(id))
        };
        has(visitors, &row.anonymous_id)
            || has(users, &row.user_id)
            || row.session_id.as_deref() == Some(id)
    };
    loop {
        let known = visitors.len() + users.len();
        for row in &rows {
            if visitors.len() + users.len() >= IDS || !theirs(row, &visitors, &users) {
                continue;
            }
            visitors.extend(row.anonymous_id.clone());
            users.extend(row.user_id.clone());
        }
        if visitors.len() + users.len() == known {
            break;
        }
    }
    rows.into_iter()
        .filter(|row| theirs(row, &visitors, &users))
        .collect()
}

fn identities(rows: &[EventRow]) -> Vec<Identity> {
    let mut found: Vec<Identity> = Vec::new();
    for row in rows {
        let ids = [
            ("anonymous_id", &row.anonymous_id),
            ("user_id", &row.user_id),
            ("session_id", &row.session_id),
        ];
        for (kind, id) in ids {
            let Some(id) = id else { continue };
            match found.iter_mut().find(|it| it.kind == kind && it.id == *id) {
                Some(known) if known.platforms.contains(&row.platform) => {}
                Some(known) => known.platforms.push(row.platform.clone()),
                None => found.push(Identity {
                    kind,
                    id: id.clone(),
                    platforms: vec![row.platform.clone()],
                    first: row.id.clone(),
                }),
            }
        }
    }
    found
}

fn links(rows: &[EventRow]) -> Vec<IdentityLink> {
    let mut links: Vec<IdentityLink> = Vec::new();
    for row in rows {
        let (Some(visitor), Some(user)) = (&row.anonymous_id, &row.user_id) else {
            continue;
        };
        let is_known = links
            .iter()
            .any(|it| it.anonymous_id == *visitor && it.user_id == *user);
        if !is_known {
            links.push(IdentityLink {
                anonymous_id: visitor.clone(),
                user_id: user.clone(),
                event: row.id.clone(),
                at: row.received_at.clone(),
                platform: row.platform.clone(),
            });
        }
    }
    links
}

impl VisitorEvent {
    fn new(row: &EventRow, links: &[IdentityLink]) -> VisitorEvent {
        let named = row.name.clone().filter(|name| !name.trim().is_empty());
        VisitorEvent {
            event: row.id.clone(),
            name: named.unwrap_or_else(|| row.canonical_name.clone()),
            received_at: row.received_at.clone(),
            platform: row.platform.clone(),
            session_id: row.session_id.clone(),
            outcome: row.outcome.clone(),
            links: links.iter().any(|link| link.event == row.id),
        }
    }
}
