//! What is recorded, written for elsewhere: as lines that another recording takes in whole, for a
//! browser's network panel, for a spreadsheet, for a shell. It is written as it is read, so that
//! its length does not matter.

mod bytes;
mod chosen;
mod exporter;
mod format;
mod har;
mod line;
mod ndjson;

pub use bytes::{from_text, to_text};
pub use chosen::Chosen;
pub use exporter::Exporter;
pub use format::Format;
pub use line::{FORMAT, Kind, Line, LineAnswer};
