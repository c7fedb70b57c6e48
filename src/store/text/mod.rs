//! Which rows have a word: full text, in one table for each 65,536 rows, so that each question is
//! asked of a few rows at a time, the newest first, and what is old can be dropped as a whole.
//!
//! The tables hold words only, without the texts and without the order of the words: what they find
//! for several words is looked at once more. They are filled behind the rows; what is not in them
//! yet is found by looking at it. What a request has by its events is in the table of events only.

mod expression;
mod lexicon;
mod marks;
mod of_events;
mod part;
mod search;
mod tables;
mod texts;
mod words;
mod writer;

pub use expression::TextExpression;
pub use lexicon::Lexicon;
pub use marks::Mark;
pub use search::TextSearch;
pub use words::{Known, Words};
pub use writer::{TextWriter, indexed, indexed_to};
