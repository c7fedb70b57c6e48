//! Debug sessions that a person starts, and JENTIS's preview monitor.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Builder, Response, Server};

const SESSIONS: &str = "/inspector/api/v1/jentis/debug-sessions";

const JSON: &[(&str, &str)] = &[("Content-Type", "application/json")];

/// Asks for a debug session.
fn ask(server: &Server, body: &Value) -> Response {
    server.request("POST", SESSIONS, JSON, body.to_string().as_bytes())
}

/// Starts a debug session; its code.
pub fn start(server: &Server, source: &str, version: &str, code: Option<&str>) -> String {
    let answer = ask(
        server,
        &json!({"source": source, "version": version, "code": code}),
    );
    assert_eq!(answer.status, 201, "{}", answer.text());
    let started = answer.json();
    started["code"].as_str().expect("a code").into()
}

fn end(server: &Server, code: &str) -> Response {
    server.request("DELETE", &format!("{SESSIONS}/{code}"), &[], b"")
}

/// One page view of the source `demo` with these codes; the client's answer is the same in any case.
pub fn send(server: &Server, version: &str, code: &str) {
    send_as(server, "k", version, code);
}

fn send_as(server: &Server, key: &str, version: &str, code: &str) {
    send_to(server, (key, "shop"), version, code);
}

fn send_to(server: &Server, (key, container): (&str, &str), version: &str, code: &str) {
    let body = json!({
        "version": "3", "system": {"initiator": "jts_push_submit"},
        "configuration": {"container": container, "version": version, "debugcode": code},
        "consent": {"google_analytics_4_server-side": {"status": true}, "facebook": {"status": false}},
        "data": {"identifier": {"user": {"id": "u1", "action": "new"}, "session": {"id": "s1", "action": "new"}},
            "enrichment": {"productEnrichmentService": {"arguments": {}, "variables": ["enrich_product_name"]}},
            "variables": {"jtspushedcommands": ["pageview", "submit"], "pagetitle": "Hats"}},
    });
    let authorization = format!("Bearer {key}");
    let headers = [
        ("Authorization", authorization.as_str()),
        ("Content-Type", "application/json"),
    ];
    let answer = server.request("POST", "/jentis/", &headers, body.to_string().as_bytes());
    assert_eq!((answer.status, answer.text().as_str()), (200, ""));
}

