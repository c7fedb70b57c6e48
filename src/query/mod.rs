//! The one filter language, for the inspector, the API and the terminal: `docs/QUERY.md`. It is
//! parsed here once; a parsed query has two back ends, the store's (for what is recorded) and
//! [`Query::matches`] (for what just came).

mod compare;
mod document;
mod error;
mod explain;
mod expression;
mod keyed;
mod likeness;
mod matching;
mod miss;
mod parse;
mod parsed;
mod path;
mod phrase;
mod place;
mod print;
mod scan;
mod search_text;
mod suggest;
mod term;
#[cfg(test)]
mod tests;
mod there;
mod time;
mod vocabulary;
mod words;

pub use compare::number;
pub use document::Document;
pub use error::{QueryError, QueryErrorCode};
pub use expression::{Comparison, Condition, Expression, Literal, Path, Root, Step, Word};
pub use matching::Looked;
pub use miss::{Miss, remoteness};
pub use parse::{DEEPEST, LONGEST, MOST_CONDITIONS};
pub use parsed::Query;
pub use search_text::{SearchText, each_text, holds};
pub use suggest::{Seen, Suggestion, Suggestions, suggestions};
pub use vocabulary::{Entry, Keyword, VOCABULARY};
pub use words::{LONGEST_WORD, words};
