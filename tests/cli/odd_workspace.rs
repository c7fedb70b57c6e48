//! Workspaces with things in them that are no files, and with files that no editor would write.

use crate::support::{Builder, Output};

const FINE: &[(&str, &str)] = &[("workspace.json", "{\"name\":\"odd\"}")];

/// `check --workspace` of [`FINE`] once `change` was at its folder.
fn checked(change: impl FnOnce(&std::path::Path)) -> Output {
    let builder = Builder::new().args(["check"]).workspace(FINE);
    change(&builder.folder().join("workspace"));
    builder.run()
}

#[cfg(unix)]
#[test]
fn links_that_make_circles_are_walked_once() {
    let output = checked(|folder| {
        for name in ["a", "b", "c"] {
            std::os::unix::fs::symlink(".", folder.join(name)).expect("a link");
        }
    });
    assert_eq!(output.code, Some(0), "{output:#?}");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_file_and_keeps_nobody_waiting() {
    let output = checked(|folder| {
        let pipe = folder.join("sources.json");
        let made = std::process::Command::new("mkfifo").arg(pipe).status();
        assert!(made.is_ok_and(|made| made.success()), "mkfifo");
    });
    assert_eq!(output.code, Some(1), "{output:#?}");
    assert!(
        output.stdout.contains("sources.json: cannot be read"),
        "{output:#?}"
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_named_and_an_editors_is_none_of_ours() {
    use std::os::unix::fs::symlink;
    let output = checked(|folder| {
        symlink("me@host.1:2", folder.join(".#workspace.json")).expect("a link");
    });
    assert_eq!(output.code, Some(0), "{output:#?}");
    let output = checked(|folder| symlink("gone", folder.join("x.json")).expect("a link"));
    assert_eq!(output.code, Some(1), "{output:#?}");
    assert!(
        output.stdout.starts_with("x.json: cannot be read"),
        "{output:#?}"
    );
}

#[test]
fn a_flood_of_mistakes_is_told_in_a_few_lines() {
    let sites = format!("{{\"sites\":[{}]}}", vec!["1"; 100_000].join(","));
    let text = format!("\"{}\"", "x".repeat(1_000_000));
    let files = [
        ("sources/jitsu.json", sites.as_str()),
        ("sources/datafly.json", text.as_str()),
    ];
    let output = Builder::new().args(["check"]).workspace(&files).run();
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    assert!(
        output.stdout.lines().count() < 100,
        "{} lines",
        output.stdout.lines().count()
    );
    assert!(
        output.stdout.len() < 20_000,
        "{} bytes",
        output.stdout.len()
    );
    assert!(output.stdout.contains("and more"), "{}", output.stdout);
}

#[test]
fn a_sample_that_cannot_be_sent_is_refused() {
    let huge =
        r#"{"title":"x","path":"/","body":{"padded":{"json":{},"bytes":18446744073709551615}}}"#;
    let files = [
        ("requests/jitsu/huge.json", huge),
        (
            "requests/jitsu/path.json",
            r#"{"title":"x","path":"no slash"}"#,
        ),
        (
            "requests/jitsu/method.json",
            r#"{"title":"x","path":"/","method":"A B"}"#,
        ),
    ];
    let output = Builder::new().args(["check"]).workspace(&files).run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    for (file, _) in files {
        assert!(output.stdout.contains(file), "{file}: {output:#?}");
    }
}
