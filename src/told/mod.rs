//! What a person reads of rows and answers as plain text: in a terminal, in a log, in a test's
//! failure.

mod answer;
mod counted;
mod difference;
pub mod row_line;
pub mod terminal;

pub use answer::{what_came, what_lacks};
pub use counted::counted;
pub use difference::{difference, platform};
pub use row_line::RowLines;
