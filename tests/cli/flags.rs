//! Every flag of `serve`, and the variable of the environment that says the same.

use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use crate::support::builder::write_files;
use crate::support::{Builder, Connection, Server};

/// Two servers: one told by the flag, one by the variable. `others` is what both need besides.
fn both_ways(flag: &str, variable: &str, value: &str, others: &[&str]) -> [Server; 2] {
    [
        Builder::new()
            .bare()
            .args(others)
            .args([flag, value])
            .start(),
        Builder::new()
            .bare()
            .args(others)
            .env(variable, value)
            .start(),
    ]
}

fn urls(server: &Server) -> Vec<String> {
    let urls = server.ready["ingest_urls"].as_array().expect("urls");
    urls.iter()
        .map(|url| url.as_str().expect("a url").to_string())
        .collect()
}

#[test]
fn the_ready_file_is_whole_and_true() {
    let server = Server::start();
    let ready = server.ready.as_object().expect("an object");
    let keys: Vec<&str> = ready.keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        ["pid", "version", "ingest_urls", "inspector_url", "data"]
    );
    assert_eq!(ready["pid"], server.pid());
    assert_eq!(ready["version"], env!("CARGO_PKG_VERSION"));
    let data = server.data.canonicalize().expect("the recording's folder");
    assert_eq!(ready["data"], data.display().to_string());
    assert!(!urls(&server).is_empty());
    for url in urls(&server) {
        let address = url.strip_prefix("http://").expect("http");
        TcpStream::connect(address).unwrap_or_else(|error| panic!("{url}: {error}"));
    }
    let inspector = ready["inspector_url"].as_str().expect("a url");
    assert_eq!(inspector, format!("{}/inspector", urls(&server)[0]));
    let health = server.api("/health");
    assert_eq!(health["ingest_urls"], ready["ingest_urls"]);
    assert_eq!(health["data"], ready["data"]);
}

#[test]
fn listen_takes_ports_and_addresses() {
    for server in both_ways(
        "--listen",
        "EVENTPIT_LISTEN",
        "127.0.0.1:0,127.0.0.1:0",
        &[],
    ) {
        let urls = urls(&server);
        assert_eq!(urls.len(), 2, "{urls:?}");
        for url in urls {
            let address = url.strip_prefix("http://").expect("http");
            let answer = Connection::open(address)
                .and_then(|mut connection| connection.request("GET", "/jitsu/health", &[], b""))
                .expect("an answer");
            assert!(answer.header("eventpit-recorded").is_none());
        }
        assert_eq!(server.requests().len(), 2);
        assert_eq!(server.stop().code, Some(0));
    }
}

#[test]
fn listen_may_be_repeated() {
    let server = Builder::new()
        .bare()
        .args(["--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0"])
        .start();
    assert_eq!(urls(&server).len(), 2, "{:?}", urls(&server));
}

#[test]
fn own_files_are_served_below_the_inspector_and_nothing_around_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [
        ("pages/test.html", "<p>a page</p>"),
        ("outside.txt", "secret"),
    ];
    write_files(folder.path(), &files);
    let pages = folder.path().join("pages").display().to_string();
    let others = ["--listen", "127.0.0.1:0"];
    for server in both_ways("--static-dir", "EVENTPIT_STATIC_DIR", &pages, &others) {
        let page = server.get("/inspector/user/test.html");
        assert_eq!((page.status, page.text()), (200, "<p>a page</p>".into()));
        for path in [
            "../outside.txt",
            "%2e%2e/outside.txt",
            "..%2foutside.txt",
            "/etc/passwd",
        ] {
            let answer = server.get(&format!("/inspector/user/{path}"));
            assert!(
                (400..500).contains(&answer.status),
                "{path} {}",
                answer.status
            );
            assert!(!answer.text().contains("secret"), "{path}");
        }
        assert_eq!(server.stop().code, Some(0));
    }
}

#[test]
fn a_port_alone_means_localhost_in_both_protocols() {
    let server = Builder::new().bare().args(["--listen", "0"]).start();
    let has_ipv6 = std::net::TcpListener::bind("[::1]:0").is_ok();
    let port = server.address.rsplit(':').next().expect("a port");
    let mut expected = vec![format!("http://127.0.0.1:{port}")];
    if has_ipv6 {
        expected.insert(0, format!("http://localhost:{port}"));
        expected.push(format!("http://[::1]:{port}"));
    }
    assert_eq!(urls(&server), expected);
}

