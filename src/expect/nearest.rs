use serde::Serialize;

use super::Scope;
use super::recorded::newest;
use crate::query::{Miss, Query};
use crate::store::{EventRow, Reader, StoreError};

/// How many of the newest events are told.
const TOLD: usize = 20;

/// Among how many of the newest events the nearest is looked for.
const LOOKED_AT: usize = 200;

/// What came instead of what was expected.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Missing {
    /// The event that is nearest to what was expected.
    pub nearest: Option<Nearest>,
    /// The newest events that were looked at, at most 20, newest first.
    pub came: Vec<Came>,
}

/// The event that is nearest to what was expected, of the newest 200.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Nearest {
    /// The event.
    pub event: EventRow,
    /// What does not hold for it.
    pub unmet: Vec<Unmet>,
}

/// A condition that an event does not meet.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Unmet {
    /// What it is about: `name`, `consent.marketing`, `properties.price`, `text`.
    pub field: String,
    /// The condition, as in a query.
    pub expected: String,
    /// What the event has there; empty if nothing.
    pub got: Vec<String>,
}

/// An event in short.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Came {
    /// Its id.
    pub id: String,
    /// Its platform.
    pub platform: String,
    /// Its name as sent.
    pub name: Option<String>,
    /// Its name in GA4's vocabulary.
    pub canonical_name: String,
    /// Its fate.
    pub outcome: String,
}

/// What came instead of events that match `query`, up to the cursor `upto`. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn missing(
    reader: &Reader,
    scope: &Scope,
    query: &Query,
    upto: i64,
) -> Result<Missing, StoreError> {
    let all = scope.narrow(&Query::all());
    let events = newest(reader, &all, scope.since, upto, LOOKED_AT)?;
    let came = events.iter().take(TOLD).map(Came::from).collect();
    let mut nearest: Option<(u32, Nearest)> = None;
    for event in events {
        let Ok(id) = event.id.parse() else {
            continue;
        };
        let misses = reader.look_at(id, query, |document| query.misses(document))?;
        // One that matches is too few, and not what is missing.
        let misses = misses.filter(|misses| !misses.is_empty());
        let Some(misses) = misses else {
            continue;
        };
        let distance = misses.iter().map(|miss| miss.weight).sum();
        if nearest.as_ref().is_none_or(|(least, _)| distance < *least) {
            let unmet = misses.into_iter().map(Unmet::from).collect();
            nearest = Some((distance, Nearest { event, unmet }));
        }
    }
    Ok(Missing {
        nearest: nearest.map(|(_, nearest)| nearest),
        came,
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
            platform: row.platform.clone(),
            name: row.name.clone(),
            canonical_name: row.canonical_name.clone(),
            outcome: row.outcome.clone(),
        }
    }
}
