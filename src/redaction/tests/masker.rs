use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::*;
use crate::redaction::addresses::decoded;

fn masker(pointers: &[&str]) -> Masker {
    let patterns: Vec<Pattern> = pointers
        .iter()
        .filter_map(|text| Pattern::parse(text).ok())
        .collect();
    Masker::new(&patterns)
}

#[test]
fn values_are_masked_where_they_stand_and_where_they_are_quoted() {
    let mut masker = masker(&["/**/email", "/user/age"]);
    let value = json!({"traits": {"email": "a@b.example", "plan": "pro"}, "user": {"age": 41, "email": null}});
    assert_eq!(
        masker.value(&value),
        json!({"traits": {"email": MASK, "plan": "pro"}, "user": {"age": MASK, "email": null}})
    );
    assert_eq!(masker.text("a@b.example is odd"), "••• is odd");
    assert_eq!(masker.text("41 is short"), "41 is short");
    let finding = json!([{"message": "got a@b.example"}]);
    assert_eq!(masker.scrubbed(&finding), json!([{"message": "got •••"}]));
}

#[test]
fn keys_and_cookies_go_and_other_headers_stay() {
    let lines = [
        ("authorization".to_string(), "Bearer x".to_string()),
        ("accept".to_string(), "*/*".to_string()),
    ];
    let mut masker = masker(&[]);
    let masked = masker.headers(&lines);
    let values: Vec<&str> = masked.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(values, [MASK, "*/*"]);
    for value in ["Bearer s3cret-1", "Basic czNjcmV0LTI6", "s3cret-3"] {
        masker.headers(&[("authorization".into(), value.into())]);
    }
    let quoted = "no source has s3cret-1, s3cret-2, s3cret-3";
    assert_eq!(masker.text(quoted), "no source has •••, •••, •••");
}

#[test]
fn keys_go_wherever_clients_put_them() {
    let mut masker = masker(&[]);
    assert_eq!(
        masker.query("tc_s=1&token=s3cret&writekey=a:b&wk=dk_1"),
        "tc_s=1&token=•••&writekey=•••&wk=•••"
    );
    let body =
        json!({"writeKey": "a:b", "batch": [{"key": "color", "properties": {"token": "t"}}]});
    let masked =
        json!({"writeKey": MASK, "batch": [{"key": "color", "properties": {"token": MASK}}]});
    assert_eq!(masker.value(&body), masked);
    assert_eq!(
        masker.path("/v1/projects/a:b/settings"),
        "/v1/projects/•••/settings"
    );
}

