//! What is told of the clients, and what they are.

use std::collections::BTreeSet;

use crate::{root, settings};

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The code of a page between `<!-- MARK -->` and `<!-- /MARK -->` stands in the example as it is,
/// but for how far it is indented. The examples are run by `tests/clients`.
#[test]
fn the_code_of_the_pages_is_the_examples_own() {
    let playwright = ("playwright", "clients/js/example/tests/shop.spec.ts");
    let pytest = ("pytest", "clients/python/example/test_order.py");
    for (page, (mark, example)) in [
        ("README.md", playwright),
        ("docs/TESTING.md", playwright),
        ("docs/TESTING.md", pytest),
        ("clients/js/README.md", playwright),
        ("clients/python/README.md", pytest),
    ] {
        let text = read(page);
        let code = text
            .split_once(&format!("<!-- {mark} -->\n```"))
            .and_then(|(_, rest)| rest.split_once(&format!("```\n<!-- /{mark} -->")))
            .and_then(|(block, _)| block.split_once('\n'))
            .map(|(_, code)| lines(code))
            .unwrap_or_else(|| panic!("{page} has no {mark}"));
        assert!(code.lines().count() > 5, "{page}: {code}");
        assert!(
            lines(&read(example)).contains(&code),
            "{page} shows other code than {example}"
        );
    }
}

fn lines(code: &str) -> String {
    code.lines()
        .map(|line| format!("{}\n", line.trim()))
        .collect()
}

#[test]
fn the_clients_have_the_version_of_the_program() {
    let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    let package = read("clients/js/package.json");
    assert!(package.contains(&format!("\"version\": {version}")));
    let project = read("clients/python/pyproject.toml");
    assert!(project.contains(&format!("\nversion = {version}\n")));
}

/// The members of the type `Fault` are those of a fault; the session is the client's own.
#[test]
fn the_type_of_a_fault_is_whole() {
    let types = read("clients/js/src/index.d.ts");
    let (_, rest) = types
        .split_once("export interface Fault {")
        .expect("the type");
    let (members, _) = rest.split_once("\n}").expect("its end");
    let typed: BTreeSet<&str> = members
        .lines()
        .filter_map(|line| line.trim().split_once(':'))
        .map(|(name, _)| name.trim_end_matches('?'))
        .filter(|name| name.bytes().all(|it| it.is_ascii_lowercase() || it == b'_'))
        .collect();
    let settings = settings::section();
    let there: BTreeSet<&str> = settings
        .lines()
        .filter_map(|line| line.strip_prefix("| `faults[].")?.split('`').next())
        .filter(|name| *name != "session")
        .collect();
    assert!(there.len() > 10, "{there:?}");
    assert_eq!(typed, there);
}

/// Each call of a session that the package's page names is in its types.
#[test]
fn the_calls_of_the_page_are_typed() {
    let (page, types) = (
        read("clients/js/README.md"),
        read("clients/js/src/index.d.ts"),
    );
    let calls: BTreeSet<&str> = page
        .split("`session.")
        .skip(1)
        .filter_map(|rest| rest.split(['(', '`']).next())
        .collect();
    assert!(calls.len() > 10, "{calls:?}");
    for call in calls {
        let is_typed =
            types.contains(&format!("  {call}(")) || types.contains(&format!(" {call}: "));
        assert!(is_typed, "session.{call} has no type");
    }
}
