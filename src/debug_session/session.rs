use serde::{Deserialize, Serialize};

/// How many bytes a debug code has at most. The vendor's have 13 or 36.
pub const CODE_LENGTH: usize = 200;

/// A debug session: what is sent with its code, and a version of its container, is processed by
/// that version and shown in the monitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebugSession {
    /// Its code, for `configuration.debugcode`.
    pub code: String,
    /// The source that it is of, by name.
    pub source: String,
    /// The version that was chosen for it, for `configuration.version`. An event may name another.
    pub version: String,
}

/// What a person did to a debug session, as the journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DebugChange {
    /// It was started.
    Started(DebugSession),
    /// That of this code was ended.
    Ended(String),
}

/// Whether a text can be a debug code: 1 to [`CODE_LENGTH`] bytes, no white space, no control
/// characters.
pub fn is_code(text: &str) -> bool {
    let is_odd = |letter: char| letter.is_whitespace() || letter.is_control();
    !text.is_empty() && text.len() <= CODE_LENGTH && !text.contains(is_odd)
}
