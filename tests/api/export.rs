//! `GET /export` and `POST /import`.

use serde_json::{Value, json};

use crate::send::{JITSU, batch, track};
use crate::support::recording::body_of;
use crate::support::{Response, Server};

const EXPORT: &str = "/inspector/api/v1/export";
const IMPORT: &str = "/inspector/api/v1/import";

/// Requests in which everything is that is hard to write: bytes that are no text, addresses that are
/// none, formulas, cookies, a compressed body, a fault, nothing answered at all.
fn record(server: &Server) {
    track(server, "=1+1");
    batch(server, "many", 3);
    server.request(
        "POST",
        "/jitsu/api/s/track",
        JITSU,
        b"{\"event\":\"\xff\0\"}",
    );
    let odd = [("Cookie", "a=1; b=x=y"), ("Host", "a{b}.example")];
    server.request("GET", "/nowhere/{x}|y?a={1}&b=%20|&c", &odd, b"");
    server.request(
        "GET",
        "/commanders-act/events?event_name=x&tc_s=1&token=demo",
        &[],
        b"",
    );
    server.request(
        "OPTIONS",
        "/~run-1/jitsu/api/s/track",
        &[("Origin", "http://a.b")],
        b"",
    );
    let fault = [("X-Eventpit-Fault", "503; body=caf\u{e9}")];
    server.request("POST", "/jitsu/api/s/track", &fault, b"a=b&c=d");
    let reset = [("X-Eventpit-Fault", "reset-peer")];
    drop(server.connect().request("POST", "/v1/t", &reset, b"{}"));
    server.wait_projected();
}

fn export(server: &Server, query: &str) -> Response {
    let answer = server.get(&format!("{EXPORT}{query}"));
    assert_eq!(answer.status, 200, "{query}: {}", answer.text());
    answer
}

fn lines(server: &Server, query: &str) -> Vec<Value> {
    let text = export(server, query).text();
    let lines = text.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().expect("each line is JSON")
}

fn of_kind<'a>(lines: &'a [Value], kind: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["kind"] == kind).collect()
}

