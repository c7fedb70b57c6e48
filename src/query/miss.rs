use super::likeness::{is_misspelt, unlike};
use super::matching::Looked;
use super::there::there;
use super::{Condition, Document, Expression, Query, Word};

/// How many values of a document one miss shows, and how many characters of each.
const MOST_VALUES: usize = 5;
const LONGEST_VALUE: usize = 200;

/// A condition that keeps a document from being found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// What it is about: `name`, `consent.marketing`, `properties.price`, `text`.
    pub field: String,
    /// The condition as it is written in a query, with `-` in front where it must not hold.
    pub expected: String,
    /// What the document has there: of each value its beginning, and the first values only. Empty
    /// where there is nothing.
    pub got: Vec<String>,
    /// How far off it is: 1 where there is another value, 2 where there is none; 4 where it is
    /// another name, type or platform, and so another event altogether, or 2 where that may only be
    /// misspelt. Ours, to find the nearest.
    pub weight: u32,
    /// How unlike the value is that is there, 0 to 1000: among what is equally far, the nearest is
    /// what is likest.
    pub unlike: u32,
}

impl Query {
    /// What keeps `document` from being found: nothing if it is found; of alternatives, the
    /// nearest.
    pub fn misses(&self, document: &Document) -> Vec<Miss> {
        missing(self.expression(), &Looked::at(document), true)
    }

    /// How far `document` is from being found, 0 if it is: the nearest miss is the document with
    /// the smallest distance.
    pub fn distance(&self, document: &Document) -> u32 {
        weight(&self.misses(document))
    }
}

/// How far a document is that has these misses, and how unlike where it is as far as another.
pub fn remoteness(misses: &[Miss]) -> (u32, u32) {
    let unlike = misses.iter().map(|miss| miss.unlike).sum();
    (weight(misses), unlike)
}

fn weight(misses: &[Miss]) -> u32 {
    misses.iter().map(|miss| miss.weight).sum()
}

/// What is missing for `expression` to come out as `wanted`.
fn missing(expression: &Expression, looked: &Looked, wanted: bool) -> Vec<Miss> {
    match (expression, wanted) {
        (Expression::All, true) => Vec::new(),
        (Expression::All, false) => vec![Miss {
            field: "text".into(),
            expected: "nothing".into(),
            got: Vec::new(),
            weight: 4,
            unlike: 0,
        }],
        (Expression::Not(inner), _) => missing(inner, looked, !wanted),
        (Expression::And(parts), true) | (Expression::Or(parts), false) => {
            let all = parts.iter().flat_map(|part| missing(part, looked, wanted));
            all.collect()
        }
        (Expression::And(parts), false) | (Expression::Or(parts), true) => {
            let options = parts.iter().map(|part| missing(part, looked, wanted));
            options
                .min_by_key(|misses| remoteness(misses))
                .unwrap_or_default()
        }
        (Expression::Is(condition), _) if looked.is(condition) == wanted => Vec::new(),
        (Expression::Is(condition), _) => vec![miss(condition, looked, wanted)],
    }
}

fn miss(condition: &Condition, looked: &Looked, wanted: bool) -> Miss {
    let mut got = there(condition, looked);
    if condition.is_of_events() {
        let events = looked.events.iter();
        got.extend(events.flat_map(|event| there(condition, event)));
    }
    got.truncate(MOST_VALUES);
    let kept = got
        .into_iter()
        .map(|value| match value.char_indices().nth(LONGEST_VALUE) {
            Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
            None => value,
        });
    let got: Vec<String> = kept.collect();
    let is_other_event = matches!(
        condition,
        Condition::Word {
            word: Word::Name | Word::Type | Word::Platform,
            ..
        }
    );
    let condition_text = match wanted {
        true => condition.to_string(),
        false => Expression::Not(Box::new(Expression::Is(condition.clone()))).to_string(),
    };
    let unlike = match wanted {
        true => unlike(condition, &got),
        false => 0,
    };
    let is_misspelt = wanted && is_misspelt(unlike);
    Miss {
        field: field(condition),
        expected: condition_text,
        weight: match (is_other_event, got.is_empty()) {
            (true, _) if is_misspelt => 2,
            (true, _) => 4,
            (false, true) => 2,
            (false, false) => 1,
        },
        got,
        unlike,
    }
}

/// What a condition is about.
fn field(condition: &Condition) -> String {
    match condition {
        Condition::Word { word, .. } => word.as_str().into(),
        Condition::Consent { id, .. } => named("consent", id),
        Condition::Connector { name, .. } => named("connector", name),
        Condition::After(_) | Condition::Before(_) => "received_at".into(),
        Condition::Has(path) | Condition::Compare { path, .. } => path.to_string(),
        Condition::Duplicate => "duplicate".into(),
        Condition::Double => "double".into(),
        Condition::Text(_) => "text".into(),
        Condition::Url(_) => "url".into(),
    }
}

fn named(word: &str, id: &Option<String>) -> String {
    match id {
        Some(id) => format!("{word}.{id}"),
        None => word.into(),
    }
}
