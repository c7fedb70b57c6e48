use serde::Serialize;

use super::Scope;
use super::recorded::recorded;
use crate::baseline::{Baseline, BaselineDifference, Differs};
use crate::live::Rows;
use crate::query::Query;
use crate::store::{EventRow, Reader, StoreError};
use crate::told::counted;

/// How many events a baseline may have.
pub const MOST_EVENTS: usize = 10_000;

/// What came of holding what was recorded against a baseline.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct BaselineVerdict {
    /// Whether nothing differs.
    pub holds: bool,
    /// What came of it, in a sentence.
    pub message: String,
    /// What differs.
    #[serde(flatten)]
    pub difference: BaselineDifference,
    /// Everything up to this cursor was looked at.
    pub cursor: i64,
}

/// The events of a baseline: what `query` holds for of what came up to the cursor `upto`, oldest
/// first; none if they are more than a baseline may have. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn events_for_baseline(
    reader: &Reader,
    scope: &Scope,
    query: &Query,
    upto: i64,
) -> Result<Option<Vec<EventRow>>, StoreError> {
    match recorded(reader, scope, query, upto, MOST_EVENTS + 1)? {
        Rows::Events(rows) if rows.len() <= MOST_EVENTS => Ok(Some(rows)),
        _ => Ok(None),
    }
}

/// Whether what came, `rows` as they came and `now` as they come each time, is as in `baseline`.
/// Everything up to the cursor `cursor` was looked at.
pub fn is_as_in_baseline(
    baseline: &Baseline,
    rows: &[EventRow],
    now: &Baseline,
    order: bool,
    cursor: i64,
) -> BaselineVerdict {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let difference = BaselineDifference::of(&baseline.events, &now.events, &ids, order);
    let events = |count: usize| match count {
        1 => "1 event".to_string(),
        many => format!("{many} events"),
    };
    let of = events(baseline.events.len());
    let message = match difference.is_none() {
        true => format!("{of}, as in the baseline"),
        false => format!(
            "{} (baseline: {of}, now: {})",
            told(&difference),
            events(rows.len())
        ),
    };
    BaselineVerdict {
        holds: difference.is_none(),
        message,
        difference,
        cursor,
    }
}

/// How much differs, in words.
fn told(difference: &BaselineDifference) -> String {
    let all = [
        (Differs::Missing, "missing"),
        (Differs::New, "new"),
        (Differs::Changed, "changed"),
        (Differs::Order, "out of order"),
    ];
    let counts = all.into_iter().map(|(what, word)| {
        let same = difference.differences.iter().filter(|it| it.what == what);
        (same.count(), word)
    });
    let mut parts: Vec<String> = counts
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if difference.left_out > 0 {
        let more = counted(difference.left_out, "more difference", "more differences");
        parts.push(more);
    }
    parts.join(", ")
}
