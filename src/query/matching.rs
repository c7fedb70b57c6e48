use std::cell::OnceCell;

use super::search_text::{SearchText, holds};
use super::{Condition, Document, Expression, Path, Query, Root, Word};
use crate::connector::DeliveryResult;

impl Query {
    /// Whether it holds for `document`.
    pub fn matches(&self, document: &Document) -> bool {
        Looked::at(document).holds(self.expression())
    }
}

/// A document, and what was worked out of it so far: for many queries that are asked of one
/// document.
pub struct Looked<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) events: Vec<Looked<'a>>,
    text: OnceCell<String>,
    url: OnceCell<String>,
    connectors: OnceCell<Vec<(String, DeliveryResult)>>,
}

impl<'a> Looked<'a> {
    /// A document of which nothing is worked out yet.
    pub fn at(document: &'a Document<'a>) -> Looked<'a> {
        Looked {
            document,
            events: document.events.iter().map(Looked::at).collect(),
            text: OnceCell::new(),
            url: OnceCell::new(),
            connectors: OnceCell::new(),
        }
    }

    /// Whether `query` holds for it.
    pub fn fulfils(&self, query: &Query) -> bool {
        self.holds(query.expression())
    }

    fn holds(&self, expression: &Expression) -> bool {
        match expression {
            Expression::All => true,
            Expression::And(parts) => parts.iter().all(|part| self.holds(part)),
            Expression::Or(options) => options.iter().any(|option| self.holds(option)),
            Expression::Not(inner) => !self.holds(inner),
            Expression::Is(condition) => self.is(condition),
        }
    }

    /// Whether a condition holds for it, or for one of its events where that counts.
    pub(super) fn is(&self, condition: &Condition) -> bool {
        self.is_itself(condition)
            || condition.is_of_events() && self.events.iter().any(|event| event.is(condition))
    }

    fn is_itself(&self, condition: &Condition) -> bool {
        let document = self.document;
        match condition {
            Condition::Word {
                word,
                value,
                prefix,
            } => has_word(document, *word, value, *prefix),
            Condition::Consent { id, decision } => document.consent.iter().any(|(of, decided)| {
                id.as_ref().is_none_or(|id| id == of) && *decided == decision.as_str()
            }),
            Condition::Connector { name, result } => self
                .connectors()
                .iter()
                .any(|(of, got)| name.as_ref().is_none_or(|name| name == of) && got == result),
            Condition::After(from) => document.received_at >= *from,
            Condition::Before(to) => document.received_at < *to,
            Condition::Has(path) => !self.values(path).is_empty(),
            Condition::Compare {
                path,
                comparison,
                literal,
            } => {
                let mut values = self.values(path).into_iter();
                values.any(|value| comparison.holds(value, literal))
            }
            Condition::Duplicate => document.duplicate,
            Condition::Double => document.double,
            Condition::Text(words) => holds(self.text(), words),
            Condition::Url(words) => holds(self.url(), words),
        }
    }

    /// The values at a path.
    pub(super) fn values(&self, path: &Path) -> Vec<&'a serde_json::Value> {
        let root = match path.root {
            Root::Payload => self.document.payload,
            Root::Canonical => self.document.canonical,
        };
        root.map_or_else(Vec::new, |root| path.find(root))
    }

    /// What each destination would have been sent.
    pub(super) fn connectors(&self) -> &[(String, DeliveryResult)] {
        self.connectors
            .get_or_init(|| self.document.connectors.map_or_else(Vec::new, |ask| ask()))
    }

    fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let text = match self.document.payload {
                Some(payload) => SearchText::of(payload),
                None => {
                    let mut text = SearchText::new();
                    text.add(self.document.url.unwrap_or_default());
                    text.add(self.document.body.unwrap_or_default());
                    text
                }
            };
            text.into_string()
        })
    }

    fn url(&self) -> &str {
        self.url.get_or_init(|| {
            let mut text = SearchText::new();
            text.add(self.document.url.unwrap_or_default());
            text.into_string()
        })
    }
}

impl Condition {
    /// Whether it holds for a request where it holds for one of its events.
    pub fn is_of_events(&self) -> bool {
        match self {
            Condition::Word { word, .. } => !matches!(
                word,
                Word::Platform
                    | Word::Source
                    | Word::Session
                    | Word::Outcome
                    | Word::Status
                    | Word::Transport
            ),
            Condition::After(_) | Condition::Before(_) | Condition::Url(_) => false,
            _ => true,
        }
    }
}

fn has_word(document: &Document, word: Word, value: &str, is_prefix: bool) -> bool {
    let exact = |there: Option<&str>| {
        there.is_some_and(|there| match is_prefix {
            true => there.starts_with(value),
            false => there == value,
        })
    };
    let in_any_case = |there: Option<&str>| {
        there.is_some_and(|there| {
            let there = match is_prefix {
                true => there.get(..value.len()).unwrap_or_default(),
                false => there,
            };
            there.eq_ignore_ascii_case(value)
        })
    };
    match word {
        Word::Platform => in_any_case(document.platform),
        Word::Source => exact(document.source),
        Word::Session => exact(Some(document.session)),
        Word::Type => in_any_case(document.kind),
        Word::Name => in_any_case(document.name) || in_any_case(document.canonical_name),
        Word::Outcome => in_any_case(Some(document.outcome)),
        Word::Finding => document.findings.iter().any(|code| in_any_case(Some(code))),
        Word::User => exact(document.user_id),
        Word::AnonymousId => exact(document.anonymous_id),
        Word::SessionId => exact(document.session_id),
        Word::MessageId => exact(document.message_id),
        Word::Status => exact(Some(&document.status.to_string())),
        Word::Transport => in_any_case(document.transport),
    }
}
