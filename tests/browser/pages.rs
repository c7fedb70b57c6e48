use std::process::Command;

use crate::support::require::{chromium, headless, node};
use crate::support::{Builder, Server, require};

#[test]
fn events_appear_as_they_come_and_open() {
    run("live.test.mjs");
}

#[test]
fn the_filter_narrows_and_explains_itself() {
    run("filter.test.mjs");
}

#[test]
fn list_and_detail_stand_side_by_side() {
    run("split.test.mjs");
}

#[test]
fn nothing_moves_that_is_being_read() {
    run("reading.test.mjs");
}

#[test]
fn tabs_share_a_stream() {
    run("tabs.test.mjs");
}

#[test]
fn what_a_tester_does_all_day_works() {
    run("stories.test.mjs");
}

#[test]
fn what_was_captured_is_text() {
    run("hostile.test.mjs");
}

#[test]
fn what_a_comparison_ignores_is_edited_in_the_page() {
    run("ignore.test.mjs");
}

#[test]
fn what_was_sent_is_opened_only_by_who_asks() {
    run("opens.test.mjs");
}

#[test]
fn the_keyboard_is_enough() {
    run("keyboard.test.mjs");
}

#[test]
fn the_pages_work_without_javascript() {
    run("plain.test.mjs");
}

#[test]
fn the_pages_fit_a_narrow_window() {
    run("narrow.test.mjs");
}

#[test]
fn the_page_of_an_event_shows_everything_behind_it() {
    run("detail.test.mjs");
}

#[test]
fn consent_connectors_visitors_help_and_sources_are_at_a_glance() {
    run("overviews.test.mjs");
}

#[test]
fn what_is_masked_is_a_list_that_is_edited_in_the_page() {
    let files = [("workspace.json", r#"{"name": "shop"}"#)];
    let server = Builder::new().workspace(&files).start();
    run_against(&server, "masking.test.mjs", &[]);
    server.stop();
}

#[test]
fn what_a_page_says_to_who_listens_stays() {
    run("aria.test.mjs");
}

#[test]
fn paper_and_forced_colours_lose_nothing() {
    run("media.test.mjs");
}

#[test]
fn axe_finds_nothing() {
    run("axe.test.mjs");
}

#[test]
fn the_tracking_plan_is_a_checklist() {
    let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/workspaces/plan-shop");
    let server = Builder::new().args(["--workspace", workspace]).start();
    run_against(&server, "plan.test.mjs", &[]);
    server.stop();
}

#[test]
fn faults_are_armed_seen_and_disarmed() {
    run("faults.test.mjs");
}

#[test]
fn the_preview_monitor_follows_a_session() {
    run("monitor.test.mjs");
}

#[test]
fn beacons_of_pages_that_go_away_are_recorded() {
    // Only a browser with windows has one that a person can close.
    let chromium = chromium();
    let found = chromium.as_ref().map(|_| ()).map_err(String::clone);
    if !require("chromium", found) {
        return;
    }
    // JENTIS takes them without a key only where that is set.
    let workspace = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/workspaces/jentis-lenient"
    );
    let server = Builder::new().args(["--workspace", workspace]).start();
    let chromium = chromium.unwrap_or_default();
    run_against(
        &server,
        "beacon.test.mjs",
        &[("EVENTPIT_TEST_CHROMIUM", &chromium)],
    );
    server.stop();
}

#[test]
fn segments_sdk_in_a_page_is_understood() {
    if require("node", node("tests/clients")) {
        run("segment.test.mjs");
    }
}

#[test]
fn the_script_of_datafly_sends_what_the_page_does() {
    run("datafly.test.mjs");
}

#[test]
fn the_token_is_asked_for_in_the_page() {
    let token = "a-token.of_16~characters";
    let server = Builder::new().args(["--inspector-token", token]).start();
    run_against(&server, "token.test.mjs", &[("EVENTPIT_TEST_TOKEN", token)]);
    server.stop();
}

/// Runs a file of tests in Node, against a server of its own.
fn run(file: &str) {
    let server = Server::start();
    run_against(&server, file, &[]);
    server.stop();
}

/// Runs a file of tests in Node, against `server`, with these variables; whether it ran.
pub fn run_against(server: &Server, file: &str, variables: &[(&str, &str)]) -> bool {
    let chromium = headless();
    let found = chromium.as_ref().map(|_| ()).map_err(String::clone);
    if !require("node", node("tests/browser")) || !require("chromium", found) {
        return false;
    }
    let output = Command::new("node")
        .args(["--test", "--test-reporter=spec", file])
        .env("EVENTPIT_URL", server.url())
        .env("EVENTPIT_TEST_CHROMIUM", chromium.unwrap_or_default())
        .envs(variables.iter().copied())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser"))
        .output()
        .expect("node runs");
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{file}:\n{stdout}{stderr}");
    assert!(
        !stdout.contains("tests 0"),
        "{file} has no tests:\n{stdout}"
    );
    true
}