#[test]
fn the_inspector_can_have_a_port_of_its_own() {
    let flag = "--inspector-listen";
    let others = ["--listen", "127.0.0.1:0"];
    for server in both_ways(flag, "EVENTPIT_INSPECTOR_LISTEN", "127.0.0.1:0", &others) {
        assert_ne!(server.address, server.inspector);
        server.api("/health");
        // Where clients send to, the inspector's paths are a client's like any other.
        let path = "/inspector/api/v1/health";
        let answer = server.request("GET", path, &[], b"");
        assert_eq!(answer.status, 404, "{}", answer.text());
        let recorded = server.last_request();
        assert_eq!(recorded["path"], path);
        assert_eq!(recorded["outcome"], "unmatched");
        // Where the inspector is, nothing is taken in.
        let answer = Connection::open(&server.inspector)
            .and_then(|mut inspector| inspector.request("POST", "/jitsu/api/s/track", &[], b"{}"))
            .expect("an answer");
        assert_eq!(answer.status, 404, "{}", answer.text());
        assert_eq!(server.requests().len(), 1);
        assert_eq!(server.stop().code, Some(0));
    }
}

#[test]
fn commands_say_the_token_that_the_inspector_asks_for() {
    let token = "0123456789abcdef";
    let server = Builder::new().args(["--inspector-token", token]).start();
    let url = server.url();
    let asked = |more: &[&str], said: Option<&str>| {
        let mut builder = Builder::new()
            .bare()
            .args(["events", "--url", &url])
            .args(more);
        if let Some(said) = said {
            builder = builder.env("EVENTPIT_TOKEN", said);
        }
        builder.run()
    };
    assert_eq!(asked(&["--token", token], None).code, Some(0));
    assert_eq!(asked(&[], Some(token)).code, Some(0));
    for output in [asked(&[], None), asked(&["--token", "another"], None)] {
        assert_eq!(output.code, Some(3), "{}", output.stderr);
        assert!(
            output
                .stderr
                .contains("--token or EVENTPIT_TOKEN [token-required]"),
            "{}",
            output.stderr
        );
    }
    let refused = Builder::new()
        .bare()
        .args(["--inspector-token", "short"])
        .run();
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    assert!(
        refused.stderr.contains("expected 16 characters or more"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_token_that_was_made_is_told_where_no_person_is_greeted() {
    for (address, is_told) in [("0.0.0.0:0", true), ("127.0.0.1:0", false)] {
        let server = Builder::new()
            .bare()
            .args(["--listen", "127.0.0.1:0", "--inspector-listen", address])
            .args(["--log-format", "json"])
            .start();
        let token = server.ready["inspector_token"].as_str().map(str::to_string);
        let said = server.stop().stderr;
        assert_eq!(token.is_some(), is_told);
        assert_eq!(
            said.matches(token.as_deref().unwrap_or("asks for this token"))
                .count(),
            usize::from(is_told),
            "{said}"
        );
    }
}

#[test]
fn the_recording_is_where_data_says_and_only_for_its_owner() {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, by_flag) in [(1, true), (2, false)] {
        let data = folder.path().join(format!("deep/er/{number}"));
        let builder = Builder::new().bare().args(["--listen", "127.0.0.1:0"]);
        let server = match by_flag {
            true => builder.args([Path::new("--data"), &data]).start(),
            false => builder.env("EVENTPIT_DATA", &data).start(),
        };
        server.request("POST", "/jitsu/api/s/track", &[], b"{}");
        assert_eq!(server.requests().len(), 1);
        assert_eq!(server.stop().code, Some(0));
        assert!(data.join("journal.db").is_file());
        let mode = data.metadata().expect("the folder").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        let ignored = std::fs::read_to_string(data.join(".gitignore")).expect(".gitignore");
        assert_eq!(ignored, "*\n");
    }
}

#[test]
fn without_data_the_recording_is_in_the_current_folder() {
    let server = Builder::new()
        .bare()
        .args(["--listen", "127.0.0.1:0"])
        .start();
    let data = Path::new(server.ready["data"].as_str().expect("a path"));
    assert_eq!(data.file_name().expect("a name"), ".eventpit");
    assert!(data.join("journal.db").is_file());
}

#[test]
fn ephemeral_has_a_variable() {
    let temporary = tempfile::tempdir().expect("a folder");
    let server = Builder::new()
        .bare()
        .args(["--listen", "127.0.0.1:0"])
        .env("EVENTPIT_EPHEMERAL", "1")
        .env("TMPDIR", temporary.path())
        .start();
    let data = server.ready["data"].as_str().map(std::path::Path::new);
    assert!(data.is_some_and(|data| data.join("journal.db").exists()));
    let count = || {
        std::fs::read_dir(temporary.path())
            .expect("a folder")
            .count()
    };
    assert_eq!(count(), 1);
    let data = server.ready["data"].as_str().expect("a path");
    assert!(Path::new(data).join("journal.db").is_file(), "{data}");
    let ended = server.stop();
    assert_eq!(ended.code, Some(0));
    let said = ended.stdout.contains("(deleted at the end)");
    assert!(said, "{}", ended.stdout);
    assert_eq!(count(), 0);
}

#[test]
fn durability_full_records_too() {
    let others = ["--listen", "127.0.0.1:0"];
    for server in both_ways("--durability", "EVENTPIT_DURABILITY", "full", &others) {
        server.request("POST", "/jitsu/api/s/track", &[], b"{}");
        assert_eq!(server.requests().len(), 1);
        assert_eq!(server.stop().code, Some(0));
    }
    let refused = Builder::new().args(["--durability", "none"]).run();
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("possible values: normal, full"),
        "{refused:#?}"
    );
}

#[test]
fn a_workspace_is_used_and_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("workspace.json"), r#"{"name":"ours"}"#).expect("a file");
    let path = folder.path().display().to_string();
    let others = ["--listen", "127.0.0.1:0"];
    for server in both_ways("--workspace", "EVENTPIT_WORKSPACE", &path, &others) {
        assert_eq!(server.api("/health")["workspace"], "ours");
        assert_eq!(server.stop().code, Some(0));
    }
    let built_in = Server::start();
    assert_eq!(built_in.api("/health")["workspace"], "demo");
}

