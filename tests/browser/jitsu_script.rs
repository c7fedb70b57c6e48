//! Jitsu's `/p.js`: the user's own `@jitsu/js`, and what is said without one.

use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

use crate::pages::run_against;
use crate::support::builder::write_files;
use crate::support::{Builder, Response, Server, require, require::node, until};

/// Two sites, so that a wrong key is refused; one has a destination that runs in the page.
const SITES: &str = r#"{"sites": [
    {"id": "shop", "browser_keys": ["web:secret"], "destinations": [
        {"id": "hook", "type": "webhook"},
        {"id": "tag", "type": "tag", "options": {"events": "*"}, "credentials": {
            "code": "window.tagged = [...(window.tagged ?? []), event.type]"}}
    ]},
    {"id": "other", "browser_keys": ["other:secret"], "destinations": [{"id": "hook", "type": "webhook"}]}
]}"#;

const PACKAGE: &str = "node_modules/@jitsu/js/dist/web/p.js.txt";

fn ask(server: &Server, method: &str, headers: &[(&str, &str)]) -> Response {
    server.request(method, "/jitsu/p.js", headers, b"")
}

/// The real script, as npm installs it.
fn package() -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clients");
    let found = require("node", node("tests/clients"));
    found.then(|| fs::read_to_string(file.join(PACKAGE)).expect("@jitsu/js is installed"))
}

#[test]
fn a_page_of_another_origin_sends_with_the_users_own_package() {
    let Some(script) = package() else { return };
    let builder = Builder::new().workspace(&[("sources/jitsu.json", SITES)]);
    write_files(builder.folder(), &[(PACKAGE, &script)]);
    let server = builder.start();
    run_against(&server, "jitsu.test.mjs", &[]);
    server.stop();
}

#[test]
fn a_page_without_a_script_is_told_on_its_console() {
    let server = Server::start();
    run_against(&server, "jitsu-missing.test.mjs", &[]);
    server.stop();
}

#[test]
fn a_file_that_changed_is_served_as_it_is_now() {
    let builder = Builder::new().workspace(&[("scripts/p.js", "first")]);
    let folder = builder.folder().to_path_buf();
    let file = folder.join("workspace/scripts/p.js");
    write_files(&folder, &[(PACKAGE, "the package")]);
    let server = builder.start();
    let first = ask(&server, "GET", &[]);
    assert_eq!(first.text(), "first");
    let etag = first.header("etag").expect("an ETag").to_string();
    let known = [("If-None-Match", etag.as_str())];
    assert_eq!(ask(&server, "GET", &known).status, 304);
    fs::write(&file, "second").expect("a file");
    let second = ask(&server, "GET", &known);
    assert_eq!((second.status, second.text().as_str()), (200, "second"));
    fs::remove_file(&file).expect("no file");
    assert_eq!(ask(&server, "GET", &known).text(), "the package");
    fs::create_dir(&file).expect("a folder");
    let unreadable = ask(&server, "GET", &known).text();
    assert!(
        unreadable.contains("cannot be read; the inspector says why"),
        "{unreadable}"
    );
    assert!(!unreadable.contains(&shown(&folder)), "{unreadable}");
    let told: Vec<String> = server
        .requests()
        .iter()
        .map(|it| told(&server, it))
        .collect();
    let own = format!("the script is {}", shown(&file));
    let package = folder.canonicalize().expect("the folder").join(PACKAGE);
    assert_eq!(
        told,
        [
            own.clone(),
            own.clone(),
            own,
            format!("the script is {}", shown(&package)),
            "the script cannot be read, so the page sends nothing".into(),
        ]
    );
    server.stop();
}

#[test]
fn a_reloaded_workspace_still_has_its_script() {
    let builder = Builder::new().workspace(&[("scripts/p.js", "own"), ("workspace.json", "{}")]);
    let about = builder.folder().join("workspace/workspace.json");
    let server = builder.start();
    let before = server.api("/workspace")["version"].clone();
    fs::write(&about, r#"{"name": "renamed"}"#).expect("a file");
    until("the change to be in force", || {
        (server.api("/workspace")["version"] != before).then_some(())
    });
    assert_eq!(ask(&server, "GET", &[]).text(), "own");
    server.stop();
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// What the inspector tells of a request in the list: its one finding.
fn told(server: &Server, request: &serde_json::Value) -> String {
    assert_eq!(request["outcome"], "served");
    let id = request["id"].as_str().expect("an id");
    let request = server.api(&format!("/requests/{id}"));
    assert_eq!(request["findings"].as_array().map(Vec::len), Some(1));
    let message = request["findings"][0]["message"].as_str();
    message.expect("a message").to_string()
}

#[test]
fn it_is_packed_for_whoever_takes_gzip_and_head_says_the_length() {
    let script = "console.log(1);\n".repeat(1000);
    let server = Builder::new()
        .workspace(&[("scripts/p.js", &script)])
        .start();
    let packed = ask(&server, "GET", &[("Accept-Encoding", "gzip, br")]);
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!(packed.header("vary"), Some("Accept-Encoding"));
    let mut unpacked = String::new();
    let read = GzDecoder::new(packed.body.as_slice()).read_to_string(&mut unpacked);
    read.expect("gzip");
    assert_eq!(unpacked, script);
    let plain = ask(&server, "GET", &[("Accept-Encoding", "br")]);
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(plain.header("etag"), packed.header("etag"));
    assert_eq!(plain.text(), script);
    for (encoding, answer) in [("gzip", &packed), ("br", &plain)] {
        let head = ask(&server, "HEAD", &[("Accept-Encoding", encoding)]);
        let length = answer.body.len().to_string();
        assert_eq!(head.header("content-length"), Some(length.as_str()));
        assert_eq!((head.status, head.body.len()), (200, 0));
    }
    server.stop();
}

#[test]
fn nothing_beside_the_script_can_be_had() {
    let builder = Builder::new().workspace(&[("scripts/p.js", "p"), ("scripts/secret.js", "s")]);
    let server = builder.start();
    for path in [
        "/jitsu/secret.js",
        "/jitsu/p.js/../secret.js",
        "/jitsu/..%2fscripts%2fsecret.js",
        "/jitsu/scripts/p.js",
    ] {
        let answer = server.request("GET", path, &[], b"");
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
    }
    server.stop();
}
