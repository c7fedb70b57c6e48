//! Holds the reference pages and the code together. `EVENTPIT_BLESS=1 cargo test --test docs`
//! writes the pages anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by a panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod benches;
mod clients;
mod command_line;
mod connectors;
mod export;
mod faults;
mod fidelity;
mod findings;
mod paths;
mod plans;
mod query;
mod readme;
mod send_table;
mod settings;
mod testing;
mod tls;

use std::path::PathBuf;

/// Compares a generated page with the file, or writes the file when asked to.
fn holds(file: &str, page: &str) {
    let path = root().join(file);
    if is_blessing() {
        bless(file, page);
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "{file} says something else than the code; EVENTPIT_BLESS=1 cargo test --test docs writes it"
    );
}

/// Whether the files are to be written anew.
fn is_blessing() -> bool {
    std::env::var_os("EVENTPIT_BLESS").is_some()
}

/// Writes a file all at once: other tests read it meanwhile.
fn bless(file: &str, text: &str) {
    let new = root().join(format!("{file}.new"));
    std::fs::write(&new, text).expect("the file can be written");
    std::fs::rename(new, root().join(file)).expect("the file can take its place");
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A text as it may stand in a table's cell.
fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

/// A cell that says where something stands: addresses in it are links.
fn place(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        let address = word.trim_end_matches([';', ',', ')']);
        match address.starts_with("https://") {
            true => format!("<{address}>{}", &word[address.len()..]),
            false => cell(word),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn where_a_finding_stands_can_be_followed() {
    let kinds = findings::all().into_iter().map(|(_, kind)| kind);
    let linked: Vec<_> = kinds.filter(|it| it.docs.starts_with("https:")).collect();
    assert!(linked.len() > 100, "{}", linked.len());
    for kind in linked {
        let uri = kind.docs.parse::<actix_web::http::Uri>();
        let host = uri.as_ref().ok().and_then(|uri| uri.host());
        let is_whole = host.is_some_and(|host| host.contains('.'));
        assert!(is_whole, "{}: {}", kind.code, kind.docs);
    }
}

#[test]
fn findings_page() {
    holds("docs/FINDINGS.md", &findings::page());
}

fn reference() -> String {
    format!(
        "# Reference\n\nMade from the code by `EVENTPIT_BLESS=1 cargo test --test docs`; a test \
         compares the two.\n\n{}\n{}\n{}",
        command_line::section(),
        paths::section(),
        settings::section()
    )
}

#[test]
fn reference_page() {
    holds("docs/REFERENCE.md", &reference());
}

#[test]
fn connectors_page() {
    holds("docs/CONNECTORS.md", &connectors::page());
}

#[test]
fn export_page() {
    holds("docs/EXPORT.md", &export::page());
}

#[test]
fn query_page() {
    holds("docs/QUERY.md", &query::page());
}

#[test]
fn finding_codes_are_unique() {
    let mut codes: Vec<&str> = findings::all()
        .into_iter()
        .map(|(_, kind)| kind.code)
        .collect();
    codes.sort_unstable();
    let mut unique = codes.clone();
    unique.dedup();
    assert_eq!(codes, unique);
}
