use serde::{Deserialize, Serialize};

/// The vendor-neutral fate of a request or of one event in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Taken in; the platform would go on with it.
    Accepted,
    /// Answered with success and lost. A duplicate is dropped.
    Dropped,
    /// A batch of which some events were lost.
    Partial,
    /// Answered with an error.
    Rejected,
    /// Refused for its rate.
    Throttled,
    /// Replaced by a fault that the user asked for.
    Faulted,
    /// Answered, and no event was expected: a preflight, a script, a health check.
    Served,
    /// No platform owns the path.
    Unmatched,
}

impl Outcome {
    /// Every outcome, in the order in which the docs list them.
    pub const ALL: [Outcome; 8] = [
        Outcome::Accepted,
        Outcome::Dropped,
        Outcome::Partial,
        Outcome::Rejected,
        Outcome::Throttled,
        Outcome::Faulted,
        Outcome::Served,
        Outcome::Unmatched,
    ];

    /// The stable word: in the database, in the API, in queries.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Accepted => "accepted",
            Outcome::Dropped => "dropped",
            Outcome::Partial => "partial",
            Outcome::Rejected => "rejected",
            Outcome::Throttled => "throttled",
            Outcome::Faulted => "faulted",
            Outcome::Served => "served",
            Outcome::Unmatched => "unmatched",
        }
    }

    /// The outcome of that word, if it is one.
    pub fn parse(word: &str) -> Option<Outcome> {
        Outcome::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == word)
    }

    /// What it means, for a person who never read the docs.
    pub fn explain(self) -> &'static str {
        match self {
            Outcome::Accepted => "taken in",
            Outcome::Dropped => "answered with success, and lost",
            Outcome::Partial => "a batch of which some events were lost",
            Outcome::Rejected => "refused with an error",
            Outcome::Throttled => "refused: too many requests",
            Outcome::Faulted => "answered with a fault that you asked for",
            Outcome::Served => "answered; carries no event",
            Outcome::Unmatched => "no platform has this path",
        }
    }

    /// The fate of a request from those of its events: all the same, or `Partial`.
    pub fn of_batch(fates: impl IntoIterator<Item = Outcome>) -> Outcome {
        let mut fates = fates.into_iter();
        let Some(first) = fates.next() else {
            return Outcome::Accepted;
        };
        if fates.all(|fate| fate == first) {
            first
        } else {
            Outcome::Partial
        }
    }
}
