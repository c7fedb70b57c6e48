//! What was exported as NDJSON, taken into another recording: read line by line and checked, and
//! written some hundred rows at a time.

mod error;
mod importer;
mod lines;
mod reader;
mod report;
mod row;

pub use error::{ImportError, WrongLine};
pub use importer::{check, import};
pub use reader::ExportReader;
pub use report::{Checked, ImportReport};
