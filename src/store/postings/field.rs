use crate::event::Decision;

/// One of the two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// Events, by their ordinal.
    Events = 0,
    /// Requests, by their cursor.
    Requests = 1,
}

/// What a value is a value of. The numbers are in the index: a change makes it anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Every row that is there; one value, the empty one.
    Row = 0,
    /// The second it was received in, since 1970, as [`Field::time`] writes it.
    Second,
    /// The same by the minute.
    Minute,
    /// The platform.
    Platform,
    /// The source.
    Source,
    /// The test session.
    Session,
    /// The platform's own word for what it is.
    Type,
    /// The name as sent and the canonical one, ASCII letters small.
    Name,
    /// The name as a list shows it.
    ShownName,
    /// The outcome.
    Outcome,
    /// A finding's code.
    Finding,
    /// A consent decision, whatever on.
    Decision,
    /// A consent decision: the id, [`SEPARATOR`], the decision.
    Consent,
    /// Which of its ids an event has: the names of the columns.
    Known,
    /// The answer's status.
    Status,
    /// How it was sent.
    Transport,
    /// The id came before; one value, the empty one.
    Duplicate,
    /// A double fire; one value, the empty one.
    Double,
    /// A path in the payload.
    Has,
    /// A path in the canonical event.
    HasCanonical,
    /// Rows of which not all values are here, by the number of the field.
    Left,
}

/// Stands between the parts of a value.
pub const SEPARATOR: char = '\u{1f}';

/// The value of [`Field::Consent`].
pub fn consent_value(id: &str, decision: Decision) -> String {
    format!("{id}{SEPARATOR}{}", decision.as_str())
}

impl Field {
    /// How many there are.
    pub const COUNT: usize = Field::Left as usize + 1;

    /// How many values it may have in one chunk; rows with more are noted as [`Field::Left`].
    pub fn most(self) -> usize {
        match self {
            // One a row at most, or a fixed few.
            Field::Row | Field::Second | Field::Minute | Field::Left => usize::MAX,
            Field::Has | Field::HasCanonical => 2000,
            _ => 1000,
        }
    }

    /// A time in seconds or minutes since 1970 as a value: as text it has the order of time.
    pub fn time(units: i64) -> String {
        // Times before 1970 come from a clock that is wrong; they are all the earliest one.
        format!("{:012}", units.max(0))
    }
}

/// The id and the decision of a value of [`Field::Consent`].
pub fn split_consent(value: &str) -> Option<(&str, &str)> {
    value.rsplit_once(SEPARATOR)
}
