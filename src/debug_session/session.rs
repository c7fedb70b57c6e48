use serde::{Deserialize, Serialize};

use crate::told::terminal::steers;

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

/// Whether a text can be a debug code: 1 to [`CODE_LENGTH`] bytes, each character one that is seen,
/// and no `.` or `..`, which a browser takes out of the monitor's address.
pub fn is_code(text: &str) -> bool {
    let is_odd = |letter: char| letter.is_whitespace() || letter.is_control() || is_unseen(letter);
    let is_step = matches!(text, "." | "..");
    !text.is_empty() && text.len() <= CODE_LENGTH && !is_step && !text.contains(is_odd)
}

/// Whether a character is not seen, or turns around how others are read.
fn is_unseen(letter: char) -> bool {
    steers(letter)
        || matches!(letter, '\u{34f}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// A code as it is listed and told: one that is too long to be a session's is cut, and stays too
/// long.
pub fn told_code(code: &str) -> String {
    if code.len() <= CODE_LENGTH {
        return code.into();
    }
    let ends = code
        .char_indices()
        .map(|(at, letter)| at + letter.len_utf8());
    let end = ends.take_while(|end| *end <= CODE_LENGTH).last();
    format!(
        "{}…",
        code.get(..end.unwrap_or_default()).unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_seen_and_can_be_an_address() {
        for code in ["62a9e9c727255", "a.b", "...", "Käufe", "x/y"] {
            assert!(is_code(code), "{code}");
        }
        for code in [
            "",
            ".",
            "..",
            "a b",
            "a\u{200b}",
            "\u{202e}a",
            "\u{200d}",
            "\u{feff}",
            "\u{3164}",
        ] {
            assert!(!is_code(code), "{code:?}");
        }
    }

    #[test]
    fn a_code_that_is_cut_is_none() {
        assert_eq!(told_code("short"), "short");
        for long in [
            "x".repeat(201),
            "ä".repeat(101),
            format!("x{}", "ä".repeat(100)),
        ] {
            let told = told_code(&long);
            assert!(told.ends_with('…') && !is_code(&told), "{told}");
            assert!(told.len() <= CODE_LENGTH + '…'.len_utf8(), "{told}");
        }
    }
}
