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
}
