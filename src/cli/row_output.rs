use clap::ValueEnum;
use serde_json::Value;

use super::row_line::RowLines;
use super::terminal::harmless_json;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowOutput {
    /// A line for a person.
    Human,
    /// JSON, laid out.
    Json,
    /// One JSON object a line.
    Ndjson,
}

impl RowOutput {
    /// A row, with the end of its line.
    pub fn row(self, row: &Value, lines: &RowLines) -> String {
        match self {
            // Only an event has a payload.
            RowOutput::Human if row["payload"].is_null() => format!("{}\n", lines.request(row)),
            RowOutput::Human => format!("{}\n", lines.event(row)),
            RowOutput::Json => format!("{}\n", harmless_json(&format!("{row:#}"))),
            RowOutput::Ndjson => format!("{}\n", harmless_json(row)),
        }
    }
}
