//! What destinations would have been sent.

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;

use serde_json::{Value, json};

use crate::send::{DATAFLY, JITSU};
use crate::support::{Builder, Server, until};

/// `connector result` of each delivery of an event.
fn results(server: &Server, id: &str, query: &str) -> Vec<String> {
    let found = server.api(&format!("/events/{id}/deliveries{query}"));
    let deliveries = found["deliveries"].as_array().expect("deliveries");
    deliveries
        .iter()
        .map(|it| {
            let word = |key: &str| it[key].as_str().unwrap_or_default().to_string();
            format!("{} {}", word("connector"), word("result"))
        })
        .collect()
}

fn jentis(server: &Server, configuration: Value, status: Value) {
    let body = json!({
        "version": "3", "configuration": configuration,
        "consent": {"google_analytics_4_server-side": {"status": status}},
        "data": {"identifier": {"user": {"id": "u1", "action": "new"}, "session": {"id": "s1", "action": "new"}},
            "variables": {"jtspushedcommands": ["pageview", "submit"], "document_location_href": "https://a.example/"}},
    });
    let headers = [
        ("Authorization", "Bearer k"),
        ("Content-Type", "application/json"),
    ];
    let answer = server.request("POST", "/jentis/", &headers, body.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[test]
fn each_destination_of_the_source_has_its_preview() {
    let server = Server::start();
    let body = r#"{"event":"Order Completed","anonymousId":"a1","properties":{"order_id":"1","total":9.5,"currency":"EUR"}}"#;
    server.request("POST", "/jitsu/api/s/track", JITSU, body.as_bytes());
    server.wait_projected();
    assert_eq!(
        results(&server, "1.0", ""),
        [
            "jitsu-ga4 invalid",
            "jitsu-facebook sent",
            "jitsu-warehouse sent",
            "jitsu-webhook sent"
        ]
    );
    let found = server.api("/events/1.0/deliveries");
    let request = &found["deliveries"][3]["request"];
    assert_eq!(request["method"], "POST");
    assert_eq!(request["body"]["properties"]["order_id"], "1", "{request}");
    let fields = found["deliveries"][3]["fields"].as_array().expect("fields");
    let of = |pointer: &str| fields.iter().find(|it| it["pointer"] == pointer).cloned();
    assert!(
        of("/properties/order_id").is_some_and(|it| it["from"] != json!([])),
        "{fields:?}"
    );
    let page = server.get("/inspector/events/1.0?tab=connectors").text();
    assert!(page.contains("GA4, as Jitsu maps it"), "{page}");
    assert!(!page.contains("The workspace has changed since"), "{page}");
}

#[test]
fn what_the_platform_dropped_goes_nowhere() {
    let server = Server::start();
    let body = br#"{"type":"track","event":"A","messageId":"m1","context":{"consent":{"analytics":true,"marketing":true}}}"#;
    for _ in 0..2 {
        server.request("POST", "/v1/t", DATAFLY, body);
    }
    server.wait_projected();
    assert!(results(&server, "1.0", "").contains(&"ga4 sent".to_string()));
    let second = results(&server, "2.0", "");
    assert!(
        second.iter().all(|it| it.ends_with(" suppressed")),
        "{second:?}"
    );
}

#[test]
fn a_version_of_a_container_has_destinations_and_vendor_modes_of_its_own() {
    let sources = json!({"sources": [{
        "name": "shop", "destinations": ["ga4"], "debug_codes": ["code"],
        "vendor_modes": {"google_analytics_4_server-side": "consent"},
        "versions": [
            {"version": "1", "state": "published_live"},
            {"version": "2", "state": "published_stage",
                "vendor_modes": {"google_analytics_4_server-side": "essential"}},
            {"version": "3", "state": "current_edit", "destinations": ["ga4", "meta-capi"],
                "vendor_modes": {"google_analytics_4_server-side": "none"}},
        ],
    }]});
    let server = Builder::new()
        .workspace(&[("sources/jentis.json", &sources.to_string())])
        .start();
    jentis(&server, json!({}), json!(true));
    jentis(&server, json!({}), json!("ncm"));
    jentis(&server, json!({"environment": "stage"}), json!("ncm"));
    jentis(
        &server,
        json!({"version": "3", "debugcode": "code"}),
        json!(false),
    );
    // A preview that does not work is processed as published.
    jentis(
        &server,
        json!({"version": "3", "debugcode": "other"}),
        json!(false),
    );
    server.wait_projected();
    let expected: [(&str, &[&str], &str); 5] = [
        ("1.0", &["ga4 sent"], "1"),
        ("2.0", &["ga4 not_consented"], "1"),
        ("3.0", &["ga4 sent_essential"], "2"),
        ("4.0", &["ga4 sent", "meta-capi undecided"], "3"),
        ("5.0", &["ga4 not_consented"], "1"),
    ];
    for (id, deliveries, version) in expected {
        assert_eq!(results(&server, id, ""), deliveries, "{id}");
        let found = server.api(&format!("/events/{id}/deliveries"));
        assert_eq!(found["container_version"], version, "{id}");
    }
}

#[test]
fn a_source_and_a_version_of_it_bind_consent_in_place_of_the_connector() {
    let vendor = |id: &str| json!({"kind": "vendor", "ids": [id]});
    let sources = json!({"sources": [{
        "name": "shop", "destinations": ["ga4", "webhook"], "debug_codes": ["code"],
        "vendor_modes": {"google_analytics_4_server-side": "none", "own": "consent"},
        "consent": {"ga4": vendor("own"), "webhook": vendor("google_analytics_4_server-side")},
        "versions": [
            {"version": "1", "state": "published_live"},
            {"version": "2", "state": "current_edit",
                "consent": {"ga4": vendor("google_analytics_4_server-side")}},
        ],
    }]});
    let act = json!({"sources": [{"name": "act", "destinations": ["webhook"],
        "consent": {"webhook": {"kind": "category", "ids": ["99"]}}}]});
    let datafly = json!({"sources": [{"name": "fly", "destinations": ["webhook"],
        "consent": {"webhook": {"kind": "category", "ids": ["own"]}}}]});
    let jitsu = json!({"sites": [{"id": "a", "destinations": [{"id": "d", "type": "webhook",
        "consent": {"kind": "category", "ids": ["own"]}}]}]});
    let server = Builder::new()
        .workspace(&[
            ("sources/jentis.json", &sources.to_string()),
            ("sources/commanders-act.json", &act.to_string()),
            ("sources/datafly.json", &datafly.to_string()),
            ("sources/jitsu.json", &jitsu.to_string()),
        ])
        .start();
    // The vendor that only the connectors' own bindings name is granted.
    jentis(&server, json!({}), json!(true));
    jentis(
        &server,
        json!({"version": "2", "debugcode": "code"}),
        json!(false),
    );
    let act = "/commanders-act/events?tc_s=1&token=demo";
    let body =
        br#"{"event_name":"search","context":{"event_id":"e"},"user":{"consent_categories":[99]}}"#;
    server.request("POST", act, &[], body);
    let body = br#"{"type":"track","event":"A","messageId":"m","context":{"consent":{"own":false,"analytics":true,"marketing":true}}}"#;
    server.request("POST", "/v1/t", DATAFLY, body);
    server.request("POST", "/jitsu/api/s/track", JITSU, br#"{"event":"A"}"#);
    server.wait_projected();
    let reason = |id: &str| {
        let found = server.api(&format!("/events/{id}/deliveries"));
        found["deliveries"][0]["reason"]["message"].to_string()
    };
    // By the source: `own`, which the event does not name; the other vendor is in No Consent Mode.
    assert_eq!(
        results(&server, "1.0", ""),
        ["ga4 undecided", "webhook sent"]
    );
    assert!(reason("1.0").contains("vendor own"), "{}", reason("1.0"));
    // By the version: the vendor in No Consent Mode; what the version does not bind is the source's.
    let second = results(&server, "2.0", "");
    assert_eq!(second, ["ga4 sent", "webhook sent"]);
    for (id, told) in [
        ("3.0", "category 99 is granted"),
        ("4.0", "category own is denied"),
        ("5.0", "category own, which counts as undecided"),
    ] {
        assert!(reason(id).contains(told), "{id}: {}", reason(id));
    }
}

#[test]
fn an_event_of_thousands_of_vendors_is_shown_in_part_and_counted_whole() {
    let server = Builder::new().start();
    let vendors = (0..3000).map(|nth| (format!("vendor-{nth:04}"), json!({"status": true})));
    let vendors: serde_json::Map<String, Value> = vendors.collect();
    jentis(&server, json!({}), json!(true));
    let body = json!({"version": "3", "consent": vendors, "data": {"variables": {}}}).to_string();
    let headers = [("authorization", "Bearer demo")];
    server.request("POST", "/jentis/", &headers, body.as_bytes());
    server.wait_projected();
    let overview = server.api("/consent");
    let subjects = overview["subjects"].as_array().expect("subjects");
    let more = overview["more_subjects"].as_u64().expect("a number");
    assert_eq!((subjects.len(), more > 2800), (200, true));
    assert_eq!(
        server.api("/events/2.0")["consent"]
            .as_array()
            .map(Vec::len),
        Some(3000)
    );
    for (path, most) in [
        ("/inspector/consent", 400_000),
        ("/inspector/events/2.0?tab=consent", 400_000),
    ] {
        let page = server.request("GET", path, &[], b"");
        assert_eq!(page.status, 200, "{path}");
        assert!(page.body.len() < most, "{path}: {} bytes", page.body.len());
    }
}

/// docs/CONNECTORS.md, as it is written there.
#[test]
fn the_connector_of_the_docs_makes_what_they_say() {
    let page = include_str!("../../docs/CONNECTORS.md");
    let block = page.rsplit("```json\n").next().expect("a preview");
    let block = block.split("```").next().expect("its end");
    let mut expected: Value = serde_json::from_str(block).expect("JSON");
    let server = Builder::new()
        .workspace(&[
            (
                "connectors/tea-club.json",
                include_str!("../docs/example-connector.json"),
            ),
            (
                "sources/datafly.json",
                include_str!("../docs/example-source.json"),
            ),
        ])
        .start();
    let headers = [
        ("authorization", "Bearer dk_demo"),
        ("cookie", "_ga=GA1.1.111.222"),
    ];
    let event = include_str!("../docs/example-event.json");
    server.request("POST", "/v1/t", &headers, event.as_bytes());
    server.wait_projected();
    let found = server.api("/events/1.0/deliveries");
    for (member, value) in expected.as_object_mut().expect("an object") {
        assert_eq!(found["deliveries"][0][member], *value, "{member}");
    }
}

#[test]
fn what_is_denied_is_dropped_allowed_or_stripped_as_the_source_has_it() {
    let sources = include_str!("../workspaces/consent-actions/sources/datafly.json");
    let server = Builder::new()
        .workspace(&[("sources/datafly.json", sources)])
        .start();
    let event = json!({"type": "identify", "userId": "u", "messageId": "m",
        "context": {"consent": {"marketing": false}, "ip": "203.0.113.9"},
        "traits": {"email": "jane@example.com", "plan": "pro"}});
    for name in ["drop", "allow", "strip", "named"] {
        let key = format!("Bearer dk_{name}");
        let headers = [("authorization", key.as_str())];
        let body = event.to_string();
        let answer = server.request("POST", "/v1/i", &headers, body.as_bytes());
        assert_eq!(answer.status, 200, "{name}: it is ingested all the same");
    }
    server.wait_projected();
    let found = |id: &str| server.api(&format!("/events/{id}/deliveries"))["deliveries"][0].clone();
    assert_eq!(found("1.0")["result"], "not_consented");
    for (id, action, there, gone) in [
        (
            "2.0",
            "allow",
            &["jane@example.com", "203.0.113.9", "pro"][..],
            &[][..],
        ),
        (
            "3.0",
            "strip",
            &["pro"],
            &["jane@example.com", "203.0.113.9"],
        ),
        ("4.0", "strip", &["jane@example.com"], &["\"pro\""]),
    ] {
        let delivery = found(id);
        assert_eq!(delivery["result"], "sent", "{delivery}");
        let message = delivery["reason"]["message"].to_string();
        let says = format!("consent_action is {action}");
        assert!(
            message.contains("is denied") && message.contains(&says),
            "{message}"
        );
        let sent = delivery["request"].to_string() + &delivery["fields"].to_string();
        assert!(there.iter().all(|it| sent.contains(it)), "{id}: {sent}");
        assert!(!gone.iter().any(|it| sent.contains(it)), "{id}: {sent}");
    }
}

#[test]
fn two_destinations_of_a_type_are_told_apart_and_segment_s_rule_can_be_had() {
    let destination = |id: &str, absent: &str| {
        json!({"id": id, "type": "webhook",
            "consent": {"kind": "category", "ids": ["Advertising"], "absent": absent}})
    };
    let jitsu = json!({"sites": [{"id": "a", "destinations": [
        destination("first", "segment"), destination("second", "undecided"),
    ]}]});
    let server = Builder::new()
        .workspace(&[("sources/jitsu.json", &jitsu.to_string())])
        .start();
    for context in [
        json!({}),
        json!({"consent": {"categoryPreferences": {}}}),
        json!({"consent": {"categoryPreferences": {"Advertising": true}}}),
        json!({"consent": {"categoryPreferences": {"Advertising": false}}}),
    ] {
        let body = json!({"event": "A", "context": context}).to_string();
        server.request("POST", "/jitsu/api/s/track", JITSU, body.as_bytes());
    }
    server.wait_projected();
    for (id, results) in [
        ("1.0", ["first sent", "second undecided"]),
        ("2.0", ["first not_consented", "second undecided"]),
        ("3.0", ["first sent", "second sent"]),
        ("4.0", ["first not_consented", "second not_consented"]),
    ] {
        let found = server.api(&format!("/events/{id}/deliveries"));
        let found = found["deliveries"].as_array().expect("deliveries");
        let told: Vec<String> = found
            .iter()
            .map(|it| {
                [&it["destination"], &it["result"]]
                    .map(|it| it.as_str().unwrap_or(""))
                    .join(" ")
            })
            .collect();
        assert_eq!(told, results, "{id}");
    }
    let denied = server.api("/events/4.0/deliveries")["deliveries"][0]["reason"].clone();
    let says = "bound in the workspace; Jitsu itself would send the event";
    assert!(denied["message"].to_string().contains(says), "{denied}");
    assert_eq!(denied["evidence"], "assumed");
}

#[test]
fn a_jentis_consent_submission_goes_nowhere_and_a_vendor_that_asks_nobody_is_not_asked() {
    let sources = json!({"sources": [{
        "name": "shop", "destinations": ["webhook"],
        "vendor_modes": {"free": "none", "asking": "consent"},
        "consent": {"webhook": {"kind": "vendor", "ids": ["free", "asking"]}},
    }]});
    let server = Builder::new()
        .workspace(&[("sources/jentis.json", &sources.to_string())])
        .start();
    let submit = |consent: Value, data: Value| {
        let body = json!({"version": "3", "consent": consent, "data": data}).to_string();
        let headers = [
            ("authorization", "Bearer demo"),
            ("content-type", "application/json"),
        ];
        server.request("POST", "/jentis/", &headers, body.as_bytes());
    };
    submit(
        json!({"asking": {"status": true}}),
        json!({"variables": {}}),
    );
    submit(
        json!({"asking": {"status": false}}),
        json!({"variables": {}}),
    );
    let off = json!({"asking": {"status": true}, "free": {"status": true, "execute": false}});
    submit(off, json!({"variables": {}}));
    submit(
        json!({}),
        json!({"consent": {"vendors": {"asking": true, "free": true}}}),
    );
    server.wait_projected();
    for (id, result) in [
        ("1.0", "webhook sent"),
        ("2.0", "webhook not_consented"),
        ("3.0", "webhook suppressed"),
        ("4.0", "webhook suppressed"),
    ] {
        assert_eq!(results(&server, id, ""), [result], "{id}");
    }
    let told = server.api("/events/4.0/deliveries")["deliveries"][0]["reason"].to_string();
    assert!(told.contains("triggers no tracking"), "{told}");
}

#[test]
fn a_binding_of_a_connector_that_is_not_fed_is_a_problem() {
    let sources = json!({"sources": [{"name": "shop", "destinations": ["ga4"],
        "consent": {"meta-capi": {"kind": "vendor", "ids": ["facebook"]}}}]});
    let output = Builder::new()
        .workspace(&[("sources/jentis.json", &sources.to_string())])
        .run();
    assert_ne!(output.code, Some(0), "{output:#?}");
    assert!(
        output.stderr.contains("/sources/0/consent/meta-capi")
            && output.stderr.contains("not one of the destinations"),
        "{output:#?}"
    );
}

#[test]
fn they_are_worked_out_with_the_workspace_as_it_is_now_or_was_then() {
    let source = |destinations: &[&str]| {
        json!({"sources": [{"name": "shop", "destinations": destinations}]}).to_string()
    };
    let builder = Builder::new().workspace(&[("sources/datafly.json", &source(&["webhook"]))]);
    let file = builder.folder().join("workspace/sources/datafly.json");
    let server = builder.start();
    let version = || server.api("/workspace")["version"].clone();
    let before = version();
    server.request(
        "POST",
        "/v1/p",
        DATAFLY,
        br#"{"type":"page","messageId":"m1"}"#,
    );
    server.wait_projected();
    fs::write(file, source(&["webhook", "ga4"])).expect("the file");
    until("the change to be in force", || {
        (version() != before).then_some(())
    });
    assert_eq!(results(&server, "1.0", "?workspace=then"), ["webhook sent"]);
    for query in ["", "?workspace=now"] {
        let now = results(&server, "1.0", query);
        assert_eq!(now, ["webhook sent", "ga4 undecided"], "{query}");
    }
    let then = server.api("/events/1.0/deliveries?workspace=then");
    assert_eq!(then["workspace"], before);
    let page = server.get("/inspector/events/1.0?tab=connectors").text();
    assert!(page.contains("as it was then"), "{page}");
    let page = server
        .get("/inspector/events/1.0?tab=connectors&workspace=then")
        .text();
    assert!(
        page.contains("as it is now") && !page.contains("GA4 Measurement"),
        "{page}"
    );
}

#[test]
fn what_cannot_be_asked_for_is_said() {
    let server = Server::start();
    server.request("POST", "/jitsu/api/s/track", JITSU, br#"{"event":"A"}"#);
    server.wait_projected();
    for (path, status, code) in [
        ("1.0/deliveries?workspace=old", 400, "bad-parameter"),
        ("1.0/deliveries?workspce=now", 400, "bad-parameter"),
        ("9.0/deliveries", 404, "not-found"),
        ("x/deliveries", 404, "not-found"),
    ] {
        let answer = server.get(&format!("/inspector/api/v1/events/{path}"));
        assert_eq!(
            (answer.status, answer.json()["code"].clone()),
            (status, json!(code)),
            "{path}"
        );
    }
}

#[test]
fn a_preview_sends_nothing() {
    let destination = TcpListener::bind("127.0.0.1:0").expect("a port");
    destination.set_nonblocking(true).expect("a listener");
    let url = format!(
        "http://{}/hook",
        destination.local_addr().expect("its port")
    );
    let connector = include_str!("../../fixtures/connectors/jitsu-webhook.json");
    let connector = connector.replace("https://example.com/hook", &url);
    let jitsu = json!({"sites": [{"id": "a", "destinations": [{"id": "d", "type": "webhook"}]}]});
    let server = Builder::new()
        .workspace(&[
            ("sources/jitsu.json", &jitsu.to_string()),
            ("connectors/jitsu-webhook.json", &connector),
        ])
        .start();
    server.request("POST", "/jitsu/api/s/track", JITSU, br#"{"event":"A"}"#);
    server.wait_projected();
    let found = server.api("/events/1.0/deliveries");
    assert_eq!(found["deliveries"][0]["request"]["url"], url.as_str());
    for page in [
        "/inspector/connectors",
        "/inspector/consent",
        "/inspector/events/1.0?tab=connectors",
        "/inspector/api/v1/connectors",
    ] {
        assert_eq!(server.get(page).status, 200, "{page}");
    }
    // Who connects waits in the listener's queue until it is taken out.
    let called = destination
        .accept()
        .map(|_| ())
        .map_err(|error| error.kind());
    assert_eq!(called, Err(ErrorKind::WouldBlock));
    assert_eq!(server.stop().code, Some(0));
}
