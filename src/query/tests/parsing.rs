use super::super::{Comparison, Condition, Expression, Literal, Path, Root, Step, Word};
use super::{expression, parsed, printed};

fn text(words: &[&str]) -> Expression {
    let words = words.iter().map(|word| (*word).to_string());
    Expression::Is(Condition::Text(words.collect()))
}

fn word(word: Word, value: &str, prefix: bool) -> Expression {
    Expression::Is(Condition::Word {
        word,
        value: value.into(),
        prefix,
    })
}

fn not(inner: Expression) -> Expression {
    Expression::Not(Box::new(inner))
}

#[test]
fn conditions_one_after_another_all_have_to_hold() {
    let expected = Expression::And(vec![
        word(Word::Platform, "jitsu", false),
        word(Word::Outcome, "dropped", false),
        text(&["add", "to", "cart"]),
        not(word(Word::Type, "page", false)),
    ]);
    for query in [
        "platform:jitsu outcome:dropped \"add to cart\" -type:page",
        "  platform:jitsu AND outcome:dropped AND addToCart AND NOT type:page  ",
        "(platform:jitsu (outcome:dropped add_to_cart)) -(type:page)",
        "PLATFORM:Jitsu outcome:DROPPED add-to-cart -type:page",
    ] {
        assert_eq!(expression(query), expected, "{query}");
    }
}

#[test]
fn a_sequence_binds_more_tightly_than_or() {
    let (a, b, c) = (text(&["a"]), text(&["b"]), text(&["c"]));
    let expected = Expression::Or(vec![a.clone(), Expression::And(vec![b.clone(), c.clone()])]);
    assert_eq!(expression("a OR b c"), expected);
    let expected = Expression::And(vec![Expression::Or(vec![a.clone(), b.clone()]), c.clone()]);
    assert_eq!(expression("(a OR b) c"), expected);
    let expected = Expression::And(vec![not(a), b]);
    assert_eq!(expression("-a b"), expected);
    // In small letters they are words to look for.
    assert_eq!(expression("or"), text(&["or"]));
    assert_eq!(expression("\"OR\""), text(&["or"]));
    assert_eq!(expression("ORder"), text(&["o", "rder"]));
}

#[test]
fn one_word_has_several_values() {
    assert_eq!(
        printed("outcome:(dropped OR partial) x"),
        "(outcome:dropped OR outcome:partial) x"
    );
    assert_eq!(
        printed("-name:( a OR \"b c\" )"),
        "-(name:a OR name:\"b c\")"
    );
    assert_eq!(printed("missing:(a OR b.c)"), "missing:a OR missing:b.c");
    assert_eq!(printed("name:(a)"), "name:a");
}

#[test]
fn a_value_is_whole_or_a_beginning_or_in_quotes() {
    assert_eq!(expression("name:add*"), word(Word::Name, "add", true));
    assert_eq!(
        expression("name:\"add *\""),
        word(Word::Name, "add *", false)
    );
    assert_eq!(
        expression("name:\"add to\"*"),
        word(Word::Name, "add to", true)
    );
    assert_eq!(expression("user:*"), word(Word::User, "", true));
    assert_eq!(
        expression(r#"name:"a \"b\" \\ \c""#),
        word(Word::Name, r#"a "b" \ \c"#, false)
    );
    assert_eq!(expression("status:4xx"), word(Word::Status, "4", true));
    assert_eq!(expression("status:404"), word(Word::Status, "404", false));
    assert_eq!(
        expression("finding:dupl*"),
        word(Word::Finding, "dupl", true)
    );
    let mail = expression("user:a+b@shop.example");
    assert_eq!(mail, word(Word::User, "a+b@shop.example", false));
}

#[test]
fn every_word_has_its_condition() {
    for (query, canonical) in [
        ("consent:Denied", "consent:denied"),
        ("consent.marketing:granted", "consent.marketing:granted"),
        ("consent.3:granted", "consent.3:granted"),
        ("consent.\"a b\":granted", "consent.\"a b\":granted"),
        ("consent.com.x:granted", "consent.\"com.x\":granted"),
        ("connector.ga4:sent", "connector.ga4:sent"),
        ("connector:not-consented", "connector:not_consented"),
        ("connector:\"sent essential\"", "connector:sent_essential"),
        ("url:/Check-out?step=1", "url:\"check out step 1\""),
        ("after:-15m", "after:2026-02-25T14:15:00Z"),
        ("before:2026-11-20", "before:2026-11-20T00:00:00Z"),
        ("has:properties.price", "has:properties.price"),
        ("missing:items[].id", "missing:items[].id"),
        ("NOT missing:a", "-missing:a"),
        ("-has:a", "missing:a"),
        ("is:duplicate", "is:duplicate"),
        ("is:DOUBLE", "is:double"),
        ("https://shop.example/a", "\"https shop example a\""),
    ] {
        assert_eq!(printed(query), canonical, "{query}");
    }
}

#[test]
fn a_path_has_keys_and_places() {
    let path = Path {
        root: Root::Payload,
        steps: vec![
            Step::Key("items".into()),
            Step::Each,
            Step::Key("my key.".into()),
            Step::Index(0),
            Step::Key("0".into()),
        ],
    };
    let expected = Expression::Is(Condition::Compare {
        path,
        comparison: Comparison::Equal,
        literal: Literal::Text("a".into()),
    });
    assert_eq!(expression("items[].\"my key.\".0.\"0\"=a"), expected);
    for (query, canonical) in [
        ("properties.price>10", "properties.price>10"),
        ("properties.price>=-1.50", "properties.price>=-1.5"),
        ("canonical.params.value<=5", "canonical.params.value<=5"),
        ("\"canonical\".a!=null", "\"canonical\".a!=null"),
        ("\"status\"<400", "\"status\"<400"),
        ("a==true", "a=true"),
        ("a=1e300", "a=1e300"),
        ("a=shoes", "a=\"shoes\""),
        ("a=\"10\"", "a=\"10\""),
        ("a=1.2.3", "a=\"1.2.3\""),
        ("[0].a=1", "[0].a=1"),
        ("canonical[0]=1", "canonical[0]=1"),
        ("$a-b.c_d=1", "$a-b.c_d=1"),
    ] {
        assert_eq!(printed(query), canonical, "{query}");
    }
}

#[test]
fn nothing_asks_for_everything() {
    for query in ["", "  ", "\t\n"] {
        assert_eq!(parsed(query).expression(), &Expression::All);
    }
}
