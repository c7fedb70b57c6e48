use eventpit::platform::{Platform, known_paths};

use crate::case::Case;

const SIZE: usize = 64 * 1024;

/// Headers that let a request in, whatever the platform.
const KEYS: &str = "content-type: application/json\nauthorization: Bearer dk_live_demo\n\
                    x-write-key: keyId:keySecret\norigin: https://shop.example.com\n";

/// Requests of 64 KiB to every path of a platform: long lists, many names, deep values, and text
/// that a parser may look through again and again.
pub fn large(platform: Platform) -> Vec<Case> {
    let mut cases = Vec::new();
    for (at, known) in known_paths(platform).iter().enumerate() {
        // One of those that are there for the same.
        let before = &known_paths(platform)[..at];
        if before.iter().any(|other| other.about == known.about) {
            continue;
        }
        let method = known.methods[0];
        let path = known.path.replace("{type}", "track");
        let mut add = |query: &str, headers: &str, body: &str| {
            let text = format!("0\n{method} {path}?{query}\n{KEYS}{headers}\n{body}");
            cases.push(Case::parse(platform, text.as_bytes()));
        };
        if method == "POST" {
            for body in bodies() {
                add("tc_s=29&token=k", "", &body);
            }
        }
        // Head and query are read alike by all paths to which a body is posted.
        if at > 0 && method == "POST" {
            continue;
        }
        for part in [
            "&",
            "=",
            "%",
            "[",
            "a[b]=c&",
            "a[N]=c&",
            "a[N][]=c&",
            "p.a=b&",
            "p.N=b&",
            "user[id]=1&",
            "%22",
            "N=&",
        ] {
            let long = filled(part);
            add(
                &format!("tc_s=29&token=k&event_name=e&wk=dk_live_demo&e=e&{long}"),
                "",
                "",
            );
            add(&format!("data={long}"), "", "");
        }
        for name in [
            "cookie",
            "origin",
            "x-forwarded-for",
            "access-control-request-headers",
        ] {
            for part in ["a=b; ", "N=b; ", "aN,", ";", "https://", ":", "."] {
                let long = filled(part);
                add(
                    "",
                    &format!("{name}: {long}\n"),
                    r#"{"type":"track","event":"e"}"#,
                );
            }
        }
        for key in ["Bearer ", "Basic ", ""] {
            let long = filled("YTpi");
            add(
                "",
                &format!("authorization: {key}{long}\nx-write-key: {long}\n"),
                "{}",
            );
        }
    }
    cases
}

/// Bodies, each with what is long at every place where a platform looks.
fn bodies() -> Vec<String> {
    let values = [
        list("{}"),
        list(r#"{"type":"track","event":"e","messageId":"m"}"#),
        list("null"),
        list("\"purchase\""),
        list(r#"{"type":"track","event":"N","event_name":"N","messageId":"N"}"#),
        format!("{{{}}}", filled("\"N\":1,").trim_end_matches(',')),
        format!("{}1{}", "[".repeat(120), "]".repeat(120)),
        filled("{\"a\":"),
        format!("\"{}\"", filled("a")),
        format!("\"{}\"", filled("/~")),
        format!("\"https://{}\"", filled("a.b?c&")),
        filled("9"),
    ];
    let places = [
        r#"<>"#,
        r#"{"batch":<>}"#,
        r#"{"batch":[<>]}"#,
        r#"{"type":"track","event":"e","event_name":"purchase","properties":<>,"traits":<>,"items":<>}"#,
        r#"{"type":"track","event":<>,"event_name":<>,"userId":<>,"messageId":<>,"timestamp":<>,"user":<>}"#,
        r#"{"type":"track","event":"e","event_name":"e","context":<>,"user":{"consent_categories":<>}}"#,
        r#"{"type":"track","event":"e","context":{"consent":<>,"page":<>,"campaign":<>,"clientIds":<>}}"#,
        r#"{"version":"3","data":{"variables":<>,"identifier":<>,"consent":<>},"consent":<>}"#,
        r#"{"version":"3","data":{"variables":{"jtspushedcommands":<>},"enrichment":<>},"system":<>}"#,
    ];
    let of = |place: &&str| {
        let place = place.to_string();
        values
            .iter()
            .map(move |value| place.replace("<>", value))
            .collect::<Vec<_>>()
    };
    places.iter().flat_map(of).collect()
}

/// As many of an element as there is room for, as an array.
fn list(element: &str) -> String {
    let elements = filled(&format!("{element},"));
    format!("[{}]", elements.trim_end_matches(','))
}

/// As many repetitions as there is room for; `N` is a number, each time another.
fn filled(part: &str) -> String {
    let mut filled = String::new();
    for at in 0.. {
        if filled.len() >= SIZE {
            break;
        }
        filled.push_str(&part.replace('N', &at.to_string()));
    }
    filled
}
