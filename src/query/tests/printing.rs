use proptest::prelude::*;

use super::super::{Condition, Expression, LONGEST, MOST_CONDITIONS, Query};
use super::generate::expression;
use super::{NOW, parsed};

/// What a query is made of, for the parser to stumble over.
const PIECES: &str = "( |\\)|-|NOT |AND | OR |\"|\\\\|:|=|!=|>|\\*|\\.|\\[|\\]|\\[\\]|platform:|name:|has:|missing:|after:|consent\\.|is:|canonical|jitsu|a|1|é|商| ){0,30}";

fn conditions(expression: &Expression) -> usize {
    match expression {
        Expression::All => 0,
        Expression::Is(_) => 1,
        Expression::Not(inner) => conditions(inner),
        Expression::And(inner) | Expression::Or(inner) => inner.iter().map(conditions).sum(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_again_as_the_same(expression in expression()) {
        let query = Query::new(expression);
        let printed = query.to_string();
        prop_assume!(printed.chars().count() <= LONGEST);
        prop_assume!(conditions(query.expression()) <= MOST_CONDITIONS);
        // Later, relative times would be others.
        let again = Query::parse(&printed, NOW + 1);
        prop_assert_eq!(again, Ok(query), "{}", printed);
    }

    #[test]
    fn no_text_makes_the_parser_stumble(text in any::<String>()) {
        read(&text)?;
    }

    #[test]
    fn no_odd_query_makes_the_parser_stumble(text in PIECES) {
        read(&text)?;
    }
}

/// Reads a text; what is read is printed and read again, what is refused is refused somewhere.
fn read(text: &str) -> Result<(), TestCaseError> {
    match Query::parse(text, NOW) {
        Ok(query) => {
            let printed = query.to_string();
            prop_assert_eq!(
                Query::parse(&printed, NOW + 1),
                Ok(query),
                "{} → {}",
                text,
                printed
            );
        }
        Err(error) => {
            prop_assert!(
                error.position + error.length <= text.chars().count(),
                "{error:?}"
            );
        }
    }
    Ok(())
}

#[test]
fn parentheses_stand_where_they_are_needed() {
    for query in [
        "a (b OR c)",
        "a b OR c",
        "-(a b) OR -(c OR d)",
        "a OR (b OR c d) e",
        "--a",
    ] {
        assert_eq!(parsed(query).to_string(), query);
    }
    assert_eq!(parsed("((a) AND (b)) c").to_string(), "a b c");
    let missing = parsed("missing:a");
    assert!(matches!(missing.expression(), Expression::Not(inner)
        if matches!(**inner, Expression::Is(Condition::Has(_)))));
}
