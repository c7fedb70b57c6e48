use std::collections::BTreeSet;
use std::fmt::Write;

use eventpit::query::{
    DEEPEST, Keyword, LONGEST, LONGEST_WORD, MOST_CONDITIONS, Query, QueryErrorCode, VOCABULARY,
    Word,
};

use crate::cell;

/// When the examples are read: 2026-11-21T10:14:09Z.
const NOW: i64 = 1_795_256_049_000_000;

const EXAMPLES: &[&str] = &[
    "platform:jitsu outcome:dropped \"add to cart\" -type:page",
    "name:purchase properties.total>100",
    "name:(purchase OR refund) after:-15m",
    "consent.marketing:denied connector.meta-capi:sent",
    "items[].product.id=\"a\" OR properties.\"my key\"=true",
    "type:track (missing:properties.currency OR -user:*)",
    "is:double transport:beacon",
    "-(name:add* cart)",
];

/// A query for each error.
fn wrong() -> Vec<String> {
    let fixed = [
        "(cart",
        "name:a\"b\"",
        "cart OR",
        "plattform:jitsu",
        "outcome:droped",
        "items[x].id=1",
        "after:yesterday",
        "€",
    ];
    let long = [
        "a".repeat(LONGEST + 1),
        format!("{}a", "-".repeat(DEEPEST + 1)),
        vec!["a"; MOST_CONDITIONS + 1].join(" "),
    ];
    fixed.into_iter().map(String::from).chain(long).collect()
}

/// docs/QUERY.md: its prose, with examples and tables made by the code.
pub fn page() -> String {
    include_str!("query.md")
        .replace("{{examples}}", &examples())
        .replace("{{words}}", &words())
        .replace("{{errors}}\n", &errors())
        .replace("{{longest}}", &LONGEST.to_string())
        .replace("{{conditions}}", &MOST_CONDITIONS.to_string())
        .replace("{{deepest}}", &DEEPEST.to_string())
        .replace("{{longest-word}}", &LONGEST_WORD.to_string())
}

fn examples() -> String {
    let mut text = String::from("| query | what it asks for |\n|---|---|");
    for example in EXAMPLES {
        let _ = write!(text, "\n| `{example}` | {} |", explained(example));
    }
    text
}

fn words() -> String {
    let mut text = String::from("| word | example | what it asks | values |\n|---|---|---|---|\n");
    for entry in VOCABULARY {
        // The example is read, whatever the page says of it.
        explained(entry.example);
        let values = match (entry.keyword, entry.keyword.values()) {
            (Keyword::Word(Word::Finding), _) => "those of [FINDINGS.md](FINDINGS.md)".into(),
            (_, Some(values)) => values.join(", "),
            (_, None) => String::new(),
        };
        let _ = writeln!(
            text,
            "| `{}:` | `{}` | {} | {values} |",
            entry.name,
            entry.example,
            cell(entry.about)
        );
    }
    text
}

fn errors() -> String {
    let mut seen = BTreeSet::new();
    let mut text = String::new();
    for query in wrong() {
        let error = Query::parse(&query, NOW).expect_err("a wrong query");
        seen.insert(error.code.as_str());
        let example = match query.len() {
            ..40 => format!("`{}`", cell(&query)),
            _ => String::new(),
        };
        let _ = writeln!(
            text,
            "| `{}` | {example} | {} | {} |",
            error.code.as_str(),
            cell(&error.to_string()),
            cell(&error.hint)
        );
    }
    let all = QueryErrorCode::ALL.map(QueryErrorCode::as_str);
    assert_eq!(seen, BTreeSet::from(all), "each error has an example");
    text
}

fn explained(query: &str) -> String {
    let query = Query::parse(query, NOW).unwrap_or_else(|error| panic!("{query}: {error}"));
    cell(&query.explain())
}

#[test]
fn every_query_in_the_prose_is_one() {
    let prose = include_str!("query.md");
    let prose = prose.split("## Errors").next().unwrap_or_default();
    let prose = prose.split("## In short").nth(1).unwrap_or_default();
    let quoted = prose.split('`').skip(1).step_by(2);
    let queries: Vec<&str> = quoted
        .filter(|text| text.contains(':') || text.contains('=') || text.contains('>'))
        // Their meaning is explained in terms of these, which are none.
        .filter(|text| {
            let stands_for = text.contains("word:") || text.starts_with("2026-");
            let is_part = text.ends_with(':') || text.chars().all(|c| "=!<>".contains(c));
            !stands_for && !is_part
        })
        .collect();
    assert!(queries.len() > 12, "{queries:?}");
    for query in queries {
        explained(query);
    }
}
