use crate::connector::DeliveryResult;
use crate::event::Decision;

/// A parsed query: conditions and how they are joined.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// Holds for everything: the empty query.
    All,
    /// Holds where each of these holds; two at least.
    And(Vec<Expression>),
    /// Holds where one of these holds; two at least.
    Or(Vec<Expression>),
    /// Holds where this does not.
    Not(Box<Expression>),
    /// Holds where this condition does.
    Is(Condition),
}

/// One condition.
///
/// Of a request, a condition on what only events have (a type, a name, an id, a consent decision, a
/// destination, a path, a duplicate) holds where it holds for one of its events; so does one on a
/// finding, which may also be the request's own, and free text, which is also looked for in the
/// request's path, query and body. Platform, source, session, outcome, status, transport, time and
/// address are the request's own.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// `platform:jitsu`, `name:add*`: a known word has this value, or begins with it.
    Word {
        /// Which.
        word: Word,
        /// The value, without the `*`.
        value: String,
        /// Whether it ended in `*`: then the value only begins with it.
        prefix: bool,
    },
    /// `consent:denied`, `consent.marketing:granted`: a consent decision.
    Consent {
        /// The vendor, category or purpose; any if there is none.
        id: Option<String>,
        /// What was decided.
        decision: Decision,
    },
    /// `connector.ga4:sent`, `connector:invalid`: what a destination would have been sent, by the
    /// workspace that was in force when the event came.
    Connector {
        /// The connector's name; any if there is none.
        name: Option<String>,
        /// What would have become of the event.
        result: DeliveryResult,
    },
    /// `after:-15m`, `after:2026-11-20T10:00Z`: received at this time or later, in microseconds
    /// since 1970. A relative time was taken from the moment at which the query was parsed.
    After(i64),
    /// `before:…`: received before this time.
    Before(i64),
    /// `has:properties.price`: there is a value there, `null` included.
    Has(Path),
    /// `properties.price>10`: a value there compares so with the literal.
    Compare {
        /// Where the value is.
        path: Path,
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        literal: Literal,
    },
    /// `is:duplicate`: an event with the same id came before.
    Duplicate,
    /// `is:double`: the same visitor sent the same event within 3 seconds, but for volatile fields.
    Double,
    /// `cart`, `"add to cart"`: free text over the whole payload, keys included. The words as
    /// [`words`](crate::query::words) splits them, one at least; looked for in a
    /// [`SearchText`](crate::query::SearchText) as [`holds`](crate::query::holds) does: one after
    /// another, the last one perhaps only the beginning of a word, or all as one word
    /// (`addtocart`), perhaps only its beginning.
    Text(Vec<String>),
    /// `url:checkout`: the same over the page's address (of a request: its path and query).
    Url(Vec<String>),
}

/// A word that has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Word {
    /// The platform: `jentis`, `jitsu`, `commanders-act`, `datafly`.
    Platform,
    /// The source.
    Source,
    /// The test session.
    Session,
    /// The platform's own word for what it is: `track`, `page`, …
    Type,
    /// The name, as sent or canonical.
    Name,
    /// The outcome.
    Outcome,
    /// A finding's code.
    Finding,
    /// The known user's id.
    User,
    /// The visitor's id.
    AnonymousId,
    /// The id of the visit.
    SessionId,
    /// The client's id of the event.
    MessageId,
    /// The answer's status.
    Status,
    /// How the client sent it: `beacon`, `fetch`, `pixel`, `server`; inferred.
    Transport,
}

/// A path into an event.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    /// Where it begins.
    pub root: Root,
    /// Its steps; one at least.
    pub steps: Vec<Step>,
}

/// Where a path begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Root {
    /// The payload as the platform takes it.
    Payload,
    /// `canonical.…`: the event in the common vocabulary.
    Canonical,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// `.price`: the member of an object.
    Key(String),
    /// `[0]` or `.0`: the element of an array.
    Index(usize),
    /// `[]`: each element of an array.
    Each,
}

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`: there is a value, and it is another.
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `<`
    Less,
    /// `<=`
    AtMost,
}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `10`, `-1.5`: numbers, and text that reads as one.
    Number(f64),
    /// `"a"`, `shoes`: text, to the letter.
    Text(String),
    /// `true`, `false`.
    Bool(bool),
    /// `null`.
    Null,
}
