use std::sync::Arc;

use super::recorded::recorded;
use super::{Count, Expectation, ExpectationVerdict, Scope};
use crate::query::Query;
use crate::store::{Reader, StoreError};

/// How many matching events are told where fewer decide.
const SHOWN: usize = 100;

/// Whether `expectation` holds of what came up to the cursor `upto`. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn holds_now(
    reader: &Reader,
    expectation: &Expectation,
    upto: i64,
) -> Result<ExpectationVerdict, StoreError> {
    let most = expectation.count.decisive().max(SHOWN);
    let found = recorded(reader, &expectation.scope, &expectation.query, upto, most)?;
    let verdict = ExpectationVerdict::of(expectation, found, most, reader, upto)?;
    Ok(ExpectationVerdict {
        // All of it was looked at.
        cursor: upto,
        ..verdict
    })
}

/// Whether nothing that came up to the cursor `upto` matches `query`. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn none_now(
    reader: &Reader,
    scope: Scope,
    query: Arc<Query>,
    upto: i64,
) -> Result<ExpectationVerdict, StoreError> {
    let expectation = Expectation {
        scope,
        query,
        count: Count {
            min: 0,
            max: Some(0),
        },
    };
    holds_now(reader, &expectation, upto)
}
