//! `eventpit plan`, and what `eventpit check` says of plans.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Builder, Output, Server};

const JITSU: &[(&str, &str)] = &[
    ("X-Write-Key", "demo:secret"),
    ("Content-Type", "application/json"),
];

fn infer(server: &Server, more: &[&str]) -> Output {
    let url = server.url();
    let args = ["plan", "infer", "--url", &url];
    Builder::new().args(args.iter().chain(more)).run()
}

fn send(server: &Server, path: &str, event: &Value) {
    let answer = server.request("POST", path, JITSU, event.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn events() -> Vec<Value> {
    let sizes = ["S", "M", "L"].into_iter().cycle().take(9);
    let added = sizes.enumerate().map(|(n, size)| {
        // Dates to some readers, and none by the plan's own check.
        let at = format!("2026-01-31T12:00:0{n}+24:00");
        let properties = json!({"size": size, "price": n, "id": n.to_string(), "at": at});
        json!({"type": "track", "event": "Product Added", "anonymousId": "a", "properties": properties})
    });
    let page = json!({"type": "page", "name": "Home"});
    added.chain([page]).collect()
}

#[test]
fn an_inferred_plan_loads_and_what_it_came_from_is_valid_by_it() {
    let server = Server::start();
    for event in events() {
        send(&server, "/~good/jitsu/api/s/event", &event);
    }
    send(&server, "/jitsu/api/s/track", &json!({"event": "Other"}));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("plan.json");
    let output = [
        "--session",
        "good",
        "--output",
        file.to_str().expect("UTF-8"),
    ];
    let inferred = infer(&server, &output);
    assert_eq!(inferred.code, Some(0), "{inferred:#?}");
    assert_eq!(inferred.stdout, "");
    assert!(
        inferred
            .stderr
            .contains("a plan of 2 events, from 10 recorded; 1 came only once"),
        "{inferred:#?}"
    );
    let text = fs::read_to_string(&file).expect("the plan");
    let plan: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(plan["platforms"], json!(["jitsu"]));
    let names: Vec<&String> = plan["events"].as_object().expect("events").keys().collect();
    assert_eq!(names, ["Product Added", "page"]);
    let properties = &plan["events"]["Product Added"]["schema"]["properties"]["properties"];
    assert_eq!(properties["required"], json!(["size", "price", "id", "at"]));
    let found = &properties["properties"];
    assert_eq!(
        found["size"],
        json!({"type": "string", "enum": ["L", "M", "S"]})
    );
    assert_eq!(found["price"], json!({"type": "number"}));
    assert_eq!(found["id"], json!({"type": "string"}));
    assert_eq!(found["at"], json!({"type": "string"}));

    let judging = Builder::new()
        .workspace(&[("plans/shop.json", &text)])
        .start();
    for event in events() {
        send(&judging, "/jitsu/api/s/event", &event);
    }
    let mut odd = events().remove(0);
    odd["properties"]["size"] = json!("XL");
    send(&judging, "/jitsu/api/s/event", &odd);
    judging.wait_projected();
    let checked = judging.api("/plan")["plans"][0]["events"].clone();
    let numbers = |at: usize| json!([checked[at]["valid"], checked[at]["invalid"]]);
    assert_eq!((numbers(0), numbers(1)), (json!([9, 1]), json!([1, 0])));

    let again = infer(&server, &output);
    assert_eq!(again.code, Some(1), "{again:#?}");
    assert_eq!(fs::read_to_string(&file).expect("the plan"), text);
}

#[test]
fn a_plan_is_of_one_platform_and_of_something() {
    let server = Server::start();
    let nothing = infer(&server, &[]);
    assert_eq!(
        (nothing.code, nothing.stdout.as_str()),
        (Some(1), ""),
        "{nothing:#?}"
    );
    assert!(
        nothing.stderr.contains("nothing to infer a plan from"),
        "{nothing:#?}"
    );
    send(&server, "/jitsu/api/s/track", &json!({"event": "Other"}));
    let act = "/commanders-act/events?tc_s=1&token=demo";
    send(&server, act, &json!({"event_name": "search"}));
    let both = infer(&server, &[]);
    assert_eq!(both.code, Some(1), "{both:#?}");
    assert!(
        both.stderr
            .contains("events of commanders-act, jitsu were recorded"),
        "{both:#?}"
    );
    let one = infer(&server, &["--platform", "commanders-act"]);
    assert_eq!(one.code, Some(0), "{one:#?}");
    let plan: Value = serde_json::from_str(&one.stdout).expect("JSON");
    assert!(plan["events"]["search"].is_object(), "{plan}");
    let wrong = infer(&server, &["--platform", "segment"]);
    assert_eq!(wrong.code, Some(2), "{wrong:#?}");
}

#[test]
fn without_a_server_it_says_so() {
    let args = ["plan", "infer", "--url", "http://127.0.0.1:1"];
    let output = Builder::new().args(args).run();
    assert_eq!(output.code, Some(3), "{output:#?}");
}

#[test]
fn a_plan_is_checked_and_its_coverage_told() {
    let plan =
        r#"{"platforms": ["jitsu"], "events": {"a": {}, "b": {"schema": {"required": ["x"]}}}}"#;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Builder::new()
        .workspace(&[("plans/shop.json", plan)])
        .data(folder.path())
        .start();
    send(&server, "/~one/jitsu/api/s/track", &json!({"event": "a"}));
    send(&server, "/~two/jitsu/api/s/track", &json!({"event": "b"}));
    let url = server.url();
    let data = folder.path().to_str().expect("UTF-8");
    let cases: [(&[&str], i32); 10] = [
        (&["plan", "check", "--session", "one"], 0),
        (&["plan", "check", "--session", "one", "--complete"], 1),
        (&["plan", "check", "shop"], 1),
        (&["plan", "check", "--since", "now"], 0),
        (&["plan", "check", "none"], 2),
        (&["plan", "coverage"], 0),
        (&["plan", "coverage", "shop", "--min", "50"], 0),
        (&["plan", "coverage", "--min", "51"], 1),
        (&["plan", "coverage", "--min", "1", "--since", "now"], 1),
        (&["plan", "coverage", "--min", "101"], 2),
    ];
    let asked = |from: &[&str]| {
        for (args, code) in cases {
            let output = Builder::new().args(args.iter().chain(from)).run();
            output.assert_no_panic();
            assert_eq!(output.code, Some(code), "{args:?} {from:?}: {output:#?}");
        }
    };
    asked(&["--url", &url]);
    let coverage = ["plan", "coverage", "--min", "51", "--url", &url];
    let told = Builder::new().args(coverage).run();
    for said in [
        "1 of 2 events of shop came as planned (50 %, less than 51 %)",
        "valid       a of shop: 1 seen, 1 as planned",
        "invalid     b of shop: 1 seen, 0 as planned",
    ] {
        assert!(told.stdout.contains(said), "{said} in {}", told.stdout);
    }
    let junit = Builder::new()
        .args(coverage)
        .args(["--output", "junit"])
        .run();
    assert!(
        junit.stdout.contains("tests=\"1\" failures=\"1\"") && junit.stdout.contains("b of shop"),
        "{junit:#?}"
    );
    let json = Builder::new()
        .args(coverage)
        .args(["--output", "json"])
        .run();
    let verdict: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(verdict["plans"][0]["coverage"]["percent"], 50);
    assert_eq!(server.stop().code, Some(0));
    asked(&["--data", data]);
    let gone = Builder::new().args(["plan", "check", "--url", &url]).run();
    assert_eq!(gone.code, Some(3), "{gone:#?}");
}

#[test]
fn what_is_wrong_with_a_plan_is_said_with_its_place() {
    let plan = r##"{
  "sources": ["demoo"], "platforms": ["jitsu"],
  "$defs": {"x": {"requird": []}},
  "events": {
    "a": {"after": ["b"], "severities": {"price": "eror"}},
    "c": {"platforms": ["jitsu", "datafly"], "severities": {"/items/*/prise": "info", "/items": "info"},
      "schema": {"properties": {"items": {"items": {"properties": {"price": {}}}}}}},
    "b": {"after": ["a"], "schema": {"required": "x"}}
  }
}"##;
    let typed = "{\n  \"sevrity\": \"error\",\n  \"events\": {\"a\": {\"schema\": 7}}\n}";
    let unusable = r##"{"events": {
  "a": {"schema": {"$ref": "#/$defs/none"}},
  "b": {"schema": {"$ref": "https://example.com/x.json"}},
  "c": {"schema": {"properties": {"p": {"pattern": "(?=x)"}}}},
  "d": {"after": ["e"]},
  "f": {"schema": {"properties": {"p": {"format": "emial"}}}}
}}"##;
    let places = plan.replace("eror", "error");
    let files = [
        ("plans/places.json", places.as_str()),
        ("plans/typed.json", typed),
        ("plans/unusable.json", unusable),
        ("plans/shop/deep.json", "{}"),
    ];
    let output = Builder::new().args(["check"]).workspace(&files).run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    output.assert_no_panic();
    for start in [
        "plans/places.json:2:15 at /sources/0: no source is called \"demoo\"; did you mean \"demo\"?",
        "plans/places.json:3:19 at /$defs/x/requird: JSON Schema has no keyword \"requird\"; did you mean \"required\"?",
        "plans/places.json:5:21 at /events/a/after/0: a comes before b, too: no order fits",
        "plans/places.json:6:34 at /events/c/platforms/1: the plan is not for datafly",
        "plans/places.json:6:61 at /events/c/severities/~1items~1*~1prise: the schema has no rule for \"prise\" here, so no severity either; did you mean \"price\"?",
        "plans/places.json:8:21 at /events/b/after/0: b comes before a, too: no order fits",
        "plans/places.json:5:42 at /events/a/severities/price: a JSON pointer begins with /",
        "plans/places.json:8:38 at /events/b/schema/required: expected a list, got \"x\"",
        "plans/typed.json:2:3 at /sevrity: unknown key \"sevrity\"; did you mean \"severity\"?",
        "plans/typed.json:3:20 at /events/a/schema: expected ",
        "plans/unusable.json:2:9 at /events/a/schema: this schema cannot be used: ",
        "plans/unusable.json:3:20 at /events/b/schema/$ref: https://example.com/x.json is not in this schema",
        "plans/unusable.json:4:41 at /events/c/schema/properties/p/pattern: ",
        "plans/unusable.json:5:19 at /events/d/after/0: the plan has no event \"e\"",
        "plans/unusable.json:6:41 at /events/f/schema/properties/p/format: ",
        "plans/shop/deep.json: a plan belongs straight into plans/",
    ] {
        let lines = output.stdout.lines().filter(|line| line.starts_with(start));
        assert_eq!(lines.count(), 1, "{start:?} in {}", output.stdout);
    }
    assert_eq!(output.stdout.lines().count(), 16, "{}", output.stdout);
}

