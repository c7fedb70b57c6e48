//! The one filter language, for the inspector, the API and the terminal: `docs/QUERY.md`. It is
//! parsed here once; a parsed query has two back ends, the store's (for what is recorded) and
//! [`Query::matches`] (for what just came).

mod expression;

pub use expression::{Comparison, Condition, Expression, Literal, Path, Root, Step, Word};
