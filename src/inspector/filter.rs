use std::sync::Arc;

use super::{PageError, View};
use crate::capture::encode;
use crate::platform::Platform;
use crate::query::{Condition, Expression, Query, QueryError, Word};
use crate::store::{Bound, ListQuery};

/// What a list is narrowed to. It stands in the address of every page, so that a link shows what
/// its sender saw.
#[derive(Debug, Clone)]
pub struct Filter {
    /// The query, as it was written.
    text: String,
    /// The query, read; the empty one if it cannot be: what is wrong narrows nothing.
    query: Arc<Query>,
    /// Why it cannot be read.
    wrong: Option<QueryError>,
    /// The place after which things are shown, if not all are.
    since: Option<Bound>,
}

impl Default for Filter {
    fn default() -> Filter {
        Filter::new("", [])
    }
}

impl Filter {
    /// The query `text`, and besides what `named` says.
    pub fn new<'a>(text: &str, named: impl IntoIterator<Item = (Word, &'a str)>) -> Filter {
        let mut text = text.trim().to_string();
        for (word, value) in named {
            let condition = Expression::Is(Condition::Word {
                word,
                value: value.to_string(),
                prefix: false,
            });
            text = joined(&Query::new(condition).to_string(), &text);
        }
        let now = jiff::Timestamp::now().as_microsecond();
        let (query, wrong) = match Query::parse(&text, now) {
            Ok(query) => (query, None),
            Err(error) => (Query::all(), Some(error)),
        };
        Filter {
            text,
            query: Arc::new(query),
            wrong,
            since: None,
        }
    }

    /// This one, of what comes after a place only.
    pub fn after(self, since: Option<Bound>) -> Filter {
        Filter { since, ..self }
    }

    /// Another query, of what comes after the same place.
    pub fn instead(&self, text: &str) -> Filter {
        Filter::new(text, []).after(self.since)
    }

    /// The place after which things are shown, if not all are.
    pub fn since(&self) -> Option<Bound> {
        self.since
    }

    /// The query, as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it asks for.
    pub fn expression(&self) -> &Expression {
        self.query.expression()
    }

    /// Why it cannot be read, if so. It narrows nothing then.
    pub fn wrong(&self) -> Option<&QueryError> {
        self.wrong.as_ref()
    }

    /// What it asks for, in words.
    pub fn explain(&self, view: View) -> String {
        self.query.explain_as(view.word())
    }

    /// After what the list begins, if not with all of it.
    pub fn begins_after(&self) -> Option<String> {
        self.since.map(|since| match since {
            Bound::Cursor(cursor) => format!("request {cursor}"),
            Bound::Event(id) => format!("event {id}"),
        })
    }

    /// Nothing is shown that was not asked for, where there is nobody to say so to.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn readable(&self) -> Result<(), PageError> {
        match &self.wrong {
            None => Ok(()),
            Some(wrong) => Err(PageError::bad_request(format!(
                "The query cannot be read: {wrong}. {}.",
                wrong.hint
            ))),
        }
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.since.is_none()
    }

    /// The test session that it is narrowed to, if it is one.
    pub fn session(&self) -> Option<&str> {
        self.named(Word::Session)
    }

    /// The value that `word` has to have, if there is only one that it may have.
    pub fn named(&self, word: Word) -> Option<&str> {
        let parts = match self.expression() {
            Expression::And(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        parts.iter().find_map(|part| match part {
            Expression::Is(Condition::Word {
                word: of,
                value,
                prefix: false,
            }) if *of == word => Some(value.as_str()),
            _ => None,
        })
    }

    /// This one, narrowed by a condition more.
    pub fn with(&self, condition: &str) -> Filter {
        self.instead(&joined(&self.text, condition))
    }

    /// The platform that it is narrowed to, if it is one.
    pub fn platform(&self) -> Option<&str> {
        self.named(Word::Platform)
    }

    /// Whether this platform is the one asked for.
    pub fn asks_for(&self, platform: &Platform) -> bool {
        self.platform() == Some(platform.as_str())
    }

    /// The session asked for, or nothing.
    pub fn session_text(&self) -> &str {
        self.session().unwrap_or_default()
    }

    /// `path` with this filter.
    pub fn link(&self, path: &str) -> String {
        self.link_with(path, &[])
    }

    /// `path` with this filter and more parameters.
    pub fn link_with(&self, path: &str, more: &[(&str, &str)]) -> String {
        let own = self.pairs();
        let own = own.iter().map(|(name, value)| (*name, value.as_str()));
        address(path, own.chain(more.iter().copied()))
    }

    /// `path` with as much of this filter as is known where only a session, a platform and a place are.
    pub fn scope_link(&self, path: &str) -> String {
        let since = self.since.map(|since| since.to_string());
        let own = [
            ("session", self.session()),
            ("platform", self.platform()),
            ("since", since.as_deref()),
        ];
        let own = own.into_iter();
        address(path, own.filter_map(|(name, value)| Some((name, value?))))
    }

    /// The parameters by which it stands in an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let q = Some(self.text.clone()).filter(|text| !text.is_empty());
        let since = self.since.map(|since| since.to_string());
        let own = [("q", q), ("since", since)].into_iter();
        own.filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }

    /// The question to the store that this filter asks.
    pub fn query(&self) -> ListQuery {
        ListQuery {
            query: (*self.expression() != Expression::All).then(|| Arc::clone(&self.query)),
            after: self.since,
            ..ListQuery::default()
        }
    }
}

