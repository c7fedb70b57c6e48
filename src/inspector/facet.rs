use std::sync::Arc;

use super::masking::Masking;
use super::overview::count_with;
use super::{Filter, Look};
use crate::event::Decision;
use crate::platform::Platform;
use crate::query::{Condition, Expression, Query, Word};
use crate::store::{Budget, Counted, Facets, ListQuery, Reader, StoreError};

/// How many values of a facet are offered.
const OFFERED: usize = 20;

/// What the facets of the store are called, in the order in which they are offered.
const WORDS: [(Word, &str); 7] = [
    (Word::Platform, "Platform"),
    (Word::Name, "Name"),
    (Word::Outcome, "Outcome"),
    (Word::Finding, "Finding"),
    (Word::Session, "Session"),
    (Word::Source, "Source"),
    (Word::Type, "Type"),
];

/// Stretches of time until now.
const TIMES: [(&str, &str); 4] = [
    ("after:-5m", "last 5 minutes"),
    ("after:-15m", "last 15 minutes"),
    ("after:-1h", "last hour"),
    ("after:-1d", "last day"),
];

/// Something that a list can be narrowed by.
pub struct FacetView {
    /// What it is called.
    pub title: &'static str,
    /// Its values.
    pub options: Vec<OptionView>,
    /// Whether there are more.
    pub more: bool,
}

/// A value that a list can be narrowed to.
pub struct OptionView {
    /// The value, as a person reads it.
    pub label: String,
    /// How many have it, of those that are listed.
    pub count: Counted,
    /// The list, narrowed to it.
    pub href: String,
}

/// What the list can be narrowed by, and to what. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn facets(
    reader: &Reader,
    look: &Look,
    filter: &Filter,
    masking: &Masking,
    told: Facets,
    budget: &Budget,
) -> Result<Vec<FacetView>, StoreError> {
    let mut facets: Vec<FacetView> = Vec::new();
    for (word, title) in WORDS {
        let found = told.facets.iter().find(|facet| facet.word == word.as_str());
        let Some(facet) = found.filter(|facet| !facet.values.is_empty()) else {
            continue;
        };
        // What it is narrowed to already is a chip.
        if filter.named(word).is_some() {
            continue;
        }
        let mut options = Vec::new();
        // No query asks for a name of no letters.
        let named = facet.values.iter().filter(|it| !it.value.is_empty());
        for value in named.take(OFFERED) {
            if word == Word::Name && masking.is_on() && tells(reader, &value.value, masking)? {
                continue;
            }
            options.push(OptionView {
                label: label(word, &value.value),
                count: Counted {
                    count: value.count,
                    exact: facet.exact,
                },
                href: look.link(&filter.with(&condition(word, &value.value))),
            });
        }
        if options.is_empty() {
            continue;
        }
        facets.push(FacetView {
            title,
            options,
            more: facet.more || facet.values.len() > OFFERED,
        });
    }
    let mut counted = |title, conditions: Vec<(Expression, String, String)>| {
        let mut options = Vec::new();
        for (expression, text, label) in conditions {
            let count = count_with(reader, look.view, filter, expression, budget)?;
            if count.count > 0 {
                let href = look.link(&filter.with(&text));
                options.push(OptionView { label, count, href });
            }
        }
        if !options.is_empty() {
            facets.push(FacetView {
                title,
                options,
                more: false,
            });
        }
        Ok::<(), StoreError>(())
    };
    counted("Consent", consent())?;
    counted("Repeated", repeated())?;
    counted("Time", times())?;
    Ok(facets)
}

fn consent() -> Vec<(Expression, String, String)> {
    let one = |decision: Decision| {
        let condition = Condition::Consent { id: None, decision };
        let word = decision.as_str();
        let expression = Expression::Is(condition);
        (expression, format!("consent:{word}"), word.to_string())
    };
    Decision::ALL.into_iter().map(one).collect()
}

fn repeated() -> Vec<(Expression, String, String)> {
    let one = |(condition, text, label): (Condition, &str, &str)| {
        (Expression::Is(condition), text.into(), label.into())
    };
    [
        (Condition::Duplicate, "is:duplicate", "same id before"),
        (Condition::Double, "is:double", "sent twice within 3 s"),
    ]
    .map(one)
    .into()
}

fn times() -> Vec<(Expression, String, String)> {
    let now = jiff::Timestamp::now().as_microsecond();
    let one = |(text, label): (&str, &str)| {
        let query = Query::parse(text, now).ok()?;
        Some((query.expression().clone(), text.into(), label.into()))
    };
    TIMES.into_iter().filter_map(one).collect()
}

/// Whether an event's name says something that is masked in the newest event that has it. Blocks.
fn tells(reader: &Reader, name: &str, masking: &Masking) -> Result<bool, StoreError> {
    let query = ListQuery {
        limit: 1,
        query: Some(Arc::new(named(Word::Name, name))),
        ..ListQuery::default()
    };
    let newest = reader.events(&query)?.items.into_iter().next();
    Ok(newest.is_some_and(|mut row| {
        let before = row.name.clone();
        masking.name_of(&mut row) != before
    }))
}

/// `platform:jitsu`, with quotes where it needs them.
fn condition(word: Word, value: &str) -> String {
    named(word, value).to_string()
}

fn named(word: Word, value: &str) -> Query {
    Query::new(Expression::Is(Condition::Word {
        word,
        value: value.to_string(),
        prefix: false,
    }))
}

fn label(word: Word, value: &str) -> String {
    match (word, Platform::parse(value)) {
        (Word::Platform, Some(platform)) => platform.title().into(),
        _ => value.into(),
    }
}
