//! `eventpit check`.

use serde_json::{Value, json};

use crate::support::Builder;

const GOOD: &[(&str, &str)] = &[
    ("workspace.json", r#"{"name":"shop"}"#),
    ("sources/jentis.json", r#"{"sources":[]}"#),
];

#[test]
fn the_built_in_workspace_is_fine() {
    let output = Builder::new().args(["check"]).run();
    assert_eq!(output.code, Some(0), "{output:#?}");
    assert!(
        output.stdout.contains("\"demo\" (built in) is fine"),
        "{output:#?}"
    );
    assert_eq!(output.stderr, "");
}

#[test]
fn a_good_folder_is_fine_and_has_a_version() {
    let output = Builder::new().args(["check"]).workspace(GOOD).run();
    assert_eq!(output.code, Some(0), "{output:#?}");
    assert!(output.stdout.contains("\"shop\""), "{output:#?}");
    assert!(output.stdout.contains("2 files"), "{output:#?}");
    let again = Builder::new().args(["check"]).workspace(GOOD).run();
    let version = |text: &str| text.rsplit("version ").next().map(str::to_string);
    assert_eq!(version(&output.stdout), version(&again.stdout));
}

#[test]
fn the_workspace_can_come_from_the_environment() {
    let builder = Builder::new().args(["check"]);
    let missing = builder.folder().join("missing");
    let output = builder.env("EVENTPIT_WORKSPACE", missing).run();
    assert_eq!(output.code, Some(1), "{output:#?}");
}

#[test]
fn a_connector_that_cannot_map_is_told_with_its_line() {
    let connector = "{\n  \"title\": \"T\", \"docs\": \"https://d\", \"evidnce\": \"assumed\",\n  \
                     \"request\": {\"url\": \"https://a\", \"body\": {\"n\": {\"@from\": \"$.name\"}}}\n}";
    let mapping = connector
        .replace(", \"evidnce\": \"assumed\"", "")
        .replace("$.name", "$..name");
    let output = Builder::new()
        .args(["check"])
        .workspace(&[
            ("connectors/keys.json", connector),
            ("connectors/mapping.json", &mapping),
        ])
        .run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    let lines: Vec<&str> = output.stdout.lines().collect();
    let [keys, mapping] = lines.as_slice() else {
        panic!("{output:#?}");
    };
    assert!(
        keys.starts_with("connectors/keys.json:2:38 at /evidnce: "),
        "{keys}"
    );
    assert!(keys.contains("did you mean \"evidence\""), "{keys}");
    let place = "connectors/mapping.json:3:50 at /request/body/n/@from: ";
    assert!(mapping.starts_with(place), "{mapping}");
}

#[test]
fn every_mistake_in_every_file_is_said() {
    let output = Builder::new()
        .args(["check"])
        .workspace(&[
            ("workspace.json", "{\n  \"name\": \"shop\",\n}\n"),
            (
                "sources/jitsu.json",
                r#"{"sites":[{"id":7},{"id":"b","colour":"red"}]}"#,
            ),
            ("sources/datafly.json", r#"{"sources":{}}"#),
            ("sources/jenits.json", "{}"),
            ("requests/nobody/first.json", "{}"),
        ])
        .run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    output.assert_no_panic();
    let expected = [
        "workspace.json:3:1: ",
        "sources/jitsu.json:1:12 at /sites/0/id: expected a text, got 7",
        "sources/jitsu.json:1:30 at /sites/1/colour: unknown key \"colour\"; known here: ",
        "sources/datafly.json:1:2 at /sources: expected a list, got {}",
        "sources/jenits.json: nothing reads this file; did you mean sources/jentis.json?",
        "requests/nobody/first.json: ",
    ];
    for start in expected {
        let lines = output.stdout.lines().filter(|line| line.starts_with(start));
        assert_eq!(lines.count(), 1, "{start:?} in {output:#?}");
    }
    assert_eq!(output.stdout.lines().count(), expected.len(), "{output:#?}");
    assert!(output.stderr.contains("6 problems"), "{output:#?}");
}

#[test]
fn a_byte_that_is_no_utf8_is_a_problem_of_that_file() {
    let builder = Builder::new().args(["check"]).workspace(GOOD);
    let file = builder.folder().join("workspace/sources/jitsu.json");
    std::fs::write(&file, b"{\"sites\":\n \xff}").expect("a file");
    let output = builder.run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    assert_eq!(
        output.stdout,
        "sources/jitsu.json: cannot be read: it is no UTF-8 from line 2 on; save it in that encoding\n"
    );
}

#[test]
fn no_problem_tells_a_secret() {
    let parameter = |parameter: &str| {
        format!(
            r#"{{"title":"X","docs":"https://example.com","parameters":{{"key":{parameter}}},"request":{{"url":"https://example.com","body":{{}}}}}}"#
        )
    };
    let listed = parameter(r#"{"secret":true,"default":["S3CRET-zebra"]}"#);
    let flag = parameter(r#"{"secret":"S3CRET-zebra"}"#);
    let files = [
        ("connectors/listed.json", listed.as_str()),
        ("connectors/flag.json", flag.as_str()),
        (
            "sources/datafly.json",
            r#"{"sources":[{"name":"a","keys":[["S3CRET-zebra"]],"secret":{"S3CRET-zebra":1}}]}"#,
        ),
        (
            "sources/jitsu.json",
            r#"{"sites":[
                {"id":"a","browser_keys":["S3CRET-zebra","a:S3CRET-zebra"],"public_keys":["a:S3CRET-zebra"]},
                {"id":"b","server_keys":["a:S3CRET-zebra"],"revoked_keys":["a:S3CRET-zebra"],
                 "destinations":[{"id":"d","type":"webhook","credentials":"S3CRET-zebra"}]},
                {"id":"b","private_keys":["S3CRET-zebra","b:S3CRET-zebra"],"server_keys":"S3CRET-zebra"}]}"#,
        ),
        (
            "sources/jentis.json",
            r#"{"sources":[{"name":"a","keys":["S3CRET-zebra","S3CRET-zebra"],"debug_codes":"S3CRET-zebra"}]}"#,
        ),
        (
            "sources/commanders-act.json",
            r#"{"sources":"S3CRET-zebra"}"#,
        ),
    ];
    for output in ["human", "json"] {
        let check = ["check", "--output", output];
        let output = Builder::new().args(check).workspace(&files).run();
        assert_eq!(output.code, Some(1), "{output:#?}");
        for file in files.map(|(file, _)| file) {
            assert!(output.stdout.contains(file), "{file}: {output:#?}");
        }
        assert!(!output.stdout.contains("zebra"), "{output:#?}");
    }
}

#[test]
fn a_file_that_cannot_be_read_does_not_hide_what_is_wrong_with_others() {
    let wrong = [
        ("sources/datafly.json", r#"{"sources":{}}"#),
        ("plans/shop.json", r#"{"events":7}"#),
    ];
    let builder = Builder::new().args(["check"]).workspace(&wrong);
    let file = builder.folder().join("workspace/sources/jitsu.json");
    std::fs::write(&file, b"\xff").expect("a file");
    let output = builder.run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    for file in [
        "sources/jitsu.json: cannot be read",
        "sources/datafly.json:1:",
        "plans/shop.json:1:",
    ] {
        let told = output.stdout.lines().filter(|line| line.starts_with(file));
        assert!(told.count() > 0, "{file}: {output:#?}");
    }
}

#[test]
fn a_slip_in_a_file_does_not_hide_what_else_is_wrong_with_it() {
    let connector = r#"{
  "title": "T", "docs": "https://d", "evidnce": "assumed",
  "paramaters": {"a": {"default": "1"}},
  "request": {"method": "SEND IT", "url": "https://a/{a}", "headers": {"X Y": "1"},
    "body": {"n": {"@from": "$..name"}}},
  "gates": [{"when": "$.name ==", "reason": 5}],
  "checks": [{"rule": {"has": ["x"]}, "effect": "bad", "message": "m"}]
}"#;
    let plan = r#"{"severity": "eror", "events": {"a": {"after": ["b"], "schema": {"typ": 1}}}}"#;
    let sources = r#"{"sources": [{"name": "a", "colour": 1, "destinations": ["ga5"]}]}"#;
    let output = Builder::new()
        .args(["check"])
        .workspace(&[
            ("connectors/mine.json", connector),
            ("plans/shop.json", plan),
            ("sources/jentis.json", sources),
        ])
        .run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    let places: Vec<&str> = output
        .stdout
        .lines()
        .map(|line| line.split_once(": ").map_or(line, |(place, _)| place))
        .collect();
    for place in [
        "connectors/mine.json:2:38 at /evidnce",
        "connectors/mine.json:3:3 at /paramaters",
        "connectors/mine.json:4:15 at /request/method",
        "connectors/mine.json:4:72 at /request/headers/X Y",
        "connectors/mine.json:5:20 at /request/body/n/@from",
        "connectors/mine.json:6:14 at /gates/0/when",
        "connectors/mine.json:6:35 at /gates/0/reason",
        "connectors/mine.json:7:39 at /checks/0/effect",
        "connectors/mine.json:7:14 at /checks/0",
        "plans/shop.json:1:2 at /severity",
        "plans/shop.json:1:49 at /events/a/after/0",
        "plans/shop.json:1:66 at /events/a/schema/typ",
        "sources/jentis.json:1:28 at /sources/0/colour",
        "sources/jentis.json:1:58 at /sources/0/destinations/0",
    ] {
        assert!(places.contains(&place), "{place}: {output:#?}");
    }
    // The parameter is meant to be there: nothing says that it is not.
    assert!(!output.stdout.contains("unknown parameter"), "{output:#?}");
}

#[test]
fn what_is_missing_empty_or_there_twice_has_a_place() {
    let files = [
        ("faults.json", ""),
        ("plans/shop.json", "\n  {\"title\": \"T\"}"),
        ("sources/jitsu.json", r#"{"sites": [], "sites": []}"#),
    ];
    let output = Builder::new().args(["check"]).workspace(&files).run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    for line in [
        "faults.json:1:1: is not JSON",
        "plans/shop.json:2:3: \"events\" is missing here",
        "sources/jitsu.json:1:2 at /sites: stands here more than once",
    ] {
        assert!(output.stdout.contains(line), "{line}: {output:#?}");
    }
}

#[test]
fn what_is_none_of_the_choices_is_told_with_all_of_them_and_the_nearest() {
    let severities = r#""info", "warning", "error""#;
    let plan = r#"{"events": {"a": {"severity": "eror"}, "b": {"severity": 7}}}"#;
    let connector = r#"{
  "title": "T", "docs": "https://d", "platform": "jitsuu",
  "consent": {"jitsu": {"purposes": ["a"], "absent": "grantd"}},
  "request": {"url": "https://a", "body": {}},
  "checks": [{"rule": {"hass": ["/x"]}, "message": "m"}]
}"#;
    let output = Builder::new()
        .args(["check"])
        .workspace(&[
            ("connectors/mine.json", connector),
            ("plans/shop.json", plan),
        ])
        .run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    assert!(!output.stdout.contains("keyword"), "{output:#?}");
    for told in [
        format!("at /events/a/severity: expected one of {severities}, got \"eror\"; did you mean \"error\"?"),
        format!("at /events/b/severity: expected one of {severities}, got 7"),
        "at /platform: expected one of \"jentis\", \"jitsu\", \"commanders-act\", \"datafly\", got \"jitsuu\"; did you mean \"jitsu\"?".into(),
        "/absent: expected one of ".into(),
        "got \"grantd\"; did you mean \"granted\"?".into(),
        "/rule/hass: unknown key \"hass\"; did you mean \"has\"?".into(),
    ] {
        assert!(output.stdout.contains(&told), "{told}: {}", output.stdout);
    }
}

#[test]
fn a_folder_with_connectors_alone_is_fine_and_told_what_is_built_in() {
    let connector =
        r#"{"title": "T", "docs": "https://d", "request": {"url": "https://a", "body": {"a": 1}}}"#;
    let output = Builder::new()
        .args(["check"])
        .workspace(&[("connectors/mine.json", connector)])
        .run();
    assert_eq!(output.code, Some(0), "{output:#?}");
    let built_in = "built in, as the folder has none of its own: sources/jentis.json, \
                    sources/jitsu.json, sources/commanders-act.json, sources/datafly.json, plans/, \
                    requests/\n";
    assert!(output.stdout.ends_with(built_in), "{output:#?}");
}

#[test]
fn a_program_reads_the_same_as_json() {
    let check = ["check", "--output", "json"];
    let output = Builder::new().args(check).workspace(GOOD).run();
    assert_eq!(output.code, Some(0), "{output:#?}");
    let told: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(
        (&told["name"], &told["problems"]),
        (&json!("shop"), &json!([]))
    );
    let wrong = [(
        "sources/jitsu.json",
        "{\n  \"sites\": [{\"id\": \"a\", \"strct\": true}]\n}",
    )];
    let output = Builder::new().args(check).workspace(&wrong).run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    let told: Value = serde_json::from_str(&output.stdout).expect("JSON");
    let problem = json!({
        "file": "sources/jitsu.json",
        "line": 2,
        "column": 25,
        "pointer": "/sites/0/strct",
        "message": "unknown key \"strct\"; did you mean \"strict\"?",
    });
    assert_eq!(told, json!({ "problems": [problem] }));
}

#[test]
fn no_name_in_a_workspace_steers_the_terminal() {
    let key = r#"{"\u001b[31m\nred": 1}"#;
    let files = [
        ("sources/jitsu.json", key),
        ("odd\u{1b}[2J\u{202e}.json", "{}"),
    ];
    let builder = Builder::new().bare().args(["check"]);
    let output = builder.workspace(&files).run();
    assert_eq!(output.code, Some(1));
    // The third: a file of sites has one.
    assert_eq!(output.stdout.lines().count(), 3, "{output:#?}");
    assert!(
        !output.stdout.contains(['\u{1b}', '\u{202e}']),
        "{output:#?}"
    );
}

#[test]
fn a_destination_that_is_no_connector_is_named_with_the_nearest() {
    let files = [(
        "sources/datafly.json",
        r#"{"sources":[{"name":"a","destinations":["webhok"]}]}"#,
    )];
    let output = Builder::new().args(["check"]).workspace(&files).run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    let told = "sources/datafly.json:1:41 at /sources/0/destinations/0: no connector is called webhok; did you mean webhook?";
    assert_eq!(output.stdout.trim_end(), told);
}
