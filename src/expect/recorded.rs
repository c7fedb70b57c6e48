use std::time::Duration;

use super::Scope;
use crate::live::Rows;
use crate::query::Query;
use crate::store::{Bound, ListQuery, Order, Reader, StoreError};

/// How many rows are asked for at a time.
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

/// What `query` holds for, of what is in `scope` up to the cursor `upto`: the oldest first, at most
/// `most`. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn recorded(
    reader: &Reader,
    scope: &Scope,
    query: &Query,
    upto: i64,
    most: usize,
) -> Result<Rows, StoreError> {
    let mut found = Rows::none(scope.feed);
    let mut asked = asked(scope, query, upto);
    asked.order = Order::Ascending;
    while found.len() < most {
        asked.limit = PAGE.min(most - found.len());
        let (rows, page) = scope.feed.read(reader, &asked)?;
        found.extend(rows);
        match page.next.as_deref().and_then(Bound::parse) {
            Some(next) => asked.after = Some(next),
            None => break,
        }
    }
    Ok(found)
}

/// The newest of what is in `scope` up to the cursor `upto`, newest first. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn newest(reader: &Reader, scope: &Scope, upto: i64, most: usize) -> Result<Rows, StoreError> {
    let mut asked = asked(scope, &Query::all(), upto);
    asked.limit = most;
    Ok(scope.feed.read(reader, &asked)?.0)
}

fn asked(scope: &Scope, query: &Query, upto: i64) -> ListQuery {
    ListQuery {
        after: Some(scope.since),
        before: Some(Bound::Cursor(upto + 1)),
        query: Some(scope.narrow(query)),
        ..ListQuery::default()
    }
}
