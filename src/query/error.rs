use thiserror::Error;

/// What is wrong with a query: never run, and never anything else than said.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message} (at character {})", .position + 1)]
pub struct QueryError {
    /// Which sort of error.
    pub code: QueryErrorCode,
    /// What is the matter, in plain words.
    pub message: String,
    /// Where it begins, in characters from 0.
    pub position: usize,
    /// How many characters it is about; 0 where something is missing.
    pub length: usize,
    /// What was expected there.
    pub expected: String,
    /// How to mend it.
    pub hint: String,
}

/// The sorts of errors in queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryErrorCode {
    /// More characters than are read.
    TooLong,
    /// More parentheses or negations in each other than are read.
    TooDeep,
    /// More conditions than are read.
    TooManyConditions,
    /// A quote or parenthesis without its end.
    NotClosed,
    /// Something where nothing of its sort can stand.
    Unexpected,
    /// A condition or a value is missing.
    Missing,
    /// A word that the language does not have.
    UnknownWord,
    /// A value that its word cannot have.
    UnknownValue,
    /// A path that is none.
    Path,
    /// A time that is none.
    Time,
    /// Free text in which there is nothing to look for.
    NoWords,
}

impl QueryErrorCode {
    /// Every code, in the order in which the docs list them.
    pub const ALL: [QueryErrorCode; 11] = [
        QueryErrorCode::TooLong,
        QueryErrorCode::TooDeep,
        QueryErrorCode::TooManyConditions,
        QueryErrorCode::NotClosed,
        QueryErrorCode::Unexpected,
        QueryErrorCode::Missing,
        QueryErrorCode::UnknownWord,
        QueryErrorCode::UnknownValue,
        QueryErrorCode::Path,
        QueryErrorCode::Time,
        QueryErrorCode::NoWords,
    ];

    /// The stable code.
    pub fn as_str(self) -> &'static str {
        match self {
            QueryErrorCode::TooLong => "query-too-long",
            QueryErrorCode::TooDeep => "query-too-deep",
            QueryErrorCode::TooManyConditions => "query-too-many-conditions",
            QueryErrorCode::NotClosed => "query-not-closed",
            QueryErrorCode::Unexpected => "query-unexpected",
            QueryErrorCode::Missing => "query-missing",
            QueryErrorCode::UnknownWord => "query-unknown-word",
            QueryErrorCode::UnknownValue => "query-unknown-value",
            QueryErrorCode::Path => "query-path",
            QueryErrorCode::Time => "query-time",
            QueryErrorCode::NoWords => "query-no-words",
        }
    }
}

/// A part of a query, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// What lacks in this part: `message`, `expected` there, and how to mend it.
    pub fn error(
        self,
        code: QueryErrorCode,
        message: impl Into<String>,
        expected: impl Into<String>,
        hint: impl Into<String>,
    ) -> QueryError {
        QueryError {
            code,
            message: message.into(),
            position: self.start,
            length: self.end.saturating_sub(self.start),
            expected: expected.into(),
            hint: hint.into(),
        }
    }
}
