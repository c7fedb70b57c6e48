//! The one filter language, for the inspector, the API and the terminal: `docs/QUERY.md`. It is
//! parsed here once; a parsed query has two back ends, the store's (for what is recorded) and
//! `matches` (for what just came).

mod document;
mod expression;
mod search_text;
mod words;

pub use document::Document;
pub use expression::{Comparison, Condition, Expression, Literal, Path, Root, Step, Word};
pub use search_text::{SearchText, holds};
pub use words::{LONGEST_WORD, words};
