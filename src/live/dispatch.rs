use std::collections::HashMap;

use crate::query::{Condition, Document, Expression, Query, Word};

/// The words by which a query may be found, the ones with the fewest events to a value first.
const WORDS: [Word; 10] = [
    Word::MessageId,
    Word::User,
    Word::AnonymousId,
    Word::SessionId,
    Word::Session,
    Word::Name,
    Word::Type,
    Word::Source,
    Word::Outcome,
    Word::Platform,
];

/// Finds the few of many queries that an event could fulfil: each is kept under one value that it
/// demands of one word (`session:run-7`), so that a thousand of them cost an event a few look-ups.
#[derive(Default)]
pub struct Dispatch {
    demanding: HashMap<Word, HashMap<String, Vec<u64>>>,
    /// Queries that demand no word.
    others: Vec<u64>,
}

impl Dispatch {
    /// Adds a query under the number `id`.
    pub fn add(&mut self, id: u64, query: &Query) {
        self.place(query).push(id);
    }

    /// Takes it out again.
    pub fn remove(&mut self, id: u64, query: &Query) {
        self.place(query).retain(|other| *other != id);
        if let Some((word, value)) = demand(query.expression())
            && let Some(values) = self.demanding.get_mut(&word)
            && values.get(&value).is_some_and(Vec::is_empty)
        {
            values.remove(&value);
        }
    }

    /// Whether there is no query.
    pub fn is_empty(&self) -> bool {
        self.others.is_empty() && self.demanding.values().all(HashMap::is_empty)
    }

    /// The numbers of the queries that `event` could fulfil, each once.
    pub fn candidates(&self, event: &Document) -> Vec<u64> {
        let mut found = self.others.clone();
        for (word, values) in &self.demanding {
            let said = said(event, *word);
            for (n, value) in said.iter().enumerate() {
                if !said.iter().take(n).any(|before| before == value)
                    && let Some(ids) = values.get(value)
                {
                    found.extend(ids);
                }
            }
        }
        found
    }

    fn place(&mut self, query: &Query) -> &mut Vec<u64> {
        match demand(query.expression()) {
            Some((word, value)) => self
                .demanding
                .entry(word)
                .or_default()
                .entry(value)
                .or_default(),
            None => &mut self.others,
        }
    }
}

/// The word that an event has to have for `expression` to hold, and its value, as [`said`] writes
/// it.
fn demand(expression: &Expression) -> Option<(Word, String)> {
    let parts = match expression {
        Expression::And(parts) => parts.as_slice(),
        single => std::slice::from_ref(single),
    };
    let demanded = |wanted: Word| {
        parts.iter().find_map(|part| match part {
            Expression::Is(Condition::Word {
                word,
                value,
                prefix: false,
            }) if *word == wanted => Some(written(wanted, value)),
            _ => None,
        })
    };
    WORDS
        .into_iter()
        .find_map(|word| Some((word, demanded(word)?)))
}

/// What an event says for a word, or a request and each of its events.
fn said(event: &Document, word: Word) -> Vec<String> {
    let mut all: Vec<String> = event.events.iter().flat_map(|it| said(it, word)).collect();
    let values = match word {
        Word::Platform => [event.platform, None],
        Word::Source => [event.source, None],
        Word::Session => [Some(event.session), None],
        Word::Type => [event.kind, None],
        Word::Name => [event.name, event.canonical_name],
        Word::Outcome => [Some(event.outcome), None],
        Word::User => [event.user_id, None],
        Word::AnonymousId => [event.anonymous_id, None],
        Word::SessionId => [event.session_id, None],
        Word::MessageId => [event.message_id, None],
        Word::Finding | Word::Status | Word::Transport => [None, None],
    };
    let own = values.into_iter().flatten();
    all.extend(own.map(|value| written(word, value)));
    all
}

/// Ids are compared to the letter, names in any case.
fn written(word: Word, value: &str) -> String {
    match word {
        Word::Platform | Word::Type | Word::Name | Word::Outcome => value.to_ascii_lowercase(),
        _ => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event<'a>(session: &'a str, name: &'a str) -> Document<'a> {
        Document {
            session,
            name: Some(name),
            canonical_name: Some(name),
            ..Document::default()
        }
    }

    #[test]
    fn a_query_is_looked_at_for_what_it_demands_only() {
        let queries = [
            "session:a name:purchase",
            "session:b",
            "name:Purchase",
            "name:pur*",
            "name:purchase OR session:a",
            "-session:a",
            "",
        ];
        let mut dispatch = Dispatch::default();
        let queries = queries.map(|text| Query::parse(text, 0).expect(text));
        for (id, query) in (0u64..).zip(&queries) {
            dispatch.add(id, query);
        }
        let candidates = |dispatch: &Dispatch, event: &Document| {
            let mut ids = dispatch.candidates(event);
            ids.sort_unstable();
            ids
        };
        assert_eq!(candidates(&dispatch, &event("a", "x")), [0, 3, 4, 5, 6]);
        assert_eq!(candidates(&dispatch, &event("b", "x")), [1, 3, 4, 5, 6]);
        assert_eq!(
            candidates(&dispatch, &event("c", "PURCHASE")),
            [2, 3, 4, 5, 6]
        );
        for (id, query) in (0u64..).zip(&queries) {
            dispatch.remove(id, query);
        }
        assert!(candidates(&dispatch, &event("a", "purchase")).is_empty());
        let left: usize = dispatch.demanding.values().map(HashMap::len).sum();
        assert_eq!(left, 0, "nothing is kept of a query that is gone");
    }
}