fn address<'a>(path: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut link = path.to_string();
    let start = if path.contains('?') { '&' } else { '?' };
    for (place, (name, value)) in pairs.enumerate() {
        link.push(if place == 0 { start } else { '&' });
        link.push_str(name);
        link.push('=');
        link.extend(encode(value));
    }
    link
}

/// Both queries as one, as they are written.
fn joined(first: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (true, _) => second.to_string(),
        (_, true) => first.to_string(),
        _ => format!("{} {}", closed(first), closed(second)),
    }
}

/// A query that more can be put beside: alternatives need parentheses.
fn closed(text: &str) -> String {
    let alternatives =
        Query::parse(text, 0).is_ok_and(|query| matches!(query.expression(), Expression::Or(_)));
    match alternatives {
        true => format!("({text})"),
        false => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(text: &str) -> Filter {
        Filter::new(text, [])
    }

    #[test]
    fn a_link_carries_the_query_encoded() {
        let link = filter("session:\"a b&c\" name:add*").link_with("/x", &[("before", "1.2")]);
        assert_eq!(
            link,
            "/x?q=session%3A%22a%20b%26c%22%20name%3Aadd%2A&before=1.2"
        );
        assert_eq!(filter(" ").link("/x"), "/x");
        let later = filter("a").after(Bound::parse("1.2"));
        assert_eq!(later.link("/x"), "/x?q=a&since=1.2");
        assert_eq!(later.with("b").link("/x"), "/x?q=a%20b&since=1.2");
        assert_eq!(later.scope_link("/x"), "/x?since=1.2");
        assert!(!later.instead("").is_empty());
        assert_eq!(filter("a").link("/x?y=1"), "/x?y=1&q=a");
    }

    #[test]
    fn what_the_address_names_is_a_word_of_the_query() {
        let named = Filter::new(
            "a OR b",
            [(Word::Session, "my own"), (Word::Platform, "jitsu")],
        );
        assert_eq!(named.text(), "platform:jitsu session:\"my own\" (a OR b)");
        assert_eq!(named.session(), Some("my own"));
        assert_eq!(filter("session:a OR session:b").session(), None);
        assert_eq!(filter("-session:a").session(), None);
        assert_eq!(filter("session:a").session(), Some("a"));
    }

    #[test]
    fn what_cannot_be_read_narrows_nothing_and_stays_as_it_was_written() {
        let wrong = filter("outcome:");
        assert!(wrong.wrong().is_some());
        assert_eq!(*wrong.expression(), Expression::All);
        assert_eq!(wrong.link("/x"), "/x?q=outcome%3A");
    }
}
