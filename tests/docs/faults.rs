use std::fmt::Write;
use std::io::{ErrorKind, Read};

use eventpit::fault::{Kind, PARAMETERS, PRESETS};
use eventpit::workspace::{Files, Workspace, file_schemas};
use serde_json::json;

use crate::support::{Server, head_bytes, until};
use crate::{cell, holds};

const FILE: &str = include_str!("faults.json");

/// The keys that say when a fault acts.
const WHEN: [&str; 10] = [
    "platform",
    "source",
    "session",
    "method",
    "path",
    "q",
    "probability",
    "every",
    "times",
    "seed",
];

/// docs/FAULTS.md: its prose, with the tables made by the code, and what clients get tried.
#[test]
fn faults_page() {
    let server = Server::start();
    let page = include_str!("faults.md")
        .replace("{{sentence}}", &sentence(&server))
        .replace("{{kinds}}", &kinds(&server))
        .replace("{{when}}\n", &when())
        .replace("{{file}}", FILE.trim_end())
        .replace("{{parameters}}\n", &parameters())
        .replace("{{presets}}\n", &presets());
    holds("docs/FAULTS.md", &page);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn the_file_of_the_page_loads() {
    let files = Files([("faults.json".to_string(), FILE.to_string())].into());
    let workspace = Workspace::from_files(files).expect("the page's file loads");
    assert_eq!(workspace.faults.len(), 2);
}

/// What the inspector says of a request that a 503 was armed for.
fn sentence(server: &Server) -> String {
    let fault = json!({"kind": "status", "status": 503, "times": 1});
    let armed = server.request(
        "POST",
        "/inspector/api/v1/faults",
        &[],
        fault.to_string().as_bytes(),
    );
    assert_eq!(armed.status, 201, "{}", armed.text());
    assert_eq!(tried(server, None), tried_again(503));
    let message = &server.last_request()["findings"][0]["message"];
    message.as_str().expect("a finding").to_string()
}

fn tried_again(status: u16) -> String {
    format!("{status}, `eventpit: a fault that you asked for (status {status})`")
}

fn kinds(server: &Server) -> String {
    let mut text = String::from(
        "| kind | what it does | taken in | for example | what the client got |\n|---|---|---|---|---|\n",
    );
    for kind in Kind::ALL {
        let (example, got) = match kind {
            // No single request can be over a limit.
            Kind::RateLimit => {
                let spec = "rate-limit; per-second=1; burst=1";
                let fault = json!({"kind": "rate-limit", "per_second": 1, "burst": 1});
                let path = "/inspector/api/v1/faults";
                let armed = server.request("POST", path, &[], fault.to_string().as_bytes());
                assert_eq!(armed.status, 201, "{}", armed.text());
                let got = until("a refusal", || {
                    Some(tried(server, None)).filter(|it| it.starts_with("429"))
                });
                server.request("DELETE", path, &[], b"");
                (spec, format!("{got} once the bucket is empty"))
            }
            kind => {
                let spec = example(kind);
                (spec, tried(server, Some(spec)))
            }
        };
        let taken_in = if kind.takes_in() { "yes" } else { "no" };
        let (kind, about) = (kind.as_str(), cell(kind.about()));
        let _ = writeln!(
            text,
            "| `{kind}` | {about} | {taken_in} | `{example}` | {got} |"
        );
    }
    text.trim_end().to_string()
}

fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Status => "503; body={\"down\":true}",
        Kind::TooManyRequests => "429; retry-after=2; rate-limit-reset=seconds",
        Kind::Latency => "latency=20..40",
        Kind::Timeout => "timeout=50",
        Kind::WrongContentType => "wrong-content-type; content-type=text/plain",
        other => other.as_str(),
    }
}

/// What a client gets that asks for a fault: status, headers that tell, body, and how it ended.
fn tried(server: &Server, fault: Option<&str>) -> String {
    let body = br#"{"event":"Signed Up","anonymousId":"a1"}"#;
    let mut headers = vec![
        ("X-Write-Key", "demo:secret"),
        ("Content-Type", "application/json"),
        ("Origin", "https://shop.example"),
        // So that the end of the answer is the end of the connection.
        ("Connection", "close"),
    ];
    headers.extend(fault.map(|fault| ("X-Eventpit-Fault", fault)));
    let mut message = head_bytes(
        "POST",
        "/api/s/track",
        &server.address,
        &headers,
        Some(body.len()),
    );
    message.extend_from_slice(body);
    let mut connection = server.connect();
    connection.send(&message).expect("sent");
    let mut bytes = Vec::new();
    let end = connection.stream().read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let ended = match end {
        Ok(_) => None,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => Some("then a reset"),
        Err(error) => panic!("{error}"),
    };
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return match ended {
            Some(_) => "a reset, and not a byte".into(),
            None => "a close, and not a byte".into(),
        };
    };
    let mut parts = vec![head.split(' ').nth(1).unwrap_or_default().to_string()];
    let value = |name: &str| {
        let mut lines = head.lines();
        lines.find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix(&format!("{name}: "))
                .map(str::to_string)
        })
    };
    for name in ["retry-after", "x-ratelimit-reset"] {
        parts.extend(value(name).map(|value| format!("`{name}: {value}`")));
    }
    if fault.is_some_and(|fault| fault.starts_with("wrong")) {
        parts.extend(value("content-type").map(|value| format!("`content-type: {value}`")));
    }
    if value("access-control-allow-origin").is_none() {
        parts.push("no `access-control-allow-origin`".into());
    }
    parts.push(format!("`{}`", cell(body.trim())));
    let announced: Option<usize> = value("content-length").and_then(|it| it.parse().ok());
    match announced {
        Some(announced) if announced > body.len() => {
            parts.push(format!("{} of {announced} bytes", body.len()));
            parts.push(ended.unwrap_or("then a close").into());
        }
        _ => assert_eq!(ended, None),
    }
    parts.join(", ")
}

fn when() -> String {
    let schemas = file_schemas();
    let schema = schemas
        .iter()
        .find(|schema| schema.file == "faults.json")
        .expect("a schema");
    let properties = &schema.schema["properties"]["faults"]["items"]["properties"];
    let row = |key: &str| {
        let about = properties[key]["description"]
            .as_str()
            .expect("a description");
        format!("| `{key}` | {} |\n", cell(about))
    };
    WHEN.into_iter().map(row).collect()
}

fn parameters() -> String {
    let rows = PARAMETERS.iter();
    rows.map(|(name, about)| format!("| `{name}` | {} |\n", cell(about)))
        .collect()
}

fn presets() -> String {
    let row = |preset: &eventpit::fault::Preset| {
        format!(
            "| `{}` | {} | `{}` |\n",
            preset.name, preset.title, preset.spec
        )
    };
    PRESETS.iter().map(row).collect()
}
