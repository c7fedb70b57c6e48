use std::fmt::Write;

use crate::support::require::{program, require};
use crate::support::{Builder, Server};
use crate::{bless, is_blessing, root};

const BEGIN: &str = "<!-- told -->\n```\n";
const END: &str = "```\n<!-- /told -->";

/// The worked example, done as it is written, tells what the page says that it tells.
#[test]
fn the_example_of_a_plan_is_tried() {
    if !require("curl", program("curl", "curl")) {
        return;
    }
    let path = root().join("docs/PLANS.md");
    let page = std::fs::read_to_string(&path).expect("docs/PLANS.md");
    let block = |kind: &str| {
        let (_, rest) = page.split_once(&format!("```{kind}\n")).expect("a block");
        rest.split_once("```").expect("its end").0.to_string()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("shop");
    let run = |args: &[&str]| {
        let output = Builder::new().args(args).args([&workspace]).run();
        assert_eq!(output.code, Some(0), "{output:#?}");
    };
    run(&["init"]);
    std::fs::write(workspace.join("plans/shop.json"), block("json")).expect("the plan");
    run(&["check", "--workspace"]);
    let server = Builder::new()
        .args(["--workspace"])
        .args([&workspace])
        .start();
    let lines = block("sh").replace("localhost:8484", &server.address);
    let sent = std::process::Command::new("sh")
        .args(["-ec", &lines])
        .output();
    let sent = String::from_utf8(sent.expect("sh").stdout).expect("UTF-8");
    assert_eq!(sent, "{\"ok\":true}{\"ok\":true}");
    let told = told(&server);
    let (before, rest) = page.split_once(BEGIN).expect("the place of what is told");
    let (shown, after) = rest.split_once(END).expect("the end of what is told");
    if is_blessing() {
        let blessed = format!("{before}{BEGIN}{told}{END}{after}");
        bless("docs/PLANS.md", &blessed);
        return;
    }
    assert!(
        shown == told,
        "docs/PLANS.md shows something else than eventpit tells; EVENTPIT_BLESS=1 cargo test \
         --test docs writes it:\n{told}"
    );
}

/// The checklist, and under it what is wrong with each event.
fn told(server: &Server) -> String {
    let events = server.events();
    let list = server.api("/plan")["plans"].clone();
    let plans = list.as_array().expect("plans").iter();
    let mut plans = plans.filter(|plan| plan["plan"] == "shop");
    let plan = plans.next().expect("the plan");
    let coverage = &plan["coverage"];
    let mut text = format!(
        "Shop: {} % covered, {} of {} events\n",
        coverage["percent"], coverage["covered"], coverage["planned"]
    );
    for event in plan["events"].as_array().expect("events") {
        let name = event["event"].as_str().unwrap_or_default();
        let state = event["state"].as_str().unwrap_or_default();
        let _ = writeln!(text, "  {name}: {state}");
    }
    for event in events {
        let _ = writeln!(text, "\n{}", event["name"].as_str().unwrap_or_default());
        for problem in event["plan"][0]["problems"].as_array().expect("problems") {
            let word = |key: &str| problem[key].as_str().unwrap_or_default().to_string();
            let _ = writeln!(text, "  {}: {}", word("severity"), word("message"));
        }
    }
    text
}
