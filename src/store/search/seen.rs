use std::collections::HashMap;

use rusqlite::Connection;

use super::gone::{gone, last_row};
use crate::query::{Keyword, Path, Root, Seen, Word};
use crate::store::StoreError;
use crate::store::hidden::Hidden;
use crate::store::postings::{Bits, CHUNK, Field, List, Lookup, chunk_of, path_of, split_consent};

/// How many chunks of the newest events are looked at.
const CHUNKS: i64 = 8;

/// How many values are told.
const MOST: usize = 200;

/// What was seen in the newest events, the most frequent first: what a query may be completed with.
/// Nothing of what is not kept, such as ids.
///
/// # Errors
/// The index cannot be read.
pub fn seen(db: &Connection, hidden: &Hidden, what: Seen) -> Result<Vec<String>, StoreError> {
    let fields = match what {
        Seen::Values(Keyword::Word(Word::Source)) => &[Field::Source][..],
        Seen::Values(Keyword::Word(Word::Session)) => &[Field::Session],
        Seen::Values(Keyword::Word(Word::Type)) => &[Field::Type],
        Seen::Values(Keyword::Word(Word::Name)) => &[Field::ShownName],
        Seen::Values(Keyword::Word(Word::Status)) => &[Field::Status],
        Seen::Values(Keyword::Word(Word::Finding)) => &[Field::Finding],
        Seen::Ids(Keyword::Consent) => &[Field::Consent],
        Seen::Paths => &[Field::Has, Field::HasCanonical],
        Seen::Values(_) | Seen::Ids(_) => &[],
    };
    let newest: i64 = db
        .prepare_cached("SELECT coalesce(max(ord), 0) FROM event")?
        .query_row([], |row| row.get(0))?;
    let floor = last_row(db, List::Events, hidden.floor())?;
    let mut counts: HashMap<String, u64> = HashMap::new();
    for chunk in (0..=chunk_of(newest)).rev().take(CHUNKS as usize) {
        let lookup = Lookup {
            db,
            list: List::Events,
            chunk,
        };
        let there = lookup.of(Field::Row, "")?;
        let there = there.without(&gone(lookup, hidden)?);
        let start = chunk * CHUNK;
        let there = there.and(&Bits::range(floor - start + 1, CHUNK));
        for field in fields {
            lookup.each(*field, "", |value, bits| {
                if let Some(text) = shown(*field, value) {
                    let count = bits.and(&there).len();
                    if count > 0 {
                        *counts.entry(text).or_default() += count;
                    }
                }
            })?;
        }
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_unstable_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
    counts.truncate(MOST);
    Ok(counts.into_iter().map(|(value, _)| value).collect())
}

/// A value as it is written in a query.
fn shown(field: Field, value: &str) -> Option<String> {
    let path = |root| {
        let steps = path_of(value)?;
        Some(Path { root, steps }.to_string())
    };
    match field {
        Field::Has => path(Root::Payload),
        Field::HasCanonical => path(Root::Canonical),
        Field::Consent => split_consent(value).map(|(id, _)| id.to_string()),
        _ => Some(value.to_string()),
    }
}
