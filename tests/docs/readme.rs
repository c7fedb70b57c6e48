use crate::{findings, reference, root};

/// What a page says in backticks about flags, codes and variables has to be there.
#[test]
fn what_the_pages_name_exists() {
    // Not the files: they may be written meanwhile.
    let (reference, findings) = (reference(), findings::page());
    for page in [
        "README.md",
        "docs/ARCHITECTURE.md",
        "docs/TESTING.md",
        "docs/TLS.md",
        "docs/PLANS.md",
        "docs/PERFORMANCE.md",
        "docs/FAULTS.md",
        "clients/js/README.md",
        "clients/python/README.md",
    ] {
        let text = std::fs::read_to_string(root().join(page)).expect(page);
        for quoted in text.split('`').skip(1).step_by(2) {
            for word in quoted.split_whitespace() {
                let known = match word {
                    _ if word.starts_with("EVENTPIT_") => {
                        let name = word.split('=').next().unwrap_or(word);
                        reference.contains(&format!("`{name}`")) || TEST_VARIABLES.contains(&name)
                    }
                    _ if word.starts_with("--") && quoted.starts_with("eventpit")
                        || word == quoted && word.starts_with("--") =>
                    {
                        reference.contains(&format!("`{word}"))
                    }
                    _ if word.starts_with("src/")
                        || word.starts_with("docs/")
                        || word.starts_with("tests/") =>
                    {
                        root().join(word.trim_end_matches('/')).exists()
                    }
                    _ => true,
                };
                assert!(known, "{page} names `{word}`, which the code does not have");
            }
        }
        for link in links(&text) {
            assert!(
                root()
                    .join(page)
                    .parent()
                    .is_some_and(|folder| folder.join(&link).exists()),
                "{page} links to {link}, which is not there"
            );
        }
    }
    assert!(
        findings.contains("`duplicate`"),
        "docs/FINDINGS.md is empty"
    );
}

/// Variables of the tests, of the clients and of the log, which no flag has.
const TEST_VARIABLES: [&str; 5] = [
    "EVENTPIT_TEST_REQUIRE",
    "EVENTPIT_TEST_PYTHON",
    "EVENTPIT_BIN",
    "EVENTPIT_BLESS",
    "EVENTPIT_LOG",
];

fn links(text: &str) -> Vec<String> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| !link.contains("://") && !link.starts_with('#'))
        .map(|link| link.split('#').next().unwrap_or(link).to_string())
        .collect()
}
