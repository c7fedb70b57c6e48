//! Tracking plans: what they say of each event, and the checklist.

use std::fs;

use serde_json::{Value, json};

use crate::send::{JITSU, track};
use crate::support::{Builder, Server};

const SHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/workspaces/plan-shop");

fn shop() -> Server {
    Builder::new().args(["--workspace", SHOP]).start()
}

/// Sends a Jitsu event, as its JSON has it, in a test session.
fn send(server: &Server, session: &str, event: Value) {
    let path = format!("/~{session}/jitsu/api/s/track");
    let answer = server.request("POST", &path, JITSU, event.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
}

fn added(visitor: &str) -> Value {
    let properties = json!({"product_id": "SKU-7", "price": 3});
    json!({"event": "Product Added", "anonymousId": visitor, "properties": properties})
}

fn ordered(visitor: &str) -> Value {
    let products = json!([{"product_id": "SKU-7", "price": 3}]);
    let properties = json!({"order_id": "1", "total": 3, "currency": "EUR", "products": products});
    json!({"event": "Order Completed", "anonymousId": visitor, "properties": properties})
}

/// `(result, [[severity, rule, pointer, message]])` of each event by the only plan that applies.
fn told(server: &Server) -> Vec<Value> {
    let events = server.events().into_iter();
    let told = events.map(|event| {
        let results = event["plan"].as_array().expect("plan");
        assert_eq!(results.len(), 1, "{event}");
        let problems = results[0]["problems"].as_array().expect("problems").iter();
        let keys = ["severity", "rule", "pointer", "message"];
        let problems: Vec<Value> = problems
            .map(|problem| keys.iter().map(|key| problem[key].clone()).collect())
            .collect();
        json!([results[0]["result"], problems])
    });
    told.collect()
}

#[test]
fn each_event_says_where_it_breaks_the_plan_and_how_much_it_matters() {
    let server = shop();
    let mut wrong = added("a");
    wrong["properties"] = json!({"product_id": "7", "price": 0, "color": "gren"});
    send(&server, "one", added("a"));
    send(&server, "one", wrong);
    let products = json!([{"product_id": "1", "price": 1}, {"price": "x"}]);
    let order = json!({"order_id": "1", "total": "3", "products": products});
    send(
        &server,
        "one",
        json!({"event": "Order Completed", "anonymousId": "a", "properties": order}),
    );
    send(&server, "one", json!({"event": "Prodct Added"}));
    let page = json!({"type": "page", "name": "Home"});
    let answer = server.request(
        "POST",
        "/jitsu/api/s/page",
        JITSU,
        page.to_string().as_bytes(),
    );
    assert_eq!(answer.status, 200);
    let pattern = "product_id should be a text of the pattern ^SKU-[0-9]+$ and is \"7\"";
    let color = "color should be one of \"red\", \"green\", \"blue\" (most likely \"green\") and is \"gren\"";
    assert_eq!(
        told(&server),
        [
            json!(["valid", []]),
            json!([
                "invalid",
                [
                    ["error", "pattern", "/properties/product_id", pattern],
                    [
                        "error",
                        "exclusiveMinimum",
                        "/properties/price",
                        "price should be more than 0 and is 0"
                    ],
                    ["warning", "enum", "/properties/color", color],
                ]
            ]),
            json!([
                "invalid",
                [
                    [
                        "error",
                        "required",
                        "/properties/currency",
                        "currency is missing"
                    ],
                    [
                        "error",
                        "type",
                        "/properties/total",
                        "total should be a number and is \"3\""
                    ],
                    [
                        "error",
                        "required",
                        "/properties/products/1/product_id",
                        "in products 2: product_id is missing"
                    ],
                    [
                        "error",
                        "type",
                        "/properties/products/1/price",
                        "price of products 2 should be a number and is \"x\""
                    ],
                ]
            ]),
            json!([
                "unexpected",
                [[
                    "warning",
                    "events",
                    "",
                    "Prodct Added is not in the plan; is Product Added meant?"
                ],]
            ]),
            json!(["valid", []]),
        ]
    );
    let price = &server.api("/events/2.0")["plan"][0]["problems"][1];
    assert_eq!(
        (&price["expected"], &price["got"]),
        (&json!("more than 0"), &json!("0"))
    );
}

#[test]
fn an_order_is_each_visitors_own_and_what_was_lost_is_no_step() {
    let server = Builder::new().args(["--workspace", SHOP]).start();
    send(&server, "one", added("a"));
    send(&server, "one", ordered("b"));
    send(&server, "two", ordered("a"));
    send(&server, "one", ordered("a"));
    // The visitor is known by now, and orders elsewhere.
    let mut known = added("c");
    known["userId"] = json!("u");
    send(&server, "one", known);
    let mut elsewhere = ordered("d");
    elsewhere["userId"] = json!("u");
    send(&server, "one", elsewhere);
    let late = json!([
        "invalid",
        [[
            "error",
            "after",
            "",
            "Order Completed came without a Product Added before it"
        ],]
    ]);
    let valid = json!(["valid", []]);
    assert_eq!(
        told(&server),
        [&valid, &late, &late, &valid, &valid, &valid].map(Clone::clone)
    );
    let event = |session: &str| {
        let head = server.wait_projected();
        let list = server.api(&format!("/plan?at_least={head}{session}"));
        list["plans"][0]["events"][2].clone()
    };
    let all = event("");
    assert_eq!(all["after"], json!(["Product Added"]));
    assert_eq!((&all["seen"], &all["out_of_order"]), (&json!(4), &json!(2)));
    assert_eq!(event("&session=two")["out_of_order"], 1);
}

#[test]
fn the_checklist_counts_what_was_seen_what_was_not_and_what_nobody_planned() {
    let server = shop();
    for event in [added("a"), added("a"), ordered("a")] {
        send(&server, "one", event);
    }
    let joined = json!({"event": "Newsletter Joined", "properties": {"email": "x"}});
    send(&server, "two", joined.clone());
    send(&server, "two", joined);
    for name in ["Extra", "Odd", "Odd"] {
        send(&server, "two", json!({ "event": name }));
    }
    let head = server.wait_projected();
    let list = server.api(&format!("/plan?at_least={head}"));
    assert_eq!(
        (&list["head"], &list["session"]),
        (&json!(head), &json!(null))
    );
    assert_eq!(list["plans"].as_array().map(Vec::len), Some(1));
    let plan = &list["plans"][0];
    assert_eq!(
        (&plan["plan"], &plan["title"]),
        (&json!("shop"), &json!("Shop"))
    );
    assert_eq!(
        plan["coverage"],
        json!({"covered": 2, "planned": 4, "percent": 50})
    );
    let events = plan["events"].as_array().expect("events").iter();
    let counted: Vec<Value> = events
        .map(|it| {
            json!([
                it["event"],
                it["state"],
                it["seen"],
                it["valid"],
                it["invalid"],
                it["last"]
            ])
        })
        .collect();
    assert_eq!(
        counted,
        [
            json!(["page", "never seen", 0, 0, 0, null]),
            json!(["Product Added", "valid", 2, 2, 0, "2.0"]),
            json!(["Order Completed", "valid", 1, 1, 0, "3.0"]),
            json!(["Newsletter Joined", "invalid", 2, 0, 2, "5.0"]),
        ]
    );
    assert_eq!(
        plan["events"][3]["problem"],
        json!({"rule": "format", "pointer": "/properties/email", "severity": "warning", "count": 2,
            "message": "email should be an e-mail address and is \"x\"", "last": "5.0"})
    );
    assert_eq!(
        plan["unexpected"],
        json!([{"name": "Odd", "seen": 2, "last": "8.0"}, {"name": "Extra", "seen": 1, "last": "6.0"}])
    );
    let one = server.api("/plan?session=one");
    assert_eq!(one["plans"][0]["events"][3]["state"], "never seen");
    assert_eq!(one["plans"][0]["unexpected"], json!([]));
    let nobody = server.api("/plan?session=nobody");
    assert_eq!(nobody["plans"][0]["coverage"]["percent"], 0);
}

#[test]
fn what_came_before_a_place_is_not_counted() {
    let server = shop();
    let wrong = json!({"event": "Product Added", "properties": {"product_id": "7", "price": 0}});
    send(&server, "old", wrong.clone());
    send(&server, "old", json!({"event": "Unplanned"}));
    send(&server, "old", added("a"));
    server.wait_projected();
    let since = server.events()[1]["id"]
        .as_str()
        .expect("an id")
        .to_string();
    let numbers = |since: &str| {
        let plan = server.api(&format!("/plan?session=old&since={since}"))["plans"][0].clone();
        let added = &plan["events"][1];
        let unexpected = plan["unexpected"].as_array().map(Vec::len);
        json!([
            added["valid"],
            added["invalid"],
            unexpected,
            plan["coverage"]["covered"]
        ])
    };
    assert_eq!(numbers("0"), json!([1, 1, 1, 1]));
    assert_eq!(numbers(&since), json!([1, 0, 0, 1]));
    assert_eq!(numbers("now"), json!([0, 0, 0, 0]));
    let ask = |path: &str, question: Value| server.ask(path, &question);
    assert_eq!(ask("/assert/plan", json!({})).status, 409);
    let good = ask("/assert/plan", json!({ "since": since }));
    assert_eq!(good.status, 200, "{}", good.text());
    let bad = ask("/assert/plan", json!({"since": "yesterday"}));
    assert_eq!(bad.json()["code"], "bad-parameter");

    // What is told of a place is the same as what is counted of a session that began there.
    for _ in 0..2 {
        send(&server, "new", wrong.clone());
        send(&server, "new", json!({"event": "Unplanned"}));
    }
    server.wait_projected();
    let head = server.events()[2]["cursor"].clone();
    let by_place = server.api(&format!("/plan?since={head}"))["plans"].clone();
    assert_eq!(by_place, server.api("/plan?session=new")["plans"]);
    assert_eq!(by_place[0]["events"][1]["problem"]["count"], 2);

    let covered = ask("/assert/coverage", json!({"session": "old", "min": 25}));
    assert_eq!(covered.status, 200, "{}", covered.text());
    let verdict = covered.json();
    assert_eq!(verdict["plans"][0]["coverage"]["percent"], 25);
    let less = ask("/assert/coverage", json!({"session": "old", "min": 26}));
    assert_eq!(less.status, 409, "{}", less.text());
    let message = "1 of 4 events of shop came as planned (25 %, less than 26 %)";
    assert_eq!(less.json()["detail"], message);
    let wrong = ask("/assert/coverage", json!({"min": 101}));
    assert_eq!(wrong.json()["code"], "bad-parameter");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_plan_may_look_at_the_common_vocabulary_and_narrow_where_it_applies() {
    let plan = json!({
        "judge": "canonical",
        "sources": ["demo"],
        "unexpected": "error",
        "events": {
            "purchase": {"schema": {"properties": {"params": {"required": ["value"],
                "properties": {"items": {"items": {"required": ["item_id"]}}}}}}},
            "search": {"platforms": ["jitsu"]},
            "add_to_cart": {"severity": "info", "schema": {"required": ["nothing"]}},
        }
    });
    let server = Builder::new()
        .workspace(&[("plans/all.json", &plan.to_string())])
        .start();
    let act = |body: Value| {
        let path = "/commanders-act/events?tc_s=1&token=demo";
        let answer = server.request("POST", path, &[], body.to_string().as_bytes());
        assert_eq!(answer.status, 200);
    };
    act(json!({"event_name": "purchase", "value": 1, "items": [{"id": "1"}, {"quantity": 1}]}));
    act(json!({"event_name": "search"}));
    act(json!({"event_name": "add_to_cart"}));
    let not_here = "search is planned, but not here: for other sources or platforms";
    assert_eq!(
        told(&server),
        [
            json!([
                "invalid",
                [[
                    "error",
                    "required",
                    "/params/items/1/item_id",
                    "in items 2: item_id is missing"
                ]]
            ]),
            json!(["unexpected", [["error", "events", "", not_here]]]),
            json!([
                "invalid",
                [["info", "required", "/nothing", "nothing is missing"]]
            ]),
        ]
    );
}

#[test]
fn what_the_platform_did_not_take_is_lost_and_nothing_else() {
    let server = Server::start();
    let path = "/commanders-act/events?tc_s=1&token=revoked-demo";
    let event = br#"{"event_name":"search","search_term":"a","user":{}}"#;
    let path_of = |token: &str| path.replace("revoked-demo", token);
    // One that is taken, and one whose key is well formed and was revoked.
    server.request("POST", &path_of("demo"), &[], event);
    let sample = server.request(
        "POST",
        "/inspector/samples/commanders-act/wrong-token",
        &[],
        b"",
    );
    assert!(sample.status < 400, "{}", sample.text());
    let head = server.wait_projected();
    let list = server.api(&format!("/plan?at_least={head}"));
    let plan = &list["plans"][0];
    assert_eq!(plan["plan"], "commanders-act-standard");
    let event = |name: &str| {
        let events = plan["events"].as_array().expect("events").iter();
        let found = events.clone().find(|event| event["event"] == name);
        let event = found.expect("a standard event");
        json!([event["state"], event["seen"], event["lost"]])
    };
    assert_eq!(event("search"), json!(["valid", 1, 0]));
    assert_eq!(event("page_view"), json!(["lost", 0, 1]));
    assert_eq!(event("purchase"), json!(["never seen", 0, 0]));
    // The event itself says what is wrong with it, and that it counts for nothing.
    let events = server.events();
    let lost = |at: usize| {
        json!([
            events[at]["plan"][0]["event"],
            events[at]["plan"][0]["lost"]
        ])
    };
    assert_eq!(lost(0), json!(["search", false]));
    assert_eq!(lost(1), json!(["page_view", true]));
    let page = server.get(&format!(
        "/inspector/events/{}?tab=findings",
        events[1]["id"].as_str().expect("an id")
    ));
    assert!(
        page.text()
            .contains(", and lost: the platform did not take it"),
        "{}",
        page.text()
    );
}

#[test]
fn names_and_problems_of_strangers_stay_bounded() {
    let server = shop();
    for start in (0..260).step_by(20) {
        let events: Vec<Value> = (start..start + 20)
            .map(|n| json!({"type": "track", "event": format!("name {n}"), "messageId": n.to_string()}))
            .collect();
        let body = json!({ "batch": events }).to_string();
        assert_eq!(
            server
                .request("POST", "/jitsu/v1/batch", JITSU, body.as_bytes())
                .status,
            200
        );
    }
    let products: Vec<Value> = (0..30_000).map(|_| json!({})).collect();
    let mut huge = ordered("a");
    huge["properties"]["products"] = json!(products);
    send(&server, "one", huge);
    let some: Vec<Value> = (0..100).map(|_| json!({})).collect();
    let mut large = ordered("a");
    large["properties"]["products"] = json!(some);
    send(&server, "one", large);
    let head = server.wait_projected();
    let plan = server.api(&format!("/plan?at_least={head}"))["plans"][0].clone();
    assert_eq!(plan["unexpected"].as_array().map(Vec::len), Some(200));
    assert_eq!(plan["unexpected_left_out"], 60);
    let events = server.api("/events?limit=2");
    let large = &events["items"][0]["plan"][0];
    assert_eq!(
        large["problems"].as_array().map(Vec::len),
        Some(21),
        "{large}"
    );
    assert_eq!(large["left_out"], 180);
    let huge = &events["items"][1]["plan"][0]["problems"];
    assert_eq!(
        huge[0]["message"],
        "the event breaks the plan, and is too large to say where"
    );
}

#[test]
fn an_index_made_anew_tells_the_same() {
    let data = tempfile::tempdir().expect("a folder");
    let start = || {
        Builder::new()
            .args(["--workspace", SHOP])
            .data(data.path())
            .start()
    };
    let server = start();
    for event in [ordered("a"), added("a"), ordered("a")] {
        send(&server, "one", event);
    }
    track(&server, "Odd");
    let told = |server: &Server| {
        let events = server.events().into_iter();
        let plans: Vec<Value> = events.map(|event| event["plan"].clone()).collect();
        (plans, server.api("/plan")["plans"].clone())
    };
    let before = told(&server);
    assert_eq!(server.stop().code, Some(0));
    for file in fs::read_dir(data.path()).expect("the folder") {
        let file = file.expect("a file").path();
        if file
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("index.db"))
        {
            fs::remove_file(file).expect("removed");
        }
    }
    let server = start();
    assert_eq!(told(&server), before);
}
