use proptest::prelude::*;
use proptest::sample::select;

use super::super::words::words;
use super::super::{
    Comparison, Condition, Expression, Keyword, Literal, Path, Root, Step, VOCABULARY, Word,
};
use crate::connector::DeliveryResult;
use crate::event::Decision;

/// Keys and texts that are found in the events of [`super::matching`], and others.
const KEYS: [&str; 14] = [
    "properties",
    "price",
    "items",
    "id",
    "my key",
    "",
    "0",
    "canonical",
    "status",
    "a.b",
    "-x",
    "q\"\\",
    "AND",
    "params",
];
const TEXTS: [&str; 12] = [
    "purchase",
    "Add To Cart",
    "addToCart",
    "u1",
    "true",
    "10",
    "-1.5",
    "a \"b\" \\",
    "x*",
    "商品",
    "crème",
    "(a)",
];

/// Any expression in the one form that a query has.
pub fn expression() -> impl Strategy<Value = Expression> {
    let leaf = condition().prop_map(Expression::Is);
    leaf.prop_recursive(5, 40, 4, |inner| {
        let several = prop::collection::vec(inner.clone(), 2..5);
        prop_oneof![
            several.clone().prop_map(Expression::all_of),
            several.prop_map(Expression::any_of),
            inner.prop_map(|inner| Expression::Not(Box::new(inner))),
        ]
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    // What can be printed as a date.
    let micros = -60_000_000_000_000_000..200_000_000_000_000_000i64;
    prop_oneof![
        4 => word(),
        1 => (id(), select(&Decision::ALL)).prop_map(|(id, decision)| Condition::Consent { id, decision }),
        1 => (id(), select(&DeliveryResult::ALL)).prop_map(|(name, result)| Condition::Connector { name, result }),
        1 => micros.clone().prop_map(Condition::After),
        1 => micros.prop_map(Condition::Before),
        1 => path().prop_map(Condition::Has),
        4 => compare(),
        1 => Just(Condition::Duplicate),
        1 => Just(Condition::Double),
        2 => some_words().prop_map(Condition::Text),
        1 => some_words().prop_map(Condition::Url),
    ]
}

fn id() -> impl Strategy<Value = Option<String>> {
    prop::option::of(text().prop_filter("an id is not empty", |id| !id.is_empty()))
}

fn word() -> impl Strategy<Value = Condition> {
    let all: Vec<Word> = VOCABULARY
        .iter()
        .filter_map(|entry| match entry.keyword {
            Keyword::Word(word) => Some(word),
            _ => None,
        })
        .collect();
    (
        select(all),
        text(),
        any::<prop::sample::Index>(),
        any::<bool>(),
    )
        .prop_map(|(word, text, at, prefix)| {
            let value = match (Keyword::Word(word).values(), word) {
                (Some(known), _) => at.get(&known).to_string(),
                (None, Word::Status) if prefix => "4".into(),
                (None, Word::Status) => "404".into(),
                (None, _) if text.is_empty() && !prefix => "x".into(),
                (None, _) => text,
            };
            Condition::Word {
                word,
                value,
                prefix,
            }
        })
}

fn compare() -> impl Strategy<Value = Condition> {
    use Comparison::*;
    let ordered = prop_oneof![
        any::<f64>()
            .prop_filter("a number", |number| number.is_finite())
            .prop_map(Literal::Number),
        (-20..20i32).prop_map(|number| Literal::Number(f64::from(number) / 2.0)),
        text().prop_map(Literal::Text),
    ];
    let other = prop_oneof![any::<bool>().prop_map(Literal::Bool), Just(Literal::Null)];
    let how = select(vec![Equal, NotEqual, Greater, AtLeast, Less, AtMost]);
    prop_oneof![
        3 => (path(), how, ordered),
        1 => (path(), select(vec![Equal, NotEqual]), other),
    ]
    .prop_map(|(path, comparison, literal)| Condition::Compare {
        path,
        comparison,
        literal,
    })
}

fn path() -> impl Strategy<Value = Path> {
    let step = prop_oneof![
        5 => select(&KEYS).prop_map(|key| Step::Key(key.into())),
        1 => any::<String>().prop_map(Step::Key),
        1 => (0..3usize).prop_map(Step::Index),
        1 => Just(Step::Each),
    ];
    let root = select(vec![Root::Payload, Root::Canonical]);
    (root, prop::collection::vec(step, 1..5)).prop_map(|(root, steps)| Path { root, steps })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![select(&TEXTS).prop_map(String::from), any::<String>()]
}

fn some_words() -> impl Strategy<Value = Vec<String>> {
    text().prop_map(|text| match words(&text) {
        none if none.is_empty() => vec!["cart".into()],
        some => some,
    })
}