/// What an app logs.
pub fn upload(server: &Server, code: &str) {
    let body = json!({"debugid": code, "consent": {}, "docs": {}, "state": "", "eventDocumentId": "",
        "tags": [{"_id": "AS01", "name": "J-SDK: [STATE] - [AS01] State executed: jts_push_submit",
            "source": "frontend", "type": "info", "timestamp": 1_761_050_574_194_i64,
            "trigger": {}, "http": {}, "variables": {}, "functions": {}}]});
    let answer = server.request("POST", "/jentis/monitor", JSON, body.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn sessions(server: &Server) -> Value {
    let head = server.head();
    server.api(&format!("/jentis/debug-sessions?at_least={head}"))
}

fn session(server: &Server, code: &str) -> Value {
    let all = sessions(server);
    let found = all["sessions"].as_array().expect("sessions").iter();
    let found = found.clone().find(|it| it["code"] == code);
    found.unwrap_or_else(|| panic!("{all:#}")).clone()
}

/// `code count source containers` of each unclaimed code.
fn unclaimed(server: &Server) -> Vec<String> {
    let all = sessions(server);
    let codes = all["unclaimed"].as_array().expect("unclaimed").iter();
    codes
        .map(|it| {
            let source = it["source"].as_str().unwrap_or("-");
            let word = |key: &str| it[key].as_str().unwrap_or_default().to_string();
            format!(
                "{} {} {source} {}",
                word("code"),
                it["count"],
                it["containers"]
            )
        })
        .collect()
}

fn monitor(server: &Server, code: &str) -> Value {
    let head = server.head();
    server.api(&format!("/jentis/monitor/{code}?at_least={head}"))
}

/// The preview findings of the newest event.
fn told(server: &Server) -> Vec<String> {
    let events = server.events();
    let findings = events.last().expect("an event")["findings"].as_array();
    let codes = findings.expect("findings").iter();
    let codes = codes.filter_map(|it| it["code"].as_str());
    codes
        .filter(|it| it.starts_with("jentis-preview"))
        .map(str::to_string)
        .collect()
}

#[test]
fn a_session_that_is_started_is_open_until_it_is_ended() {
    let server = Server::start();
    let answer = ask(&server, &json!({"source": "demo", "version": "2"}));
    let started = answer.json();
    let code = started["code"].as_str().expect("a code").to_string();
    assert_eq!((answer.status, code.len()), (201, 36));
    let paste = json!({"configuration": {"version": "2", "debugcode": code},
        "query": format!("jts_preview=2&jts_debug={code}&jts_log=true")});
    assert_eq!(started["preview"], paste);
    send(&server, "2", &code);
    assert_eq!(told(&server), ["jentis-preview-matched"]);
    send(&server, "1", &code);
    assert_eq!(told(&server), ["jentis-preview-matched"]);
    send(&server, "9", &code);
    assert_eq!(told(&server), ["jentis-preview-version-unknown"]);
    send(&server, "", &code);
    assert_eq!(told(&server), ["jentis-preview-version-missing"]);
    upload(&server, &code);
    let open = session(&server, &code);
    let counted = ["events", "unfit", "uploads"].map(|key| open[key].as_i64());
    assert_eq!(counted, [Some(2), Some(2), Some(1)]);
    let described = ["version_state", "origin", "ended_at"].map(|key| open[key].clone());
    assert_eq!(
        described,
        [json!("current edit"), json!("started"), Value::Null]
    );
    assert_eq!(end(&server, &code).status, 200);
    assert!(session(&server, &code)["ended_at"].is_string());
    send(&server, "2", &code);
    assert_eq!(told(&server), ["jentis-preview-debugcode-unknown"]);
    // What came in it stays.
    let records = monitor(&server, &code)["records"].clone();
    assert_eq!(records.as_array().map(Vec::len), Some(6), "{records:#}");
    let again = end(&server, &code);
    assert_eq!(
        (again.status, again.json()["code"].as_str()),
        (404, Some("debug-session-not-open"))
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_cannot_be_started_or_ended_is_told() {
    let server = Server::start();
    let refused = |body: Value| {
        let answer = ask(&server, &body);
        let problem = answer.json();
        assert!(
            problem["hint"]
                .as_str()
                .is_some_and(|hint| !hint.is_empty())
        );
        (
            answer.status,
            problem["code"].as_str().unwrap_or_default().to_string(),
        )
    };
    let of = |source: &str, version: &str, code: &str| {
        refused(json!({"source": source, "version": version, "code": code}))
    };
    let told = |status: u16, code: &str| (status, code.to_string());
    assert_eq!(of("nobody", "1", "a"), told(400, "debug-session-source"));
    assert_eq!(of("demo", "99", "a"), told(400, "debug-session-version"));
    let long = "x".repeat(201);
    for code in [
        "",
        "a b",
        "a\u{1}",
        ".",
        "..",
        "a\u{200b}",
        "\u{202e}a",
        &long,
    ] {
        assert_eq!(
            of("demo", "1", code),
            told(400, "debug-session-code"),
            "{code:?}"
        );
    }
    start(&server, "demo", "1", Some("a"));
    assert_eq!(of("demo", "2", "a"), told(409, "debug-session-code-taken"));
    let listed = "6fce27c5-6121-4974-b7be-9018abde551d";
    assert_eq!(
        of("demo", "1", listed),
        told(409, "debug-session-code-taken")
    );
    assert_eq!(end(&server, listed).json()["code"], "debug-session-listed");
    assert_eq!(refused(json!({"source": "demo"})), told(400, "bad-body"));
    assert_eq!(
        refused(json!({"source": "demo", "version": "1", "x": 1})),
        told(400, "bad-body")
    );
    let put = server.request("PUT", SESSIONS, &[], b"");
    assert_eq!((put.status, put.header("allow")), (405, Some("GET, POST")));
    let hostile = [("Origin", "https://evil.example"), JSON[0]];
    let body = json!({"source": "demo", "version": "1"}).to_string();
    let answer = server.request("POST", SESSIONS, &hostile, body.as_bytes());
    assert_eq!(answer.status, 403, "{}", answer.text());
    assert_eq!(server.get(&format!("{SESSIONS}/a")).status, 405);
    assert!(
        session(&server, "a")["ended_at"].is_null(),
        "a GET ends nothing"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_code_of_another_container_has_a_finding_of_its_own() {
    let versions = json!([{"version": "1", "state": "published_live"}]);
    let sources = json!({"sources": [
        {"name": "shop", "container": "shop", "keys": ["shop-key"], "versions": versions, "debug_codes": ["shop-code"]},
        {"name": "blog", "container": "blog", "keys": ["blog-key"], "versions": versions},
    ]});
    let server = Builder::new()
        .workspace(&[("sources/jentis.json", &sources.to_string())])
        .start();
    start(&server, "blog", "1", Some("blog-code"));
    send_as(&server, "shop-key", "1", "shop-code");
    assert_eq!(told(&server), ["jentis-preview-matched"]);
    send_as(&server, "shop-key", "1", "blog-code");
    assert_eq!(told(&server), ["jentis-preview-debugcode-of-another"]);
    send_as(&server, "blog-key", "1", "shop-code");
    assert_eq!(told(&server), ["jentis-preview-debugcode-of-another"]);
    // Each is somebody's, so none is unclaimed.
    assert_eq!(unclaimed(&server), Vec::<String>::new());
    let records = monitor(&server, "blog-code")["records"].clone();
    let said = records[0]["tags"][0]["name"].as_str().expect("a line");
    assert!(said.contains("one of the source blog"), "{said}");
    // It is an event all the same: it can be found, and its consent be seen.
    let record = &records[0];
    assert_eq!(record["eventDocumentId"], "3.0", "{record:#}");
    assert_eq!(record["state"], "jts_push_submit");
    assert_eq!(record["consent"]["facebook"]["status"], false);

    // The source's own code is none of a container that is not the source's.
    send_to(&server, ("shop-key", "zzz"), "1", "shop-code");
    assert_eq!(told(&server), ["jentis-preview-debugcode-of-another"]);
    let records = monitor(&server, "shop-code")["records"].clone();
    let said = records[0]["tags"][0]["name"].as_str().expect("a line");
    let container = "is one of the container shop, and the event names zzz; processed as published";
    assert!(said.ends_with(container), "{said}");

    // The sessions that are open are listed beside the codes in the file.
    start(&server, "shop", "1", Some("started"));
    let expected = |code: &str| {
        send_as(&server, "shop-key", "1", code);
        let event = server.events().pop().expect("an event");
        let of = |it: &&Value| it["pointer"] == "/configuration/debugcode";
        let found = event["findings"].as_array().expect("findings").iter();
        let finding = found.clone().find(of).expect("a finding").clone();
        (finding["expected"].clone(), finding["got"].clone())
    };
    let open = json!("shop-code or started");
    assert_eq!(expected("else"), (open.clone(), json!("else")));
    assert_eq!(expected("blog-code"), (open.clone(), json!("blog-code")));
    // One that is too long for any session is cut, in the finding and in the list.
    let cut = format!("{}…", "x".repeat(200));
    assert_eq!(expected(&"x".repeat(5000)), (open, json!(cut)));
    assert_eq!(
        unclaimed(&server),
        [
            format!("{cut} 1 shop [\"shop\"]"),
            "else 1 shop [\"shop\"]".into()
        ]
    );
    end(&server, "started");
    assert_eq!(expected("else").0, "shop-code");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_code_that_is_nobodys_can_be_claimed() {
    let server = Server::start();
    send(&server, "2", "lost");
    send(&server, "2", "lost");
    upload(&server, "logged-only");
    assert_eq!(
        unclaimed(&server),
        ["logged-only 1 - []", "lost 2 demo [\"shop\"]"]
    );
    start(&server, "demo", "2", Some("lost"));
    send(&server, "2", "lost");
    assert_eq!(told(&server), ["jentis-preview-matched"]);
    assert_eq!(unclaimed(&server), ["logged-only 1 - []"]);
    let claimed = session(&server, "lost");
    assert_eq!(
        (&claimed["events"], &claimed["unfit"]),
        (&json!(1), &json!(2))
    );
    end(&server, "lost");
    // As nobody's it came twice.
    assert_eq!(unclaimed(&server)[1], "lost 2 demo [\"shop\"]");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn the_monitor_shows_state_trigger_consent_and_request() {
    let server = Server::start();
    let code = start(&server, "demo", "2", None);
    send(&server, "2", &code);
    let shown = monitor(&server, &code);
    assert_eq!(
        (&shown["evidence"], &shown["debugid"]),
        (&json!("inferred"), &json!(code))
    );
    let record = &shown["records"][0];
    let keys: Vec<&String> = record.as_object().expect("a record").keys().collect();
    assert_eq!(
        keys,
        [
            "debugid",
            "consent",
            "docs",
            "state",
            "eventDocumentId",
            "tags"
        ]
    );
    assert_eq!(record["state"], "jts_push_submit");
    assert_eq!(record["consent"]["facebook"]["status"], false);
    let tags = record["tags"].as_array().expect("tags");
    let names: Vec<&str> = tags.iter().filter_map(|it| it["name"].as_str()).collect();
    assert!(
        names[0].starts_with("GA4 Measurement Protocol: sent: "),
        "{names:?}"
    );
    assert!(
        names[1].starts_with("Meta Conversions API: not consented: "),
        "{names:?}"
    );
    assert!(
        names[2].starts_with("Google Ads click conversions: filtered: "),
        "{names:?}"
    );
    let keys: Vec<&String> = tags[0].as_object().expect("a tag").keys().collect();
    let expected = [
        "_id",
        "name",
        "source",
        "type",
        "timestamp",
        "trigger",
        "http",
        "variables",
        "functions",
    ];
    assert_eq!(keys, expected);
    let fired: Vec<_> = tags
        .iter()
        .map(|it| it["trigger"]["executed"].as_bool())
        .collect();
    assert_eq!(fired, [Some(true), Some(true), Some(false)]);
    // What keeps consent from being asked comes after the trigger.
    let body = json!({"version": "3", "configuration": {"version": "2", "debugcode": code},
        "consent": {"google_analytics_4_server-side": {"status": true, "execute": false}},
        "data": {"variables": {"jtspushedcommands": ["pageview", "submit"]}}});
    let headers = [("Authorization", "Bearer k"), JSON[0]];
    server.request("POST", "/jentis/", &headers, body.to_string().as_bytes());
    let suppressed = monitor(&server, &code)["records"][0]["tags"][0].clone();
    let name = suppressed["name"].as_str().expect("a name");
    assert!(
        name.starts_with("GA4 Measurement Protocol: suppressed: "),
        "{name}"
    );
    assert_eq!(suppressed["trigger"]["executed"], true);
    let http = &tags[0]["http"];
    assert_eq!(http["general"]["requestMethod"], "POST");
    assert_eq!(
        http["payload"]["events"][0]["name"], "page_view",
        "{http:#}"
    );
    assert_eq!(http["queryStringParameters"]["api_secret"], "***");
    assert_eq!(
        (&http["response"]["status"], &tags[1]["http"]["payload"]),
        (&json!(0), &json!({}))
    );
    let variables = &tags[0]["variables"];
    assert_eq!(variables["frontend"]["pagetitle"], "Hats");
    assert_eq!(
        variables["enrichment"],
        json!({"enrich_product_name": ["Testproduct"]})
    );
    let functions = &tags[0]["functions"]["/events/0/name"];
    assert!(
        functions.as_array().is_some_and(|it| !it.is_empty()),
        "{functions}"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_apps_upload_is_shown_as_they_sent_it_whatever_it_is() {
    let server = Server::start();
    upload(&server, "app");
    let tags = monitor(&server, "app")["records"][0]["tags"].clone();
    assert_eq!(tags[0]["_id"], "AS01");
    let page = server.get("/inspector/jentis/monitor/app").text();
    assert!(page.contains("A state was executed (AS01)"), "{page}");
    for odd in [
        r#"{"debugid":"odd","tags":7}"#,
        r#"{"debugid":"odd","tags":[1,null,{"_id":{},"name":["x"],"timestamp":"no","type":5}]}"#,
        r#"{"debugid":"odd","consent":[],"docs":0,"state":{},"tags":[{"name":"<script>alert(1)</script>"}]}"#,
    ] {
        server.request("POST", "/jentis/monitor", JSON, odd.as_bytes());
    }
    let records = monitor(&server, "odd")["records"].clone();
    assert_eq!(records.as_array().map(Vec::len), Some(3));
    assert_eq!(records[0]["consent"], json!({}));
    let page = server.get("/inspector/jentis/monitor/odd").text();
    assert!(
        page.contains("&#60;script&#62;alert(1)") && !page.contains("<script>alert"),
        "{page}"
    );
    // A text is a code, no list of them.
    for none in [r#"{"debugid":["odd"]}"#, "[]", ""] {
        let answer = server.request("POST", "/jentis/monitor", JSON, none.as_bytes());
        assert_eq!(answer.status, 200);
    }
    assert_eq!(unclaimed(&server).len(), 2);
    // Those beside the listed ones are counted.
    for code in 0..100 {
        upload(&server, &format!("app-{code}"));
    }
    let all = sessions(&server);
    assert_eq!(
        (
            all["unclaimed"].as_array().map(Vec::len),
            &all["unclaimed_more"]
        ),
        (Some(100), &json!(2))
    );
    let page = server.get("/inspector/jentis/monitor").text();
    assert!(page.contains("2 more came before these."), "{page}");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn sessions_outlive_a_kill_and_an_index_that_is_made_again_shows_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut server = Builder::new().data(&data).start();
    upload(&server, "mine");
    start(&server, "demo", "2", Some("mine"));
    start(&server, "demo", "1", Some("over"));
    for code in ["mine", "over", "lost"] {
        send(&server, "2", code);
        upload(&server, code);
    }
    end(&server, "over");
    send(&server, "1", "over");
    let shown = |server: &Server| {
        let codes = ["mine", "over", "lost"];
        (sessions(server), codes.map(|code| monitor(server, code)))
    };
    let before = shown(&server);
    // Killed right after the start was acknowledged: whatever the projection knew of it.
    start(&server, "demo", "2", Some("last"));
    server.kill();
    let server = Builder::new().data(&data).start();
    send(&server, "2", "last");
    assert_eq!(told(&server), ["jentis-preview-matched"]);
    send(&server, "2", "mine");
    assert_eq!(told(&server), ["jentis-preview-matched"]);
    send(&server, "2", "over");
    assert_eq!(told(&server), ["jentis-preview-debugcode-unknown"]);
    let after = shown(&server);
    assert_ne!(before, after);
    assert_eq!(server.stop().code, Some(0));
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(data.join(format!("index.db{suffix}")));
    }
    let server = Builder::new().data(&data).start();
    assert_eq!(shown(&server), after);
    send(&server, "2", "last");
    assert_eq!(told(&server), ["jentis-preview-matched"]);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn the_page_starts_claims_and_ends_a_session() {
    let server = Server::start();
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let post = |path: &str, body: &str| server.request("POST", path, &form, body.as_bytes());
    let list = "/inspector/jentis/monitor";
    let started = post(list, "of=2+demo&code=my%2Fcode");
    let page = started.header("location").expect("a place").to_string();
    assert_eq!(
        (started.status, page.as_str()),
        (303, "/inspector/jentis/monitor/my%2Fcode")
    );
    send(&server, "2", "my/code");
    server.wait_projected();
    let shown = server.get(&page).text();
    assert!(shown.contains("version 2, current edit"), "{shown}");
    let states = server.get(&format!("{page}?view=states")).text();
    assert!(
        states.contains("GA4 Measurement Protocol") && states.contains("did not fire"),
        "{states}"
    );
    assert_eq!(server.get(&format!("{page}?view=x")).status, 400);
    assert_eq!(server.get(&format!("{list}/nothing")).status, 404);
    assert_eq!(post(list, "of=2+demo&code=my%2Fcode").status, 409);
    assert_eq!(post(list, "of=nonsense").status, 400);
    assert_eq!(post(list, "").status, 400);
    assert_eq!(post(&format!("{page}/end"), "").status, 303);
    assert!(server.get(&page).text().contains("ended"), "it has ended");
    assert_eq!(post(&format!("{page}/end"), "").status, 404);
    assert_eq!(server.stop().code, Some(0));
}
