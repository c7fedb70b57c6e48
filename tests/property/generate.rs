use eventpit::capture::{Body, BodyState, BrokenOff, Request};
use eventpit::platform::{MomentRecord, Platform, known_paths};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::Value;

use crate::case::{Case, gzip};
use crate::json::changed;
use crate::odd::{HEADERS, METHODS, NAMES, ODD_BYTES, PARAMETERS, QUERY_VALUES, VALUES};

/// What cannot stand in a request's target as it is.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A case near one of `seeds`, or far from them all.
pub fn case(seeds: Vec<Case>) -> impl Strategy<Value = Case> {
    prop::sample::select(seeds).prop_flat_map(near)
}

fn near(seed: Case) -> impl Strategy<Value = Case> {
    let platform = seed.platform;
    let own = seed.request.clone();
    let prefix = format!("/{}", platform.as_str());
    let workspace = prop_oneof![4 => Just(seed.workspace), 1 => any::<u8>().prop_map(usize::from)];
    let method = prop_oneof![
        5 => Just(own.method),
        1 => prop::sample::select(&METHODS).prop_map(String::from),
    ];
    let other = path(platform).prop_map(move |path| format!("{prefix}{path}"));
    let path = prop_oneof![3 => Just(own.path), 2 => other];
    let query = prop_oneof![3 => Just(own.query), 2 => query()];
    let headers = prop_oneof![4 => Just(own.headers), 1 => Just(Vec::new())];
    let odd_headers = prop::collection::vec(header(), 0..4);
    let body = (body(own.body.bytes.to_vec()), prop::bool::weighted(0.1));
    (
        (workspace, moment(), state()),
        (method, path, query),
        (odd_headers, headers),
        body,
    )
        .prop_map(
            move |((workspace, moment, state), (method, path, query), headers, body)| {
                // What is generated comes first, so that it counts.
                let (mut all, own) = headers;
                all.extend(own);
                let (bytes, packed) = body;
                let bytes = if packed { gzip(&bytes) } else { bytes };
                if packed {
                    all.push(("content-encoding".into(), "gzip".into()));
                }
                Case {
                    platform,
                    workspace,
                    moment,
                    request: Request {
                        method,
                        path,
                        query,
                        headers: all,
                        body: Body {
                            state,
                            ..Body::complete(bytes)
                        },
                        ..seed.request.clone()
                    },
                }
            },
        )
}

fn moment() -> impl Strategy<Value = MomentRecord> {
    let wait = prop::option::weighted(0.05, prop_oneof![0..3000u64, any::<u64>()]);
    let over_rate = prop::bool::weighted(0.1);
    (any::<u128>(), wait, over_rate).prop_map(|(seed, throttled_ms, over_rate)| MomentRecord {
        fault: None,
        seed: uuid::Builder::from_random_bytes(seed.to_be_bytes()).into_uuid(),
        throttled_ms,
        over_rate,
        ..MomentRecord::default()
    })
}

fn state() -> impl Strategy<Value = BodyState> {
    prop_oneof![
        20 => Just(BodyState::Complete),
        1 => Just(BodyState::Incomplete(BrokenOff::Cut)),
        1 => Just(BodyState::Truncated),
    ]
}

fn path(platform: Platform) -> impl Strategy<Value = String> {
    let known = (0..known_paths(platform).len(), prop::sample::select(&NAMES));
    let known = known.prop_map(move |(at, name)| {
        let segments = known_paths(platform)[at].path.split('/');
        let named = segments.map(|segment| match segment.starts_with('{') {
            true => name,
            false => segment,
        });
        named.collect::<Vec<_>>().join("/")
    });
    let odd = (known.clone(), 0..4u8).prop_map(|(path, how)| match how {
        0 => format!("{path}/"),
        1 => path.replace('/', "//"),
        2 => path.to_uppercase(),
        _ => path.replace('a', "%61"),
    });
    let garbage = any::<String>().prop_map(|path| encoded(&format!("/{}", path.replace('?', ""))));
    prop_oneof![4 => known, 1 => odd, 1 => garbage]
}

fn query() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        3 => prop::sample::select(&QUERY_VALUES).prop_map(String::from),
        1 => any::<String>().prop_map(|value| encoded(&value)),
    ];
    let pair = (prop::sample::select(&PARAMETERS), value);
    let pairs = prop::collection::vec(pair, 0..12).prop_map(|pairs| {
        let pairs = pairs
            .iter()
            .map(|(name, value)| format!("{}={value}", encoded(name)));
        pairs.collect::<Vec<_>>().join("&")
    });
    prop_oneof![4 => pairs, 1 => any::<String>().prop_map(|query| encoded(&query))]
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

fn header() -> impl Strategy<Value = (String, String)> {
    let value = prop_oneof![
        4 => prop::sample::select(&VALUES).prop_map(String::from),
        // All that the HTTP library lets through.
        1 => "[ -~\u{80}-\u{ff}\u{4e00}]{0,60}".prop_map(|value| value.trim().to_string()),
    ];
    (prop::sample::select(&HEADERS).prop_map(String::from), value)
}

fn body(own: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let json = serde_json::from_slice(&own).unwrap_or(Value::Null);
    let text = changed(json).prop_map(|json| json.to_string().into_bytes());
    let place = (
        any::<prop::sample::Index>(),
        prop::sample::select(&ODD_BYTES),
    );
    let odd = (
        text.clone(),
        prop::collection::vec(place, 1..4),
        any::<bool>(),
    );
    let odd = odd.prop_map(|(mut body, odd, cut)| {
        for (at, bytes) in odd {
            let at = at.index(body.len() + 1);
            body.splice(at..at, bytes.iter().copied());
            if cut {
                body.truncate(at + bytes.len());
            }
        }
        body
    });
    let many = (text.clone(), 1..400usize).prop_map(|(event, times)| {
        let event = String::from_utf8_lossy(&event).into_owned();
        let times = times.min(64 * 1024 / (event.len() + 1)).max(1);
        format!("{{\"batch\":[{}]}}", vec![event; times].join(",")).into_bytes()
    });
    prop_oneof![
        6 => text,
        2 => odd,
        1 => many,
        1 => prop::collection::vec(any::<u8>(), 0..600),
        1 => Just(own),
    ]
}