#[test]
fn the_ready_file_has_a_variable() {
    let folder = tempfile::tempdir().expect("a folder");
    // The builder's own flag wins over the variable, so the variable alone is tried by a process
    // that ends by itself: a ready file in a folder that is not there.
    let missing = folder.path().join("missing/ready.json");
    let ended = Builder::new()
        .bare()
        .args(["--listen", "127.0.0.1:0"])
        .env("EVENTPIT_READY_FILE", &missing)
        .run();
    assert_eq!(ended.code, Some(15), "{ended:#?}");
    assert!(ended.stderr.contains("[ready-file]"), "{ended:#?}");
}

#[test]
fn log_format_json_prints_json_lines_only() {
    let others = ["--listen", "127.0.0.1:0"];
    for server in both_ways("--log-format", "EVENTPIT_LOG_FORMAT", "json", &others) {
        server.request("POST", "/jitsu/api/s/track", &[], b"{}");
        let output = server.stop();
        assert_eq!(output.stdout, "", "no banner");
        assert!(output.stderr.lines().count() >= 2, "{output:#?}");
        for line in output.stderr.lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            assert!(line["level"].is_string() && line["fields"]["message"].is_string());
        }
    }
    let refused = Builder::new()
        .args(["--log-format", "json", "--data", "/dev/null/no"])
        .run();
    assert_eq!(refused.code, Some(14), "{refused:#?}");
    let line: Value = serde_json::from_str(&refused.stderr).expect("one line of JSON");
    assert_eq!(line["fields"]["code"], "recording-folder");
    assert!(line["fields"]["hint"].is_string());
}

#[test]
fn the_log_can_be_narrowed() {
    let server = Builder::new().env("EVENTPIT_LOG", "warn").start();
    assert_eq!(server.stop().stderr, "");
}

#[test]
fn the_banner_has_a_line_to_copy_for_each_platform() {
    let server = Server::start();
    let url = server.ready["ingest_urls"][0]
        .as_str()
        .expect("a url")
        .to_string();
    let text = server.stop().stdout;
    assert!(text.contains(&format!("{url}/inspector")), "{text}");
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("curl -s"))
        .collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines.iter().all(|line| line.contains(&url)), "{text}");
}

#[test]
fn the_banner_shows_no_key_of_a_workspace_and_none_that_it_refuses() {
    let sources = r#"{"sources": [{"name": "shop", "keys": ["dk_own"]}]}"#;
    let server = Builder::new()
        .workspace(&[("sources/datafly.json", sources)])
        .start();
    let text = server.stop().stdout;
    assert!(
        !text.contains("dk_own") && !text.contains("dk_demo"),
        "{text}"
    );
    assert!(text.contains("Authorization: Bearer YOUR-KEY"), "{text}");
    assert!(
        text.contains("/inspector/workspace has each line"),
        "{text}"
    );
    assert!(text.contains("Authorization: Bearer demo"), "{text}");
}

#[test]
fn a_flag_that_is_not_there_is_refused_with_the_usage() {
    let refused = Builder::new().args(["--listne", "1"]).run();
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("--listen"), "{refused:#?}");
    let refused = Builder::new().args(["--listen", "here"]).run();
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("expected a port"), "{refused:#?}");
}

#[test]
fn every_flag_of_serve_names_its_variable() {
    let help = Builder::new().args(["serve", "--help"]).run().stdout;
    let flags: Vec<&str> = help
        .lines()
        .map(str::trim)
        .filter_map(|line| line.strip_prefix("--").or(line.split(", --").nth(1)))
        .filter_map(|line| line.split(' ').next())
        .filter(|flag| *flag != "help")
        .collect();
    assert!(flags.len() >= 9, "{help}");
    for flag in flags {
        let variable = format!("EVENTPIT_{}", flag.to_ascii_uppercase().replace('-', "_"));
        // The value of a secret is not shown.
        let named = [format!("[env: {variable}="), format!("[env: {variable}]")];
        assert!(
            named.iter().any(|it| help.contains(it)),
            "{variable} in\n{help}"
        );
    }
}
