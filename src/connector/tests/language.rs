use serde_json::json;

use super::super::{DeliveryResult, Field};
use super::{body, connector, event, previewed, read, request};
use crate::connector::{Incoming, Terms, preview};
use crate::event::{ConsentDecision, Decision, Outcome};
use crate::platform::Platform;

#[test]
fn each_directive_does_what_it_says() {
    let params = || {
        json!({"value": "30.5", "currency": "eur", "empty": "", "tags": ["a", "", "b"],
            "items": [{"id": 1, "price": 2}, {"price": 3}, {"id": "x"}], "nested": {"a": 1, "b_x": 2}})
    };
    for (mapping, expected) in [
        (json!({"@from": "$.params.value"}), json!("30.5")),
        (
            json!({"@from": ["$.params.empty", "$.params.currency"], "@by": "upper"}),
            json!("EUR"),
        ),
        (json!({"@all": "$.params.tags[*]"}), json!(["a", "b"])),
        (
            json!({"@template": "{{{id}}}/{$.params.value}"}),
            json!("{G-1'2}/30.5"),
        ),
        (
            json!({"@value": {"@from": "$.name"}}),
            json!({"@from": "$.name"}),
        ),
        (json!({"@@type": "x"}), json!({"@type": "x"})),
        (
            json!({"@each": "$.params.items", "@to": {"@when": "@.id", "id": {"@from": "@.id", "@by": "text"}, "c": {"@from": "$.params.currency"}}}),
            json!([{"id": "1", "c": "eur"}, {"id": "x", "c": "eur"}]),
        ),
        (
            json!({"@each": "$.params.nested", "@to": {"value": {"@from": "@"}}}),
            json!({"a": {"value": 1}, "b_x": {"value": 2}}),
        ),
        (
            json!({"@merge": [{"a": 1, "b": 1}, {"b": 2}]}),
            json!({"a": 1, "b": 2}),
        ),
        (
            json!({"@first": [{"@from": "$.params.none"}, {"@from": "$.name"}]}),
            json!("purchase"),
        ),
        (
            json!({"@join": ["fb.1.", {"@from": "$.timestamp", "@by": "epoch_millis"}]}),
            json!("fb.1.1704164645000"),
        ),
        (
            json!({"@from": "$.params.nested", "@only": ["b_*"]}),
            json!({"b_x": 2}),
        ),
        (
            json!({"@from": "$.params.nested", "@without": ["b_*"]}),
            json!({"a": 1}),
        ),
        (
            json!({"@from": "$.name", "@map": {"purchase": "Purchase"}}),
            json!("Purchase"),
        ),
        (
            json!({"@from": "$.name", "@map": {"*": "Other"}}),
            json!("Other"),
        ),
        (
            json!({"@from": "$.name", "@map": {"refund": 1}, "@else": "none"}),
            json!("none"),
        ),
        (
            json!({"@when": "$.name == 'refund'", "a": 1, "@else": "no"}),
            json!("no"),
        ),
        (
            json!({"a": {"b": {"@from": "$.none"}}, "c": {"@keep": true, "d": {"@from": "$.none"}}, "e": {}}),
            json!({"c": {}, "e": {}}),
        ),
        (json!({"@from": "$.params.empty", "@keep": true}), json!("")),
        (
            json!({"@merge": [{"a": {"@from": "$.none"}}], "@keep": true}),
            json!({}),
        ),
        (
            json!({"@from": "$.cookies['_ga_{id#G-}']", "@by": "ga_session_id"}),
            json!("77"),
        ),
        (
            json!({"@from": "$.params.nested", "@by": "json_text"}),
            json!(r#"{"a":1,"b_x":2}"#),
        ),
    ] {
        let got = body(mapping.clone(), params());
        assert_eq!(got, Some(expected), "{mapping}");
    }
}

#[test]
fn every_field_knows_where_it_came_from() {
    let mapping = json!({
        "one": {"@from": "$.params.value", "@by": ["number", "text"]},
        "two": 1,
        "all": {"@from": "$.params.nested", "@by": ["snake_names", "flatten"]},
        "items": {"@each": "$.params.items", "@to": {"id": {"@from": "@.id"}, "c": {"@from": "$.name"}}},
    });
    let params = json!({"value": "2", "nested": {"aB": {"c/d": [1]}}, "items": [{}, {"id": 7}]});
    let fields = previewed(mapping, params)
        .map(|it| it.fields)
        .unwrap_or_default();
    let field = |pointer: &str, from: &[&str], by: &[&str]| Field {
        pointer: pointer.into(),
        from: from.iter().map(ToString::to_string).collect(),
        by: by.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(
        fields,
        [
            field("/one", &["/params/value"], &["number", "text"]),
            field("/two", &[], &[]),
            field("/all/a_b_c~1d", &["/params/nested/aB/c~1d"], &[]),
            field("/items/0/c", &["/name"], &[]),
            field("/items/1/id", &["/params/items/1/id"], &[]),
            field("/items/1/c", &["/name"], &[]),
        ]
    );
}

#[test]
fn secrets_are_masked_and_the_rest_is_filled_in() {
    let url = previewed(json!({"a": 1}), json!({}))
        .and_then(|it| it.request)
        .map(|it| it.url);
    assert_eq!(url.as_deref(), Some("https://example.com/1'2?key=***"));
}

#[test]
fn each_result_has_its_reason() {
    let file = |more: serde_json::Value| {
        let mut file = json!({"title": "T", "docs": "https://d.example",
            "consent": {"jitsu": {"kind": "category", "ids": ["ads"]}},
            "gates": [{"when": "$.name != 'hidden'", "reason": "hidden is filtered"},
                {"when": "$.name != 'odd'", "otherwise": "not_mapped", "reason": "odd is not mapped"}],
            "request": {"url": "https://example.com", "body": {"n": {"@from": "$.params.n"}, "name": {"@from": "$.name"}}},
            "checks": [{"at": "$.n", "rule": {"max_length": 3}, "effect": "refused", "message": "n is too long"}]});
        if let (Some(file), Some(more)) = (file.as_object_mut(), more.as_object()) {
            file.extend(more.clone());
        }
        read(file).ok()
    };
    let told = |name: &str, decision: Decision, change: fn(&mut crate::event::Event), more| {
        let mut event = event(json!({"n": name}));
        event.canonical.name = name.into();
        event.consent.push(ConsentDecision {
            kind: "category",
            id: "ads".into(),
            decision,
            pointer: "/c".into(),
            rule: "a rule",
            evidence: crate::event::Evidence::Documented,
        });
        change(&mut event);
        let preview = preview(
            &file(more)?,
            Incoming {
                event: &event,
                platform: Platform::Jitsu,
                request: &request(),
            },
            Terms::default(),
        );
        Some((
            preview.result,
            preview.reason.pointer,
            preview.request.is_some(),
        ))
    };
    use DeliveryResult::{
        Filtered, Invalid, NotConsented, NotMapped, Sent, SentEssential, Suppressed, Undecided,
    };
    let nothing = |_: &mut crate::event::Event| {};
    let essential =
        || json!({"request": {"url": "https://example.com", "body": 1, "essential_body": 2}});
    let of = |result, pointer: &str, request| Some((result, pointer.to_string(), request));
    assert_eq!(
        told("a", Decision::Granted, nothing, json!({})),
        of(Sent, "/c", true)
    );
    assert_eq!(
        told("a", Decision::Denied, nothing, json!({})),
        of(NotConsented, "/c", false)
    );
    assert_eq!(
        told("a", Decision::Undecided, nothing, json!({})),
        of(Undecided, "/c", false)
    );
    assert_eq!(
        told("a", Decision::Essential, nothing, json!({})),
        of(NotConsented, "/c", false)
    );
    assert_eq!(
        told("a", Decision::Essential, nothing, essential()),
        of(SentEssential, "/c", true)
    );
    assert_eq!(
        told("hidden", Decision::Granted, nothing, json!({})),
        of(Filtered, "", false)
    );
    assert_eq!(
        told("odd", Decision::Granted, nothing, json!({})),
        of(NotMapped, "", false)
    );
    assert_eq!(
        told("long", Decision::Granted, nothing, json!({})),
        of(Invalid, "/n", true)
    );
    assert_eq!(
        told(
            "a",
            Decision::Granted,
            |event| event.outcome = Outcome::Dropped,
            json!({})
        ),
        of(Suppressed, "", false)
    );
    assert_eq!(
        told(
            "a",
            Decision::Granted,
            nothing,
            json!({"platform": "jentis"})
        ),
        of(NotMapped, "", false)
    );
}

#[test]
fn a_vendor_that_is_switched_off_is_suppressed() {
    let file = json!({"title": "T", "docs": "https://d.example", "consent": {"jentis": {"kind": "vendor", "ids": ["a/b"]}},
        "request": {"url": "https://example.com", "body": 1}});
    let mut event = event(json!({}));
    event.findings.push(
        crate::platform::jentis::kinds::EXECUTE_FALSE
            .says("a/b does not get this event")
            .at("/consent/a~1b/execute"),
    );
    let result = read(file).map(|it| {
        preview(
            &it,
            Incoming {
                event: &event,
                platform: Platform::Jentis,
                request: &request(),
            },
            Terms::default(),
        )
        .result
    });
    assert_eq!(result.ok(), Some(DeliveryResult::Suppressed));
}

#[test]
fn a_mapping_that_copies_without_end_is_stopped() {
    let everything: Vec<_> = (0..4000).map(|_| json!({"@from": "$.params"})).collect();
    let params = json!({"text": "x".repeat(100_000)});
    let result = previewed(json!(everything), params).map(|it| it.result);
    assert_eq!(result, Some(DeliveryResult::Invalid));
}

#[test]
fn an_event_that_is_nested_too_deep_is_not_mapped() {
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    let result = previewed(json!({"a": 1}), json!({"deep": deep})).map(|it| it.result);
    assert_eq!(result, Some(DeliveryResult::Invalid));
}

#[test]
fn pseudonyms_repeat_and_anonyms_do_not() {
    let mapping = || json!({"p": {"@from": "$.params.p", "@by": "pseudonymise"}, "a": {"@from": "$.params.p", "@by": "anonymise"}});
    let of = |id: &str| {
        let connector = connector(mapping()).ok()?;
        let mut event = event(json!({"p": "abcdefghij"}));
        event.message_id = Some(id.into());
        preview(
            &connector,
            Incoming {
                event: &event,
                platform: Platform::Jitsu,
                request: &request(),
            },
            Terms::default(),
        )
        .request
        .map(|it| it.body)
    };
    let (one, same, other) = (of("1"), of("1"), of("2"));
    assert_eq!(one, same);
    let member =
        |body: &Option<serde_json::Value>, name: &str| body.as_ref().map(|it| it[name].clone());
    assert_eq!(member(&one, "p"), member(&other, "p"));
    assert_ne!(member(&one, "a"), member(&other, "a"));
}

#[test]
fn what_grows_beyond_all_measure_is_not_made() {
    let doubling = vec!["json_text"; 40];
    let long = "x".repeat(100_000);
    let often = "{$.params.p}".repeat(1000);
    let url = |url: &str| {
        let request = json!({"url": url, "body": {"a": 1}});
        read(json!({"title": "T", "docs": "https://example.com", "request": request}))
    };
    for (connector, sent) in [
        (
            connector(json!({"p": {"@from": "$.params.p", "@by": doubling}})),
            "\"",
        ),
        (connector(json!({"p": {"@template": often}})), &long),
        (url(&format!("https://example.com/{often}")), &long),
        // A literal counts each time it is written.
        (
            connector(
                json!({"p": {"@each": "$.params.many", "@to": {"@template": format!("{long}{{@.id}}")}}}),
            ),
            "",
        ),
    ] {
        let Ok(connector) = connector else {
            panic!("it does not load: {:?}", connector.err());
        };
        let many = vec![json!({"id": 1}); 400];
        let event = event(json!({"p": sent, "many": many}));
        let incoming = Incoming {
            event: &event,
            platform: Platform::Jitsu,
            request: &request(),
        };
        let made = preview(&connector, incoming, Terms::default());
        assert_eq!(made.result, DeliveryResult::Invalid);
        assert_eq!(
            made.reason.message,
            "the request is larger than eventpit shows"
        );
        assert!(made.request.is_none());
    }
}

#[test]
fn patterns_are_tried_on_the_event_and_on_each_item() {
    let params = json!({"plus": "a+b", "quote": "it's \"x\"", "no": 7,
        "items": [{"id": "SKU-1"}, {"id": "x"}, {}, {"id": 7}, {"id": "SKU-2\nmore"}]});
    for (condition, holds) in [
        ("match($.name, 'purch.*')", true),
        ("match($.name, 'purch')", false),
        ("search($.name, 'purch')", true),
        (
            "!match($.name, 'purch') && search($.params.plus, 'a\\\\+b')",
            true,
        ),
        (
            "search($.params.plus, \"a[+]b\") && !search($.name, 'view') || $.none",
            true,
        ),
        ("match($.params.quote, 'it\\'s \"x\"')", true),
        ("match($.params.quote, \"it's \\\"x\\\"\")", true),
        (
            "search($.params.no, '7') || search($.params.none, '')",
            false,
        ),
        ("$.name == 'match($.name, x)' || $['search(1)'] == 1", false),
        (
            "$.name == 'purchase' && (match($.name, 'a') || match( $.name , 'p.+' ))",
            true,
        ),
    ] {
        let made = body(json!({"@when": condition, "a": 1}), params.clone());
        let expected = holds.then(|| json!({"a": 1}));
        assert_eq!(made, expected, "{condition}");
    }
    let each = json!({"@each": "$.params.items", "@to":
        {"@when": "match(@.id, 'SKU-[0-9]') && !search(@.id, '2')", "id": {"@from": "@.id"}}});
    assert_eq!(body(each, params.clone()), Some(json!([{"id": "SKU-1"}])));
    let lines = json!({"@each": "$.params.items", "@to":
        {"@when": "search(@.id, '2$')", "id": {"@from": "@.id"}}});
    assert_eq!(body(lines, params), None);
}

#[test]
fn what_an_event_has_makes_no_other_address_and_no_other_header() {
    let connector = |url: &str| {
        read(json!({
            "title": "T", "docs": "https://a.example",
            "request": {"url": url, "headers": {"x-id": "{$.params.id}"}, "body": {"a": 1}},
        }))
    };
    let made = |url: &str, params: serde_json::Value| {
        let connector = connector(url).ok()?;
        let sent = Incoming {
            event: &event(params),
            platform: Platform::Jitsu,
            request: &request(),
        };
        let made = preview(&connector, sent, Terms::default());
        Some(match made.request {
            Some(request) => request.url,
            None => made.reason.message,
        })
    };
    let id = || json!({"id": "a/../b?c=d&é", "url": "https://b.example/x?y=1"});
    assert_eq!(
        made("https://a.example/{$.params.id}/end", id()).as_deref(),
        Some("https://a.example/a%2F..%2Fb%3Fc%3Dd%26%C3%A9/end")
    );
    // An address as a whole is the event's.
    assert_eq!(
        made("{$.params.url}&z={$.params.url}", id()).as_deref(),
        Some("https://b.example/x?y=1&z=https%3A%2F%2Fb.example%2Fx%3Fy%3D1")
    );
    let told = made("{$.params.id}", id()).unwrap_or_default();
    assert!(told.contains("makes no address"), "{told}");
    let told = made("https://a.example", json!({"id": "1\r\nx: y"})).unwrap_or_default();
    assert!(told.contains("the header x-id"), "{told}");
}

#[test]
fn nothing_is_made_of_a_secret() {
    let mapping = json!({"hash": {"@template": "{key}", "@by": "sha256"},
        "mapped": {"@template": "{key}", "@map": {"***": "told"}}});
    assert_eq!(
        body(mapping, json!({})),
        Some(json!({"hash": "***", "mapped": "***"}))
    );
}
