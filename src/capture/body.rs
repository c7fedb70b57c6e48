use std::borrow::Cow;

use bytes::Bytes;

/// Bodies up to this many bytes are kept whole.
pub const KEPT_WHOLE: usize = 16 * 1024 * 1024;

/// Of a larger body, this many bytes are kept.
pub const KEPT_OF_LARGE: usize = 1024 * 1024;

/// Why the end of a body never came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenOff {
    /// The client ended the connection, or sent no chunk where one belongs.
    Cut,
    /// Nothing more came for as long as a body may be silent.
    Stalled,
    /// It kept coming for longer than a body may take.
    TooSlow,
    /// eventpit was stopped meanwhile.
    Stopped,
    /// The recording does not say: it was made before the reason was kept.
    Unsaid,
}

/// Whether a body came whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyState {
    /// To its end, and kept whole.
    Complete,
    /// Its end never came.
    Incomplete(BrokenOff),
    /// To its end, but too large to keep: only its beginning is here.
    Truncated,
}

impl BodyState {
    /// The stable word, without the reason.
    pub fn as_str(self) -> &'static str {
        match self {
            BodyState::Complete => "complete",
            BodyState::Incomplete(_) => "incomplete",
            BodyState::Truncated => "truncated",
        }
    }

    /// The word that the journal keeps: it has the reason.
    pub fn recorded(self) -> &'static str {
        match self {
            BodyState::Incomplete(BrokenOff::Cut) => "incomplete: cut",
            BodyState::Incomplete(BrokenOff::Stalled) => "incomplete: stalled",
            BodyState::Incomplete(BrokenOff::TooSlow) => "incomplete: too slow",
            BodyState::Incomplete(BrokenOff::Stopped) => "incomplete: stopped",
            other => other.as_str(),
        }
    }

    /// The state of a word of the journal.
    pub fn parse(word: &str) -> Option<BodyState> {
        [
            BodyState::Complete,
            BodyState::Incomplete(BrokenOff::Cut),
            BodyState::Incomplete(BrokenOff::Stalled),
            BodyState::Incomplete(BrokenOff::TooSlow),
            BodyState::Incomplete(BrokenOff::Stopped),
            BodyState::Incomplete(BrokenOff::Unsaid),
            BodyState::Truncated,
        ]
        .into_iter()
        .find(|state| state.recorded() == word)
    }
}

/// A request's body as it came over the wire, compressed if it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The bytes that are kept.
    pub bytes: Bytes,
    /// How many bytes came.
    pub length: u64,
    /// Whether that is all of it.
    pub state: BodyState,
}

impl Body {
    /// A body that came whole.
    pub fn complete(bytes: impl Into<Bytes>) -> Body {
        let bytes = bytes.into();
        Body {
            length: bytes.len() as u64,
            bytes,
            state: BodyState::Complete,
        }
    }
}

/// Bytes as text; those that are no UTF-8 become U+FFFD. What is UTF-8 is looked at as fast as the
/// processor can, which [`String::from_utf8_lossy`] does not do.
pub fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_journals_words_lead_back_and_old_ones_are_understood() {
        for reason in [
            BrokenOff::Cut,
            BrokenOff::Stalled,
            BrokenOff::TooSlow,
            BrokenOff::Stopped,
            BrokenOff::Unsaid,
        ] {
            let state = BodyState::Incomplete(reason);
            assert_eq!(BodyState::parse(state.recorded()), Some(state));
            assert_eq!(state.as_str(), "incomplete");
        }
        let old = Some(BodyState::Incomplete(BrokenOff::Unsaid));
        assert_eq!(BodyState::parse("incomplete"), old);
        assert_eq!(BodyState::parse("complete"), Some(BodyState::Complete));
        assert_eq!(BodyState::parse("truncated"), Some(BodyState::Truncated));
        assert_eq!(BodyState::parse("half"), None);
    }
}