#[test]
fn an_archive_is_one_by_the_formats_schema() {
    let server = Server::start();
    record(&server);
    let answer = export(&server, "?format=har");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename=\"eventpit.har\"")
    );
    let archive = answer.json();
    let schema: Value =
        serde_json::from_str(include_str!("har_schema.json")).expect("the schema is JSON");
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(&archive)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    // The check can fail.
    let mut broken = archive.clone();
    broken["log"]["entries"][0]["request"]["url"] = json!("no address {");
    assert!(!validator.is_valid(&broken));
    let entries = archive["log"]["entries"].as_array().expect("entries");
    let recorded = server.requests();
    assert_eq!(entries.len(), recorded.len());
    for (entry, row) in entries.iter().zip(&recorded) {
        assert_eq!(entry["startedDateTime"], row["received_at"]);
        assert_eq!(entry["request"]["method"], row["method"]);
        assert_eq!(entry["response"]["status"], row["status"]);
        assert_eq!(entry["_eventpit"]["cursor"], row["cursor"]);
    }
    assert_eq!(entries[2]["request"]["postData"]["_encoding"], "base64");
    assert_eq!(
        entries[3]["request"]["cookies"],
        json!([{"name": "a", "value": "1"}, {"name": "b", "value": "x=y"}])
    );
    let pixel = &entries[4]["response"]["content"];
    assert_eq!(
        (&pixel["mimeType"], &pixel["encoding"]),
        (&json!("image/gif"), &json!("base64"))
    );
    assert_eq!(entries[7]["response"]["status"], 0, "nothing was answered");
    // One that is empty is one as well.
    let empty = export(&server, "?format=har&session=nobody").json();
    assert!(validator.is_valid(&empty));
    assert_eq!(empty["log"]["entries"], json!([]));
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn each_format_has_what_the_query_chooses() {
    let server = Server::start();
    record(&server);
    let all = lines(&server, "");
    let requests = of_kind(&all, "request");
    let recorded = server.requests();
    assert_eq!(requests.len(), recorded.len());
    for (line, row) in requests.iter().zip(&recorded) {
        let whole = server.api(&format!("/requests/{}", row["id"].as_str().expect("an id")));
        assert_eq!(body_of(line), body_of(&whole));
        assert_eq!(body_of(&line["answer"]), body_of(&whole["answer"]));
        for field in [
            "cursor",
            "session",
            "method",
            "path",
            "query",
            "headers",
            "body_length",
        ] {
            assert_eq!(line[field], whole[field], "{field}");
        }
    }
    let first = all.first().expect("a first line");
    assert_eq!(
        (&first["kind"], &first["format"], &first["requests"]),
        (&json!("recording"), &json!(1), &json!(8))
    );
    assert_eq!(all.last(), Some(&json!({"kind": "end", "requests": 8})));
    let chosen = |query: &str| {
        let lines = lines(&server, query);
        let cursors = of_kind(&lines, "request").into_iter();
        cursors
            .map(|line| line["cursor"].as_i64().expect("a cursor"))
            .collect::<Vec<_>>()
    };
    // A batch of which two events match is there once.
    assert_eq!(chosen("?q=name:many*%20-name:many-0"), [2]);
    assert_eq!(chosen("?q=status:503&list=requests"), [7]);
    assert_eq!(chosen("?session=run-1"), [6]);
    assert_eq!(chosen("?platform=datafly"), [8]);
    assert_eq!(chosen("?after=6"), [7, 8]);
    assert_eq!(chosen("?after=2.0&q=name:many*"), [2]);

    let table = export(&server, "?format=csv").text();
    let rows: Vec<&str> = table.split("\r\n").collect();
    assert!(rows[0].starts_with("Time,Outcome,Event,"), "{table}");
    assert!(rows[1].contains(",'=1+1,"), "no formula: {table}");
    let requests = export(&server, "?format=csv&list=requests").text();
    assert!(requests.starts_with("Time,Outcome,Method,"), "{requests}");
    assert_eq!(requests.matches("\r\n").count(), 9, "{requests}");

    // Excel takes a semicolon for a separator where a comma is in numbers.
    track(&server, "a;=1+1;b");
    let table = export(&server, "?format=csv&q=name:a;*").text();
    assert!(table.contains(",\"a;'=1+1;b\","), "no formula: {table}");

    let curl = export(&server, "?format=curl&q=name:many*").text();
    let expected = "#!/bin/sh\ncurl -g --path-as-is -X 'POST' 'http://";
    assert!(curl.starts_with(expected), "{curl}");
    assert_eq!(curl.lines().count(), 2, "{curl}");

    for (query, code) in [
        ("?format=xml", "bad-parameter"),
        ("?list=visitors", "bad-parameter"),
        ("?mask=2", "bad-parameter"),
        ("?after=yesterday", "bad-parameter"),
        ("?q=nmae:x", "query-unknown-word"),
    ] {
        let answer = server.get(&format!("{EXPORT}{query}"));
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (400, &json!(code)),
            "{query}"
        );
    }
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_is_masked_is_in_no_format() {
    let server = Server::start();
    let body =
        br#"{"event":"Signed Up","userId":"u1","anonymousId":"anna@shop.example",
            "properties":{"email":"jane@shop.example","n":1,"search_term":"sue@shop.example, all"},
            "context":{"page":{"url":"https://shop.example/?email=paul@shop.example",
                               "referrer":"https://me:pa55word@shop.example/?q=tom%40shop.example"}}}"#;
    server.request("POST", "/jitsu/api/s/track", JITSU, body);
    server.request(
        "GET",
        "/nowhere?email=jane@shop.example",
        &[
            ("Cookie", "id=s3cr3t-cookie"),
            ("Referer", "https://shop.example/?email=rita@shop.example"),
        ],
        b"",
    );
    let form = b"user%5Bemail%5D=jane%40shop.example&event_name=page_view";
    let path = "/commanders-act/jane%40shop.example/events?tc_s=1";
    server.request("POST", path, &[], form);
    server.request("POST", "/nowhere", &[], b"I am jane@shop.example");
    server.wait_projected();
    for format in ["ndjson", "har", "csv", "curl"] {
        for list in ["events", "requests"] {
            let query = format!("?format={format}&list={list}");
            let plain = export(&server, &query).text();
            let masked = export(&server, &format!("{query}&mask=1")).text();
            assert!(
                !masked.contains("jane%40"),
                "an address in {query}: {masked}"
            );
            for secret in [
                "jane@shop.example",
                "paul@shop.example",
                "rita@shop.example",
                "anna@shop.example",
                "sue@shop.example",
                "tom%40",
                "pa55word",
                "demo:secret",
                "s3cr3t-cookie",
            ] {
                assert!(!masked.contains(secret), "{secret} in {query}: {masked}");
                assert!(
                    format == "csv" || plain.contains(secret),
                    "{secret} in {query}"
                );
            }
        }
    }
    let masked = lines(&server, "?mask=1");
    assert_eq!(masked[0]["masked"], true);
    assert_eq!(
        of_kind(&masked, "workspace"),
        Vec::<&Value>::new(),
        "its files have keys"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn what_is_cleared_is_not_exported() {
    let server = Server::start();
    record(&server);
    let clear = server.request("POST", "/inspector/api/v1/clear?upto=4", &[], b"");
    assert_eq!(clear.status, 200, "{}", clear.text());
    let left = lines(&server, "");
    assert_eq!(left[0]["requests"], 4);
    let cursors: Vec<&Value> = of_kind(&left, "request")
        .into_iter()
        .map(|line| &line["cursor"])
        .collect();
    assert_eq!(cursors, [5, 6, 7, 8]);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_import_is_appended_and_a_wrong_one_says_where() {
    let server = Server::start();
    record(&server);
    let exported = export(&server, "").body;
    let import =
        |headers: &[(&str, &str)], body: &[u8]| server.request("POST", IMPORT, headers, body);
    let answer = import(&[], &exported);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let report = answer.json();
    assert_eq!(
        (
            &report["requests"],
            &report["was_first"],
            &report["was_last"]
        ),
        (&json!(8), &json!(1), &json!(8))
    );
    let (first, last) = (report["first"].as_i64(), report["last"].as_i64());
    assert_eq!(last.zip(first).map(|(last, first)| last - first), Some(7));
    let all = server.requests();
    assert_eq!(all.len(), 16);
    let told = |row: &Value| -> Vec<Value> {
        let fields = [
            "received_at",
            "path",
            "query",
            "status",
            "events",
            "body_length",
            "transport",
        ];
        fields.iter().map(|field| row[*field].clone()).collect()
    };
    for (old, new) in all[..8].iter().zip(&all[8..]) {
        assert_eq!(told(old), told(new));
    }
    // A page of another site can import nothing.
    let foreign = import(&[("Origin", "http://evil.example")], &exported);
    assert_eq!(foreign.status, 403);
    let text = String::from_utf8(exported).expect("lines are text");
    let cut = text.rsplit_once("{\"kind\":\"end\"").expect("an end").0;
    let answer = import(&[], cut.as_bytes());
    let problem = answer.json();
    assert_eq!(
        (answer.status, &problem["code"]),
        (400, &json!("import-breaks-off"))
    );
    let answer = import(&[], b"{\"kind\":\"request\"}\n");
    let problem = answer.json();
    assert_eq!(
        (answer.status, &problem["code"]),
        (400, &json!("import-line"))
    );
    let detail = problem["detail"].as_str().expect("a detail");
    assert!(
        detail.starts_with("line 1: ") && detail.ends_with("; nothing was imported"),
        "{detail}"
    );
    // What no request can be is refused with what to mend: sent again it would be something else.
    let change = |member: &str, value: Value| {
        let mut all: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).expect("a line"))
            .collect();
        let at = all.iter().position(|line| line["kind"] == "request");
        let at = at.expect("a request");
        match member.split_once('.') {
            Some((outer, inner)) => all[at][outer][inner] = value,
            None => all[at][member] = value,
        }
        let lines: Vec<String> = all.iter().map(Value::to_string).collect();
        let answer = import(&[], format!("{}\n", lines.join("\n")).as_bytes());
        assert_eq!(answer.status, 400, "{member}: {}", answer.text());
        answer.json()["detail"]
            .as_str()
            .expect("a detail")
            .to_string()
    };
    for (member, value, told) in [
        (
            "method",
            json!("GET /x"),
            "its method is \"GET /x\"; expected a method",
        ),
        (
            "headers",
            json!([["a\r\nb", "1"]]),
            "; expected names of letters",
        ),
        (
            "headers",
            json!([["a", "1\nb: 2"]]),
            "; expected values of one line",
        ),
        (
            "body_base64",
            json!("YQ=="),
            "body or body_base64, and one of them is needed",
        ),
        (
            "answer.body_base64",
            json!("YQ=="),
            "answer.body_base64, and one of them",
        ),
    ] {
        let detail = change(member, value);
        assert!(detail.contains(told), "{member}: {detail}");
    }
    assert_eq!(server.stop().code, Some(0));
}
