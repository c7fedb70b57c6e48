//! The language: what is read, what is refused and how, what is printed, and what it finds.

#![allow(clippy::panic, reason = "a test fails by a panic")]

mod explaining;
mod generate;
mod matching;
mod missing;
mod parsing;
mod printing;
mod refusing;
mod suggesting;

use super::{Expression, Query, QueryError};

/// 2026-02-25T14:30:00Z.
const NOW: i64 = 1_772_029_800_000_000;

fn parsed(text: &str) -> Query {
    Query::parse(text, NOW).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(text: &str) -> QueryError {
    match Query::parse(text, NOW) {
        Ok(query) => panic!("{text} is read as {query}"),
        Err(error) => error,
    }
}

fn printed(text: &str) -> String {
    parsed(text).to_string()
}

fn expression(text: &str) -> Expression {
    parsed(text).expression().clone()
}
