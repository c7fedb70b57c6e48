use proptest::prelude::*;

use super::super::{Keyword, Query, Seen, Word, suggestions};
use super::NOW;

fn seen(what: Seen) -> Vec<String> {
    let seen: &[&str] = match what {
        Seen::Values(Keyword::Word(Word::Name)) => &["purchase", "Add To Cart"],
        Seen::Values(_) => &[],
        Seen::Ids(Keyword::Consent) => &["marketing", "3", "a b"],
        Seen::Ids(_) => &["ga4"],
        Seen::Paths => &["properties.price", "properties.items[].id"],
    };
    seen.iter().map(ToString::to_string).collect()
}

/// What is suggested where `|` stands, put in: the first few.
fn completed(text: &str) -> Vec<String> {
    let position = text.find('|').map_or(0, |at| text[..at].chars().count());
    let text = text.replace('|', "");
    let found = suggestions(&text, position, &seen);
    let letters: Vec<char> = text.chars().collect();
    let before: String = letters[..found.start].iter().collect();
    let after: String = letters[found.end..].iter().collect();
    let items = found.items.iter().take(6);
    items
        .map(|item| format!("{before}{}{after}", item.text))
        .collect()
}

#[test]
fn what_fits_where_the_cursor_is() {
    for (text, expected) in [
        ("pl|", vec!["platform:"]),
        ("-out|", vec!["-outcome:"]),
        ("plat|form:jitsu", vec!["platform:jitsu"]),
        (
            "platform:|",
            vec![
                "platform:jentis",
                "platform:jitsu",
                "platform:commanders-act",
                "platform:datafly",
            ],
        ),
        (
            "cart (platform:J| OR x)",
            vec!["cart (platform:jentis OR x)", "cart (platform:jitsu OR x)"],
        ),
        (
            "outcome:(dropped OR par|)",
            vec!["outcome:(dropped OR partial)"],
        ),
        ("name:|", vec!["name:purchase", "name:\"Add To Cart\""]),
        ("name:\"add| x\" y", vec!["name:\"Add To Cart\" y"]),
        ("name:\"add|", vec!["name:\"Add To Cart\""]),
        (
            "consent.|",
            vec!["consent.marketing:", "consent.3:", "consent.\"a b\":"],
        ),
        ("consent.marketing:gr|", vec!["consent.marketing:granted"]),
        ("connector.g|", vec!["connector.ga4:"]),
        ("after:-1|", vec!["after:-15m", "after:-1h", "after:-1d"]),
        ("has:properties.p|", vec!["has:properties.price"]),
        ("prop|", vec!["properties.price", "properties.items[].id"]),
        (
            "properties.price|",
            vec![
                "properties.price=",
                "properties.price!=",
                "properties.price>",
                "properties.price>=",
                "properties.price<",
                "properties.price<=",
            ],
        ),
        ("é O|", vec!["é outcome:", "é OR"]),
        ("O|", vec!["outcome:"]),
        ("a OR A|", vec!["a OR anonymous_id:", "a OR after:"]),
        ("\"add to|", vec![]),
        ("source:|", vec![]),
    ] {
        assert_eq!(completed(text), expected, "{text}");
    }
    let all = suggestions("", 0, &seen).items;
    assert_eq!(all[0].text, "platform:");
    assert!(!all.iter().any(|item| item.text == "OR"));
    let more = suggestions("a ", 2, &seen).items;
    assert!(more.iter().any(|item| item.text == "OR"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_value_of_a_closed_set_makes_a_query(position in 0..40usize, text in "(a |b OR |-|\\(){0,3}(outcome:|platform:|transport:|is:|consent:)") {
        let found = suggestions(&text, text.len(), &seen);
        prop_assert!(!found.items.is_empty());
        for item in &found.items {
            let whole = format!("{}{}", &text[..found.start], item.text);
            let open = whole.matches('(').count();
            let query = Query::parse(&format!("{whole}{}", ")".repeat(open)), NOW);
            prop_assert!(query.is_ok(), "{whole}: {query:?}");
        }
        suggestions(&text, position, &seen);
    }

    #[test]
    fn no_text_makes_the_suggestions_stumble(text in any::<String>(), position in 0..100usize) {
        let found = suggestions(&text, position, &seen);
        prop_assert!(found.start <= found.end && found.end <= text.chars().count());
    }
}
