//! `eventpit baseline`: two runs of the same thing make the same file, and what differs is told.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::support::{Builder, Output, Server};

const JITSU: &[(&str, &str)] = &[
    ("X-Write-Key", "demo:secret"),
    ("Content-Type", "application/json"),
];

/// Sends a Jitsu event of a visitor, as a client does: with a clock and ids of its own.
fn send(server: &Server, session: &str, visitor: &str, mut event: Value) {
    let run = format!("{session}-{visitor}-{}", server.head());
    event["anonymousId"] = format!("visitor-{visitor}").into();
    event["messageId"] = format!("message-{run}").into();
    event["sentAt"] = clock().into();
    event["context"] = json!({"seen": format!("visitor-{visitor}"), "at": clock()});
    let path = format!("/~{session}/jitsu/api/s/track");
    let answer = server.request("POST", &path, JITSU, event.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn clock() -> String {
    jiff::Timestamp::now().to_string()
}

fn page() -> Value {
    json!({"event": "Page", "properties": {"path": "/"}})
}

fn added(price: Value) -> Value {
    json!({"event": "Product Added", "properties": {"price": price, "cart_id": clock()}})
}

fn ordered() -> Value {
    let items = json!([{"sku": "a", "quantity": 1}, {"sku": "b", "quantity": 2}]);
    json!({"event": "Order Completed", "properties": {"items": items}})
}

fn shop(server: &Server, session: &str, visitor: &str) {
    for event in [page(), added(json!(12.5)), ordered()] {
        send(server, session, visitor, event);
    }
}

fn run(args: &[&str]) -> Output {
    let output = Builder::new().args(args).run();
    output.assert_no_panic();
    output
}

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Files {
        Files(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn two_runs_of_the_same_make_the_same_file() {
    let files = Files::new();
    let folder = files.path("recording");
    let server = Builder::new().data(&folder).start();
    let url = server.url();
    let (one, two) = (files.path("one.json"), files.path("two.json"));
    for (session, visitor, file) in [("one", "7f3a", &one), ("two", "0b19", &two)] {
        shop(&server, session, visitor);
        let args = [
            "baseline",
            "save",
            text(file),
            "--session",
            session,
            "--url",
            &url,
        ];
        let ignore = ["--ignore", "cart_id"];
        let saved = run(&[&args[..], &ignore].concat());
        assert_eq!(saved.code, Some(0), "{saved:#?}");
        assert!(
            saved.stderr.contains("a baseline of 3 events"),
            "{saved:#?}"
        );
    }
    let written = fs::read_to_string(&one).expect("the file");
    assert_eq!(written, fs::read_to_string(&two).expect("the file"));
    let baseline: Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(baseline["ignore"], json!(["cart_id"]));
    let event = &baseline["events"][1];
    assert_eq!(event["name"], "Product Added");
    assert_eq!(event["outcome"], "accepted");
    assert_eq!(event["payload"]["properties"], json!({"price": 12.5}));
    assert_eq!(event["payload"]["anonymousId"], "<visitor>");
    assert_eq!(
        event["payload"]["context"],
        json!({"seen": "<visitor>", "at": "<time>"})
    );
    assert!(!written.contains("message-"), "{written}");

    let diff = ["baseline", "diff", text(&one), "--url", &url];
    let same = run(&[&diff[..], &["--session", "two"]].concat());
    assert_eq!(same.code, Some(0), "{same:#?}");
    assert!(
        same.stdout.contains("3 events, as in the baseline"),
        "{same:#?}"
    );

    // Saved again, it keeps what it ignores; what is no baseline is not written over.
    let save_again = [
        "baseline",
        "save",
        text(&one),
        "--session",
        "two",
        "--url",
        &url,
    ];
    let again = run(&save_again);
    assert_eq!(again.code, Some(0), "{again:#?}");
    assert_eq!(fs::read_to_string(&one).expect("the file"), written);
    // No file may grow beyond 1 KiB: half of a baseline takes the place of none.
    let full = Builder::new().shell("trap '' XFSZ; ulimit -f 1");
    let full = full.args(save_again).run();
    assert_eq!(full.code, Some(1), "{full:#?}");
    assert!(full.stderr.contains("cannot write"), "{full:#?}");
    assert!(written.len() > 1024, "{}", written.len());
    assert_eq!(fs::read_to_string(&one).expect("the file"), written);
    let narrow = [text(&two), "name:Page", "--session", "two", "--url", &url];
    assert_eq!(
        run(&[&["baseline", "save"][..], &narrow].concat()).code,
        Some(0)
    );
    let narrowed = run(&[
        "baseline",
        "diff",
        text(&two),
        "--session",
        "one",
        "--url",
        &url,
    ]);
    assert!(narrowed.stdout.contains("1 event, as in"), "{narrowed:#?}");
    let other = files.path("package.json");
    fs::write(&other, "{\"name\": \"shop\"}").expect("written");
    let refused = run(&["baseline", "save", text(&other), "--url", &url]);
    assert_eq!(refused.code, Some(1), "{refused:#?}");
    assert_eq!(
        fs::read_to_string(&other).expect("it"),
        "{\"name\": \"shop\"}"
    );

    // A recording that no server has open says the same.
    assert_eq!(server.stop().code, Some(0));
    let args = ["--session", "one", "--data", text(&folder)];
    let offline = run(&[&["baseline", "diff", text(&one)][..], &args].concat());
    assert_eq!(offline.code, Some(0), "{offline:#?}");
    let printed = run(&[&["baseline", "save", "-", "--ignore", "cart_id"][..], &args].concat());
    assert_eq!(printed.stdout, written, "{printed:#?}");
    let gone = run(&["baseline", "diff", text(&one), "--url", &url]);
    assert_eq!(gone.code, Some(3), "{gone:#?}");
}

#[test]
fn what_differs_is_told_for_people_programs_and_ci() {
    let (server, files) = (Server::start(), Files::new());
    let url = server.url();
    let file = files.path("shop.json");
    let hostile = "\u{1b}[2J\u{202e}";
    shop(&server, "before", "7f3a");
    send(&server, "before", "7f3a", json!({"event": "Gone"}));
    let save = [
        "baseline",
        "save",
        text(&file),
        "--session",
        "before",
        "--url",
        &url,
    ];
    assert_eq!(run(&save).code, Some(0));
    let mut cheaper = added(json!("12.5"));
    cheaper["properties"][hostile] = hostile.into();
    for event in [ordered(), page(), cheaper, json!({ "event": hostile })] {
        send(&server, "after", "0b19", event);
    }
    let diff = [
        "baseline",
        "diff",
        text(&file),
        "--session",
        "after",
        "--url",
        &url,
    ];
    let told = run(&diff);
    assert_eq!(told.code, Some(1), "{told:#?}");
    for said in [
        "1 missing, 1 new, 1 changed, 1 out of order (baseline: 4 events, now: 4 events)",
        "missing   Jitsu  Gone: it did not come; it is no. 4 of the baseline",
        "changed   Jitsu  Product Added: 1 property is new, 1 property is of another type",
        "/properties/price   baseline  12.5   now  \"12.5\"",
        "order     Jitsu  Order Completed: it came first, and in the baseline after Product Added",
        "look at   http://",
    ] {
        assert!(told.stdout.contains(said), "{said} in {}", told.stdout);
    }
    // The id of the cart is a clock's time, and known as one.
    assert!(!told.stdout.contains("cart_id"), "{}", told.stdout);

    let json = run(&[&diff[..], &["--output", "json"]].concat());
    let verdict: Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(verdict["result"], "does not hold");
    let what: Vec<&Value> = verdict["differences"]
        .as_array()
        .expect("differences")
        .iter()
        .map(|it| &it["what"])
        .collect();
    assert_eq!(what, ["changed", "order", "missing", "new"]);
    let junit = run(&[&diff[..], &["--output", "junit"]].concat());
    assert_eq!(junit.code, Some(1));
    assert!(
        junit.stdout.contains("tests=\"5\" failures=\"4\""),
        "{}",
        junit.stdout
    );
    for output in [&told, &json, &junit] {
        let steers = |letter: char| letter == '\u{1b}' || letter == '\u{202e}';
        assert!(!output.text().contains(steers), "{output:#?}");
    }

    let fewer = ["--any-order", "--ignore", "price", "--output", "ndjson"];
    let fewer = run(&[&diff[..], &fewer].concat());
    let verdict: Value = serde_json::from_str(fewer.stdout.trim_end()).expect("JSON");
    assert_eq!(
        verdict["differences"][0]["fields"][0]["change"], "added",
        "{verdict:#}"
    );
    assert_eq!(verdict["differences"].as_array().map(Vec::len), Some(3));

    // A question that cannot be read is no answer, and what is no baseline is not written over.
    let (bad, none) = (files.path("bad.json"), files.path("none.json"));
    let odd = "{\"baseline\": 1,\n \"evnts\": []}";
    fs::write(&bad, odd).expect("written");
    let saves = format!("`eventpit baseline save {}` writes one", none.display());
    let (file, bad, gone) = (text(&file), text(&bad), text(&none));
    let wrote = "name a file that `eventpit baseline save` wrote, or mend this one";
    let cases: [(&[&str], i32, &str); 10] = [
        (&["diff", bad], 2, wrote),
        (&["diff", gone], 2, &saves),
        (&["diff", text(files.0.path())], 2, "may it be read?"),
        (&["diff", file, "nmae:a"], 2, "most likely name: is meant"),
        (
            &["diff", file, "--ignore", "/a//b"],
            2,
            "as in --ignore cart_id",
        ),
        (
            &["diff", file, "--since", "yesterday"],
            2,
            "[bad-parameter]",
        ),
        (
            &["save", gone, "--ignore", "a,b"],
            2,
            "as in --ignore cart_id",
        ),
        (
            &["save", gone, "--since", "now"],
            1,
            "send some first, or ask for others",
        ),
        (&["save", bad], 1, "name another file"),
        (&["save", "/nowhere/b.json"], 1, "name another file"),
    ];
    for (args, code, hint) in cases {
        let output = run(&[&["baseline"], args, &["--url", &url]].concat());
        assert_eq!(output.code, Some(code), "{args:?}: {output:#?}");
        let told = output.stderr.split_once("\n  hint: ");
        let told = told.map(|(_, told)| told.trim_end());
        assert!(
            told.is_some_and(|told| told.contains(hint)),
            "{hint}: {output:#?}"
        );
    }
    assert!(!none.exists());
    assert_eq!(fs::read_to_string(bad).expect("it"), odd);
    assert_eq!(server.stop().code, Some(0));
}
