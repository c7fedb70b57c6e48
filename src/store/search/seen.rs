use std::collections::HashMap;

use rusqlite::Connection;

use super::gone::{gone, last_row};
use crate::query::{Keyword, Path, Root, Seen, Word};
use crate::store::hidden::Hidden;
use crate::store::postings::{Bits, CHUNK, Field, List, Lookup, chunk_of, path_of, split_consent};
use crate::store::{EventId, StoreError};

/// How many chunks of the newest rows are looked at.
const CHUNKS: i64 = 8;

/// How many of the newest rows are looked at for values of which there are no sets.
const ROWS: i64 = 2000;

/// How many values are told.
const MOST: usize = 200;

/// What was seen in the newest rows of a list, the most frequent first: what a query may be completed
/// with.
///
/// # Errors
/// The index cannot be read.
pub fn seen(
    db: &Connection,
    hidden: &Hidden,
    list: List,
    what: Seen,
) -> Result<Vec<String>, StoreError> {
    let mut counts = HashMap::new();
    let fields = match what {
        Seen::Values(Keyword::Word(Word::Source)) => &[Field::Source][..],
        Seen::Values(Keyword::Word(Word::Session)) => &[Field::Session],
        Seen::Values(Keyword::Word(Word::Type)) => &[Field::Type],
        Seen::Values(Keyword::Word(Word::Name)) => &[Field::ShownName],
        Seen::Values(Keyword::Word(Word::Status)) => &[Field::Status],
        Seen::Values(Keyword::Word(Word::Finding)) => &[Field::Finding],
        Seen::Ids(Keyword::Consent) => &[Field::Consent],
        Seen::Paths => &[Field::Has, Field::HasCanonical],
        Seen::Values(keyword) => {
            if let Some(column) = column(keyword, list) {
                in_rows(db, hidden, column, &mut counts)?;
            }
            &[]
        }
        Seen::Ids(_) => &[],
    };
    if !fields.is_empty() {
        in_sets(db, hidden, (list, fields), &mut counts)?;
    }
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_unstable_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
    counts.truncate(MOST);
    Ok(counts.into_iter().map(|(value, _)| value).collect())
}

/// Where the values of a word stand of which there may be any number: in the rows of which list, and
/// in which column.
fn column(keyword: Keyword, list: List) -> Option<(List, &'static str)> {
    match (keyword, list) {
        (Keyword::Word(Word::User), _) => Some((List::Events, "user_id")),
        (Keyword::Word(Word::AnonymousId), _) => Some((List::Events, "anonymous_id")),
        (Keyword::Word(Word::SessionId), _) => Some((List::Events, "session_id")),
        (Keyword::Word(Word::MessageId), _) => Some((List::Events, "message_id")),
        (Keyword::Url, List::Events) => Some((List::Events, "url")),
        (Keyword::Url, List::Requests) => Some((List::Requests, "path")),
        _ => None,
    }
}

/// Counts the values of a column in the newest rows.
fn in_rows(
    db: &Connection,
    hidden: &Hidden,
    (list, column): (List, &str),
    counts: &mut HashMap<String, u64>,
) -> Result<(), StoreError> {
    let rows = match list {
        List::Events => format!("id, session, {column} FROM event ORDER BY ord"),
        List::Requests => format!("cursor, session, {column} FROM request ORDER BY cursor"),
    };
    let mut statement = db.prepare_cached(&format!("SELECT {rows} DESC LIMIT {ROWS}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let cursor = match list {
            List::Events => EventId::unpack(row.get(0)?).cursor,
            List::Requests => row.get(0)?,
        };
        let session: String = row.get(1)?;
        if let Some(value) = row.get::<_, Option<String>>(2)?
            && !hidden.hides(cursor, &session)
        {
            *counts.entry(value).or_default() += 1;
        }
    }
    Ok(())
}

/// Counts the values of fields in the newest chunks.
fn in_sets(
    db: &Connection,
    hidden: &Hidden,
    (list, fields): (List, &[Field]),
    counts: &mut HashMap<String, u64>,
) -> Result<(), StoreError> {
    let sql = match list {
        List::Events => "SELECT coalesce(max(ord), 0) FROM event",
        List::Requests => "SELECT coalesce(max(cursor), 0) FROM request",
    };
    let newest: i64 = db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    let floor = last_row(db, list, hidden.floor())?;
    for chunk in (0..=chunk_of(newest)).rev().take(CHUNKS as usize) {
        let lookup = Lookup { db, list, chunk };
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
    Ok(())
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
