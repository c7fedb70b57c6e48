use crate::capture::Answer;
use crate::event::{Event, Finding, Outcome};

/// What a platform answers, and what it means: all that the request's path needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The answer.
    pub answer: Answer,
    /// The fate of the request.
    pub outcome: Outcome,
    /// The source that the request belongs to, if one was found.
    pub source: Option<String>,
}

/// What a request carried: worked out behind its back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decoded {
    /// Its events, in the order in which they came, lost ones included where they can be read: a
    /// person wants to see what was lost.
    pub events: Vec<Event>,
    /// What is worth telling about the request as a whole.
    pub findings: Vec<Finding>,
    /// What JENTIS's monitor knows it by, if it came with a debug code.
    pub debug: Option<DebugTrace>,
}

/// What came with a debug code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebugTrace {
    /// The code.
    pub code: String,
    /// Whether a debug session had this code, of whatever source. Of an upload: whether a file
    /// lists it.
    pub is_known: bool,
    /// What the monitor makes of it.
    pub kind: TraceKind,
    /// The container that it names.
    pub container: Option<String>,
}

/// What JENTIS's monitor makes of what came with a debug code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TraceKind {
    /// A preview that works: it is shown.
    Shown,
    /// Half a preview, or one that fits nothing known: processed as published.
    Unfit,
    /// What an app logged.
    Upload,
}

impl TraceKind {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            TraceKind::Shown => "shown",
            TraceKind::Unfit => "unfit",
            TraceKind::Upload => "upload",
        }
    }

    /// The one of that word.
    pub fn parse(word: &str) -> Option<TraceKind> {
        [TraceKind::Shown, TraceKind::Unfit, TraceKind::Upload]
            .into_iter()
            .find(|it| it.as_str() == word)
    }
}
