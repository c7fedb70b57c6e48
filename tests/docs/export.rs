use std::collections::BTreeSet;
use std::fmt::Write;

use clap::ValueEnum;
use eventpit::export::{Format, Kind, Line};
use eventpit::platform::{Platform, times};
use serde_json::Value;

/// docs/EXPORT.md: its prose, with the fields whose times a replay shifts.
pub fn page() -> String {
    let mut rows = String::new();
    for platform in Platform::ALL {
        let fields: Vec<String> = times(platform)
            .iter()
            .map(|pointer| format!("`{pointer}`"))
            .collect();
        let _ = writeln!(rows, "| {} | {} |", platform.title(), fields.join(", "));
    }
    include_str!("export.md").replace("{{times}}", &rows)
}

#[test]
fn the_page_has_every_format_and_every_member_of_a_line() {
    let page = page();
    for format in Format::value_variants() {
        let row = format!("| `{}` | ", format.as_str());
        assert!(page.contains(&row), "{row}");
    }
    for kind in [
        Kind::Recording,
        Kind::Workspace,
        Kind::Request,
        Kind::Undelivered,
        Kind::DebugSession,
        Kind::Reload,
        Kind::End,
    ] {
        let kind = serde_json::to_value(kind).expect("a kind is a word");
        let kind = format!("`{}`", kind.as_str().expect("a word"));
        assert!(page.contains(&kind), "{kind}");
    }
    for member in members() {
        assert!(page.contains(&format!("`{member}`")), "{member}");
    }
}

/// The members that a line may have, by what is said of one that is none.
fn members() -> BTreeSet<String> {
    let wrong = serde_json::from_value::<Line>(serde_json::json!({"none": Value::Null}));
    let told = wrong.expect_err("there is no such member").to_string();
    let known = told.split('`').skip(3).step_by(2).map(str::to_string);
    let known: BTreeSet<String> = known.collect();
    assert!(known.len() > 20, "{told}");
    known
}
