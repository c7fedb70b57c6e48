use bytes::Bytes;

/// Bodies up to this many bytes are kept whole.
pub const KEPT_WHOLE: usize = 16 * 1024 * 1024;

/// Of a larger body, this many bytes are kept.
pub const KEPT_OF_LARGE: usize = 1024 * 1024;

/// Whether a body came whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyState {
    /// To its end, and kept whole.
    Complete,
    /// The client went away or fell silent before its end.
    Incomplete,
    /// To its end, but too large to keep: only its beginning is here.
    Truncated,
}

impl BodyState {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            BodyState::Complete => "complete",
            BodyState::Incomplete => "incomplete",
            BodyState::Truncated => "truncated",
        }
    }

    /// The state of that word.
    pub fn parse(word: &str) -> Option<BodyState> {
        [
            BodyState::Complete,
            BodyState::Incomplete,
            BodyState::Truncated,
        ]
        .into_iter()
        .find(|state| state.as_str() == word)
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
