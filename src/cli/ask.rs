use std::time::{Duration, Instant};

use serde_json::Value;

use super::checked::{CheckResult, Checked};
use crate::client::{Client, ClientError};

/// Asks a server whether something holds; it may take `patience` to know.
///
/// # Errors
/// Nobody answers, or the question is refused.
pub fn ask(
    client: &Client,
    name: String,
    path: &str,
    question: &Value,
    patience: Duration,
) -> Result<Checked, ClientError> {
    let begun = Instant::now();
    let (status, answer) = client.ask(path, question, patience)?;
    Ok(Checked {
        name,
        took: begun.elapsed(),
        result: CheckResult::of(status),
        answer,
    })
}

/// A time as the API takes it, in milliseconds.
pub fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
