use super::Word;
use crate::capture::Transport;
use crate::connector::DeliveryResult;
use crate::event::{COMMON, Decision, FindingKind, Outcome};
use crate::platform::{Platform, kinds};

/// A word of the language that stands before a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Keyword {
    /// One whose value is compared.
    Word(Word),
    /// `consent:` and `consent.ID:`
    Consent,
    /// `connector:` and `connector.NAME:`
    Connector,
    /// `url:`
    Url,
    /// `after:`
    After,
    /// `before:`
    Before,
    /// `has:`
    Has,
    /// `missing:`
    Missing,
    /// `is:`
    Is,
}

/// A word of the language, for whoever writes a query.
#[derive(Debug)]
pub struct Entry {
    /// As it is written, without the colon.
    pub name: &'static str,
    /// Which.
    pub keyword: Keyword,
    /// What it asks, in a sentence.
    pub about: &'static str,
    /// A query with it.
    pub example: &'static str,
}

/// Every word of the language, in the order in which the docs list them.
pub const VOCABULARY: &[Entry] = &[
    of(
        Keyword::Word(Word::Platform),
        "platform",
        "platform:jitsu",
        "The platform.",
    ),
    of(
        Keyword::Word(Word::Source),
        "source",
        "source:web-shop",
        "The source, to the letter.",
    ),
    of(
        Keyword::Word(Word::Session),
        "session",
        "session:checkout",
        "The test session, to the letter.",
    ),
    of(
        Keyword::Word(Word::Type),
        "type",
        "type:page",
        "The platform's own word for what it is (track, page, identify, event, consent). Case does not count.",
    ),
    of(
        Keyword::Word(Word::Name),
        "name",
        "name:purchase",
        "The event's name, as sent or in the common vocabulary. Case does not count.",
    ),
    of(
        Keyword::Word(Word::Outcome),
        "outcome",
        "outcome:dropped",
        "What became of it.",
    ),
    of(
        Keyword::Word(Word::Finding),
        "finding",
        "finding:duplicate",
        "The code of a finding: docs/FINDINGS.md.",
    ),
    of(
        Keyword::Consent,
        "consent",
        "consent.marketing:granted",
        "A consent decision that the event carries, of one vendor, category or purpose (consent.ID) or of any.",
    ),
    of(
        Keyword::Connector,
        "connector",
        "connector.ga4:sent",
        "What a destination would have been sent (connector.NAME), or any, by the workspace in force when the event came.",
    ),
    of(
        Keyword::Word(Word::User),
        "user",
        "user:u1",
        "The known user's id, to the letter.",
    ),
    of(
        Keyword::Word(Word::AnonymousId),
        "anonymous_id",
        "anonymous_id:a1",
        "The visitor's id, to the letter.",
    ),
    of(
        Keyword::Word(Word::SessionId),
        "session_id",
        "session_id:s1",
        "The id of the visit, to the letter.",
    ),
    of(
        Keyword::Word(Word::MessageId),
        "message_id",
        "message_id:m1",
        "The client's id of the event, to the letter.",
    ),
    of(
        Keyword::Url,
        "url",
        "url:checkout",
        "Words in the address of the page; of a request in its path and query.",
    ),
    of(
        Keyword::Word(Word::Status),
        "status",
        "status:4*",
        "The status of the answer; 4xx is 4*.",
    ),
    of(
        Keyword::Word(Word::Transport),
        "transport",
        "transport:beacon",
        "How it was sent, inferred from the request's headers.",
    ),
    of(
        Keyword::After,
        "after",
        "after:-15m",
        "Received at this time or later: so long ago, or a date, or a time (UTC where no zone is named).",
    ),
    of(
        Keyword::Before,
        "before",
        "before:2026-11-20T10:00Z",
        "Received before this time.",
    ),
    of(
        Keyword::Has,
        "has",
        "has:properties.price",
        "There is a value at this path, null included.",
    ),
    of(
        Keyword::Missing,
        "missing",
        "missing:properties.currency",
        "There is no value at this path.",
    ),
    of(
        Keyword::Is,
        "is",
        "is:double",
        "is:duplicate: an event with the same id came before. is:double: the same visitor sent the same event, but for volatile fields, within 3 seconds.",
    ),
];

const fn of(
    keyword: Keyword,
    name: &'static str,
    example: &'static str,
    about: &'static str,
) -> Entry {
    Entry {
        name,
        keyword,
        about,
        example,
    }
}

/// What `is:` knows.
pub(super) const IS: [&str; 2] = ["duplicate", "double"];

/// The word of the language written so; case does not count.
pub(super) fn keyword(name: &str) -> Option<Keyword> {
    VOCABULARY
        .iter()
        .find(|entry| entry.name.eq_ignore_ascii_case(name))
        .map(|entry| entry.keyword)
}

impl Keyword {
    /// As it is written, without the colon.
    pub fn as_str(self) -> &'static str {
        VOCABULARY
            .iter()
            .find(|entry| entry.keyword == self)
            .map_or("", |entry| entry.name)
    }

    /// Every value that can follow, where they are a closed set.
    pub fn values(self) -> Option<Vec<&'static str>> {
        Some(match self {
            Keyword::Word(Word::Platform) => Platform::ALL.map(Platform::as_str).to_vec(),
            Keyword::Word(Word::Outcome) => Outcome::ALL.map(Outcome::as_str).to_vec(),
            Keyword::Word(Word::Transport) => Transport::ALL.map(Transport::as_str).to_vec(),
            Keyword::Word(Word::Finding) => findings(),
            Keyword::Consent => Decision::ALL.map(Decision::as_str).to_vec(),
            Keyword::Connector => DeliveryResult::ALL.map(DeliveryResult::as_str).to_vec(),
            Keyword::Is => IS.to_vec(),
            _ => return None,
        })
    }
}

impl Word {
    /// As it is written, without the colon.
    pub fn as_str(self) -> &'static str {
        Keyword::Word(self).as_str()
    }
}

/// The code of every finding.
fn findings() -> Vec<&'static str> {
    let own = Platform::ALL.into_iter().flat_map(kinds);
    let kinds = COMMON.all().into_iter().chain(own);
    kinds.map(|kind: &FindingKind| kind.code).collect()
}
