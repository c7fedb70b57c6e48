use serde::Serialize;

use super::Scope;
use super::recorded::newest;
use crate::live::{Feed, Rows};
use crate::query::{Document, Miss, Query, remoteness};
use crate::store::{EventId, EventRow, Reader, RequestRow, StoreError};

/// How many of the newest events are told.
const TOLD: usize = 20;

/// Among how many of the newest events the nearest is looked for.
const LOOKED_AT: usize = 200;

/// What came instead of what was expected.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Missing {
    /// The event, or request, that is nearest to what was expected.
    pub nearest: Option<Nearest>,
    /// The newest of what was looked at, at most 20, newest first.
    pub came: Vec<Came>,
}

/// What is nearest to what was expected, of the newest 200.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Nearest {
    /// The event, if events were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<EventRow>,
    /// The request, if requests were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestRow>,
    /// What does not hold for it.
    pub unmet: Vec<Unmet>,
}

/// A condition that is not met.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Unmet {
    /// What it is about: `name`, `consent.marketing`, `properties.price`, `text`.
    pub field: String,
    /// The condition, as in a query.
    pub expected: String,
    /// What is there; empty if nothing.
    pub got: Vec<String>,
}

/// An event or a request in short.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Came {
    /// Its id.
    pub id: String,
    /// Its platform.
    pub platform: Option<String>,
    /// Its name as sent, else its canonical name; of a request its method and path.
    pub name: String,
    /// Its fate.
    pub outcome: String,
}

/// What came instead of what `query` holds for, up to the cursor `upto`. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn missing(
    reader: &Reader,
    scope: &Scope,
    query: &Query,
    upto: i64,
) -> Result<Missing, StoreError> {
    let rows = newest(reader, scope, upto, LOOKED_AT)?;
    let mut nearest: Option<((u32, u32), EventId, Vec<Miss>)> = None;
    for id in rows.ids() {
        let misses = |document: &Document| query.misses(document);
        let misses = match scope.feed {
            Feed::Events => reader.look_at(id, query, misses)?,
            Feed::Requests => reader.look_at_request(id.cursor, query, misses)?,
        };
        // One that matches is too few, and not what is missing.
        let Some(misses) = misses.filter(|misses| !misses.is_empty()) else {
            continue;
        };
        let remote = remoteness(&misses);
        if nearest.as_ref().is_none_or(|(least, ..)| remote < *least) {
            nearest = Some((remote, id, misses));
        }
    }
    let nearest = match nearest {
        None => None,
        Some((_, id, misses)) => Some(Nearest {
            event: match scope.feed {
                Feed::Events => reader.event(id)?,
                Feed::Requests => None,
            },
            request: match scope.feed {
                Feed::Events => None,
                Feed::Requests => reader.request(id.cursor)?,
            },
            unmet: misses.into_iter().map(Unmet::from).collect(),
        }),
    };
    Ok(Missing {
        nearest,
        came: match rows {
            Rows::Events(rows) => rows.iter().take(TOLD).map(Came::from).collect(),
            Rows::Requests(rows) => rows.iter().take(TOLD).map(Came::from).collect(),
        },
    })
}

impl From<Miss> for Unmet {
    fn from(miss: Miss) -> Unmet {
        Unmet {
            field: miss.field,
            expected: miss.expected,
            got: miss.got,
        }
    }
}

impl From<&EventRow> for Came {
    fn from(row: &EventRow) -> Came {
        Came {
            id: row.id.clone(),
            platform: Some(row.platform.clone()),
            name: row.shown_name().to_string(),
            outcome: row.outcome.clone(),
        }
    }
}

impl From<&RequestRow> for Came {
    fn from(row: &RequestRow) -> Came {
        Came {
            id: row.id.clone(),
            platform: row.platform.clone(),
            name: format!("{} {}", row.method, row.path),
            outcome: row.outcome.clone(),
        }
    }
}