#[test]
fn queries_and_bodies_are_masked_too() {
    let mut masker = masker(&["/**/email"]);
    assert_eq!(masker.query("a=1&Email=a%40b&c"), "a=1&Email=•••&c");
    let body = masker.body(br#"{"batch":[{"email":"x@y.z","said":"x@y.z"}]}"#);
    assert_eq!(
        String::from_utf8_lossy(&body),
        r#"{"batch":[{"email":"•••","said":"•••"}]}"#
    );
    assert_eq!(masker.body(b"email=q@r.s&b=2"), "email=•••&b=2".as_bytes());
    assert_eq!(
        masker.body(b"user%5BEmail%5D=k%40l.m&said=k%40l.m&a=1"),
        "user%5BEmail%5D=•••&said=•••&a=1".as_bytes()
    );
    for body in [
        &b"\xff\x00"[..],
        b"my email: n@o.p",
        b"<email>n@o.p</email>",
    ] {
        assert_eq!(masker.body(body), LEFT_OUT.as_bytes());
    }
    assert_eq!(masker.body(b""), b"");
    assert_eq!(masker.answer_body(b"no such key"), b"no such key");
}

#[test]
fn what_is_packed_into_a_parameter_is_masked_as_well() {
    let json = r#"{"traits":{"email":"x@y.z"},"plan":"pro"}"#;
    let safe = r#"{"traits":{"email":"•••"},"plan":"pro"}"#;
    let mut masker = masker(&["/**/email"]);
    let sent = utf8_percent_encode(json, NON_ALPHANUMERIC).to_string();
    let masked = masker.query(&format!("a=1&data={sent}"));
    assert_eq!(decoded(&masked), format!("a=1&data={safe}"));
    for sent in [
        STANDARD.encode(json),
        STANDARD.encode(json).trim_end_matches('=').into(),
    ] {
        let masked = masker.query(&format!("data={sent}"));
        let (_, value) = masked.split_once('=').unwrap_or_default();
        let bytes = STANDARD
            .decode(decoded(value).replace(' ', "+"))
            .unwrap_or_default();
        assert_eq!(String::from_utf8_lossy(&bytes), safe);
    }
}

#[test]
fn the_parameters_of_an_address_are_masked_wherever_it_stands() {
    let mut masker = masker(&["/**/email"]);
    let (sent, safe) = (
        "https://shop.example/u/m@b.example?email=x%40y.z&a=1#top",
        "https://shop.example/u/•••?email=•••&a=1#top",
    );
    let value = json!({"page": {"url": sent}, "said": "x@y.z", "home": "https://shop.example"});
    assert_eq!(
        masker.value(&value)["page"]["url"],
        safe,
        "in an event, before anything is remembered"
    );
    assert_eq!(masker.value(&value)["home"], "https://shop.example");
    let referer = [("referer".to_string(), sent.to_string())];
    assert_eq!(masker.headers(&referer), [("referer".into(), safe.into())]);
    let encoded = utf8_percent_encode(sent, NON_ALPHANUMERIC).to_string();
    let query = masker.query(&format!("a=1&url={encoded}"));
    assert_eq!(decoded(&query), format!("a=1&url={safe}"));
    let nested = "https://a.example/?u=".repeat(100_000);
    assert_eq!(masker.address(&nested), nested);
}

#[test]
fn who_stands_before_a_host_is_masked_in_every_address() {
    let mut masker = masker(&[]);
    let (sent, safe) = (
        "https://jane:s3cr3t@shop.example:8443/a?b=1",
        "https://•••@shop.example:8443/a?b=1",
    );
    assert_eq!(masker.address(sent), safe);
    assert_eq!(masker.value(&json!({"u": sent}))["u"], safe);
    let about = json!([{"message": format!("no {sent}")}]);
    assert_eq!(
        masker.scrubbed(&about),
        json!([{"message": format!("no {safe}")}])
    );
    let encoded = utf8_percent_encode(sent, NON_ALPHANUMERIC).to_string();
    assert_eq!(
        decoded(&masker.query(&format!("u={encoded}"))),
        format!("u={safe}")
    );
    let twice = format!("https://a.example/?u={encoded}");
    assert_eq!(masker.address(&twice), "https://a.example/?u=•••");
    assert_eq!(
        masker.body(format!("u={encoded}&x=1").as_bytes()),
        masker.query(&format!("u={encoded}&x=1")).into_bytes()
    );
    assert_eq!(masker.text("jane:s3cr3t"), MASK, "where it is quoted");
}

#[test]
fn email_addresses_are_masked_wherever_they_stand_if_the_list_has_them() {
    let value = json!({"search_term": "orders of jane@shop.example", "anonymousId": "j@x.de"});
    let masked = |pointers: &[&str]| {
        let mut masker = masker(pointers);
        let masked = masker.value(&value);
        masker.scrubbed(&masked)
    };
    let safe = json!({"search_term": "orders of •••", "anonymousId": MASK});
    assert_eq!(masked(&["*@*"]), safe);
    assert_eq!(masked(&["/**/email"]), value, "the list is the workspace's");
    let mut masker = masker(&["*@*"]);
    for (query, safe) in [
        ("q=jane%40shop.example&n=1", "q=•••&n=1"),
        ("q=jane%2Bnews%40shop.example", "q=•••"),
        ("a=@jane&v=react@19.1.0", "a=@jane&v=react@19.1.0"),
    ] {
        assert_eq!(masker.query(query), safe);
        assert_eq!(masker.body(query.as_bytes()), safe.as_bytes());
    }
    assert_eq!(
        masker.address("https://shop.example/?q=j%40x.de#to=j%40x.de"),
        "https://shop.example/?q=•••#•••"
    );
    let from = [("from".to_string(), "Jane <j@x.de>".to_string())];
    assert_eq!(
        masker.headers(&from),
        [("from".into(), "Jane <•••>".into())]
    );
}

#[test]
fn an_address_in_a_path_is_masked() {
    let mut masker = masker(&[]);
    assert_eq!(masker.path("/users/a%40b.c/x"), "/users/•••/x");
    assert_eq!(masker.path("/v1/t"), "/v1/t");
    assert_eq!(
        masker.text("no GET /users/a%40b.c/x"),
        "no GET /users/•••/x"
    );
}
