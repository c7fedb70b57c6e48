use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::Scope;
use crate::query::{Condition, Expression, Query, Word};
use crate::store::{Bound, EventId, EventRow, ListQuery, Reader, StoreError};

/// How many of a visitor's events are told.
const LOOKED: usize = 1000;

/// How many ids one visitor has at most: more are a mistake, such as one id for everybody.
const IDS: usize = 50;

/// One person: their ids, where these were linked, and what they did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct VisitorOverview {
    /// Whether they have older events than those told, after `since` if it is given.
    pub more: bool,
    /// Their ids, in the order in which they came.
    pub identities: Vec<Identity>,
    /// Where an id of a visitor and one of a user first came together.
    pub links: Vec<IdentityLink>,
    /// Their events, the oldest first, those after `since` only if it is given; the newest 1,000 at
    /// most.
    pub events: Vec<VisitorEvent>,
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

/// The person who has `id`, as a visitor, as a user or as a visit, with the newest 1,000 of their
/// events. Nothing if nobody has it. Blocks.
///
/// # Errors
/// The index cannot be read.
pub fn visitor(
    reader: &Reader,
    id: &str,
    scope: &Scope,
) -> Result<Option<VisitorOverview>, StoreError> {
    let mut ids = Ids::of(id);
    loop {
        let page = reader.events(&ListQuery {
            limit: LOOKED,
            session: scope.session.clone(),
            platform: scope.platform.clone(),
            query: Some(Arc::new(ids.query())),
            ..ListQuery::default()
        })?;
        // An id that came together with one of theirs is theirs too.
        let new = page.items.iter().filter(|row| ids.learn(row)).count();
        if new > 0 {
            continue;
        }
        let more = page.next.is_some();
        let mut rows: Vec<EventRow> = page.items.into_iter().rev().collect();
        for row in &mut rows {
            if let Some(mut masker) = scope.masker() {
                masker.event(row);
            }
        }
        let whole = (!rows.is_empty()).then(|| VisitorOverview::new(&rows, more));
        return Ok(whole.map(|whole| match scope.since {
            Some(since) => whole.after(since),
            None => whole,
        }));
    }
}

/// What a person is known by.
struct Ids {
    visitors: BTreeSet<String>,
    users: BTreeSet<String>,
    visit: String,
}

impl Ids {
    /// One id, of whichever sort.
    fn of(id: &str) -> Ids {
        Ids {
            visitors: BTreeSet::from([id.to_string()]),
            users: BTreeSet::from([id.to_string()]),
            visit: id.to_string(),
        }
    }

    /// Takes in the ids of an event of theirs; whether one of them is new.
    fn learn(&mut self, row: &EventRow) -> bool {
        let known = self.visitors.len() + self.users.len();
        if known >= IDS {
            return false;
        }
        self.visitors.extend(row.anonymous_id.clone());
        self.users.extend(row.user_id.clone());
        self.visitors.len() + self.users.len() > known
    }

    /// What finds their events.
    fn query(&self) -> Query {
        let is = |word: Word| {
            move |value: &String| {
                Expression::Is(Condition::Word {
                    word,
                    value: value.clone(),
                    prefix: false,
                })
            }
        };
        let visitors = self.visitors.iter().map(is(Word::AnonymousId));
        let users = self.users.iter().map(is(Word::User));
        let visit = std::iter::once(&self.visit).map(is(Word::SessionId));
        Query::new(Expression::any_of(visitors.chain(users).chain(visit)))
    }
}

impl VisitorOverview {
    /// Of a person's events, the oldest first.
    fn new(rows: &[EventRow], more: bool) -> VisitorOverview {
        let links = links(rows);
        VisitorOverview {
            more,
            identities: identities(rows),
            events: rows
                .iter()
                .map(|row| VisitorEvent::new(row, &links))
                .collect(),
            links,
        }
    }

    /// This person, who they are by all of their events, and of what they did what comes after a
    /// place.
    fn after(mut self, since: Bound) -> VisitorOverview {
        let told = self.events.len();
        let since = since.last();
        self.events
            .retain(|event| event.event.parse::<EventId>().is_ok_and(|id| id > since));
        self.more &= self.events.len() == told;
        self
    }
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
