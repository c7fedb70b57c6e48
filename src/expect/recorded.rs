use std::sync::Arc;
use std::time::Duration;

use crate::query::Query;
use crate::store::{Bound, EventRow, ListQuery, Order, Reader, StoreError};

/// How many events are asked for at a time.
const PAGE: usize = 200;

/// The newest cursor of the recording, once everything up to it is explained.
///
/// # Errors
/// That took longer than `patience`.
pub async fn upto_now(reader: &Reader, patience: Duration) -> Result<i64, StoreError> {
    let head = reader.head();
    reader.wait_for(head, patience).await?;
    Ok(head)
}

/// The events after `since`, up to the cursor `upto`, for which `query` holds: the oldest first, at
/// most `most`. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn recorded(
    reader: &Reader,
    query: &Arc<Query>,
    since: Bound,
    upto: i64,
    most: usize,
) -> Result<Vec<EventRow>, StoreError> {
    let mut found = Vec::new();
    let mut asked = ListQuery {
        order: Order::Ascending,
        after: Some(since),
        before: Some(Bound::Cursor(upto + 1)),
        query: Some(Arc::clone(query)),
        ..ListQuery::default()
    };
    while found.len() < most {
        asked.limit = PAGE.min(most - found.len());
        let page = reader.events(&asked)?;
        found.extend(page.items);
        match page.next.as_deref().and_then(Bound::parse) {
            Some(next) => asked.after = Some(next),
            None => break,
        }
    }
    Ok(found)
}

/// The newest events of a list. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn newest(
    reader: &Reader,
    query: &Arc<Query>,
    since: Bound,
    upto: i64,
    most: usize,
) -> Result<Vec<EventRow>, StoreError> {
    let asked = ListQuery {
        after: Some(since),
        before: Some(Bound::Cursor(upto + 1)),
        query: Some(Arc::clone(query)),
        limit: most,
        ..ListQuery::default()
    };
    Ok(reader.events(&asked)?.items)
}