#[test]
fn a_schema_that_goes_round_in_circles_or_doubles_its_work_is_refused() {
    let doubled: String = (0..26)
        .map(|level| {
            let next = format!(r##"{{"$ref": "#/$defs/l{}"}}"##, level + 1);
            format!(r#""l{level}": {{"allOf": [{next}, {next}]}}, "#)
        })
        .collect();
    let plan = format!(
        r##"{{"$defs": {{{doubled}"l26": {{}}}}, "events": {{
      "a": {{"schema": {{"$ref": "#"}}}},
      "b": {{"schema": {{"not": {{"$ref": "#"}}}}}},
      "c": {{"schema": {{"$ref": "#/$defs/y", "$defs": {{"y": {{"$ref": "#/$defs/z"}}, "z": {{"$ref": "#/$defs/y"}}}}}}}},
      "d": {{"schema": {{"$ref": "#/$defs/l0"}}}},
      "tree": {{"schema": {{"properties": {{"child": {{"$ref": "#"}}}}}}}}
    }}}}"##
    );
    let output = Builder::new()
        .args(["check"])
        .workspace(&[("plans/loop.json", &plan)])
        .run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    for told in [
        "/events/a/schema/$ref: # refers to itself for the same value",
        "/events/b/schema/not/$ref: # refers to itself for the same value",
        "/events/c/schema/$defs/z/$ref: #/$defs/y refers to itself for the same value",
        "held against more than 50000 schemas",
    ] {
        assert!(output.stdout.contains(told), "{told}: {output:#?}");
    }
    assert!(!output.stdout.contains("tree"), "{output:#?}");
}
