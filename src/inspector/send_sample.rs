use super::PageError;
use crate::client::{Client, MARK, deliver};
use crate::store::{Bound, ListQuery, Order, Reader, RequestRow, StoreError};
use crate::workspace::Sample;

/// Among how many requests that came meanwhile the sample's own is looked for.
const MEANWHILE: usize = 200;

/// Sends `sample` to the server at `url`, over HTTP, with its real bytes; the mark that its request
/// carries. Blocks.
///
/// # Errors
/// The server could not be reached, or the sample is no HTTP request.
pub fn send(url: &str, sample: &Sample) -> Result<String, PageError> {
    let mark = uuid::Uuid::new_v4().to_string();
    match deliver(&Client::new(url), sample, &mark) {
        Ok(_) => Ok(mark),
        Err(error) => Err(PageError::not_sent(&error.to_string())),
    }
}

/// The request with that mark, among those after the cursor `before`. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn find(reader: &Reader, before: i64, mark: &str) -> Result<Option<RequestRow>, StoreError> {
    let since = reader.requests(&ListQuery {
        order: Order::Ascending,
        after: Some(Bound::Cursor(before)),
        limit: MEANWHILE,
        ..ListQuery::default()
    })?;
    for row in since.items {
        let exchange = reader.exchange(row.cursor)?;
        if exchange.is_some_and(|exchange| exchange.request.header(MARK) == Some(mark)) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}
