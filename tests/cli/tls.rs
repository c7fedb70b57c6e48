//! The same over https: any server name, the local CA, one's own certificate.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::builder::write_files;
use crate::support::{Builder, Response, Server, tls};

const JITSU: &[(&str, &str)] = &[("X-Write-Key", "a:b"), ("Content-Type", "application/json")];

/// With https on a free port, and the CA in `folder`.
fn with_ca(folder: &Path) -> Builder {
    Builder::new()
        .args(["--tls", "--tls-listen", "0", "--tls-dir"].map(OsStr::new))
        .args([folder])
}

/// Sends a request over https to the server that is called `name`.
fn ask(
    server: &Server,
    name: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> io::Result<Response> {
    let mut connection = tls::connect(&server.https(), name, &server.ca_file())?;
    connection.request(method, path, headers, body)
}

#[test]
fn a_replay_to_one_whose_ca_is_not_trusted_says_how_to_trust_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = with_ca(&folder.path().join("ca")).start();
    server.request("GET", "/nowhere", &[], b"");
    server.wait_projected();
    let to = format!("https://localhost:{}", server.https_port());
    let replay = || {
        Builder::new()
            .bare()
            .args(["replay", "--to", &to])
            .env("EVENTPIT_URL", server.url())
    };
    let said = replay().run();
    assert_eq!(said.code, Some(3), "{said:#?}");
    let words = ["is not trusted: ", "SSL_CERT_FILE", "eventpit trust"];
    assert!(words.iter().all(|it| said.stderr.contains(it)), "{said:#?}");
    let trusted = replay().env("SSL_CERT_FILE", server.ca_file()).run();
    assert_eq!(trusted.code, Some(0), "{trusted:#?}");
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn any_server_name_gets_a_certificate_and_is_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = with_ca(&folder.path().join("ca")).start();
    for (name, session) in [
        ("localhost", "default"),
        ("127.0.0.1", "default"),
        ("10.0.2.2", "default"),
        ("collect.commander1.com", "default"),
        ("kndmjh.nuuk.jtm-demo.com", "default"),
        ("run-1.localhost", "run-1"),
    ] {
        let body = br#"{"event":"by tls"}"#;
        let answer = ask(&server, name, "POST", "/jitsu/api/s/track", JITSU, body)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(answer.text(), r#"{"ok":true}"#, "{name}");
        let request = server.last_request();
        assert_eq!(request["session"], session, "{name}");
        let headers = request["headers"].as_array().expect("headers");
        let host = headers.iter().find(|header| header[0] == "host");
        let port = server.https_port();
        assert_eq!(host.expect("host")[1], format!("{name}:{port}"));
    }
    assert_eq!(server.events().len(), 6);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn a_command_asks_a_server_over_https() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = with_ca(&folder.path().join("ca")).start();
    let url = format!("https://localhost:{}", server.https_port());
    let healthcheck = || Builder::new().bare().args(["healthcheck", "--url", &url]);
    let trusted = healthcheck().env("SSL_CERT_FILE", server.ca_file()).run();
    assert_eq!(trusted.code, Some(0), "{trusted:#?}");
    let unknown = healthcheck().run();
    unknown.assert_no_panic();
    assert_eq!(unknown.code, Some(3), "{unknown:#?}");
    assert!(
        unknown.stderr.contains("`eventpit trust` says how"),
        "{unknown:#?}"
    );
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn an_address_that_is_not_in_the_certificate_is_refused_by_the_client() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = with_ca(folder.path()).start();
    let error = ask(&server, "192.0.2.1", "GET", "/", &[], b"").expect_err("a refusal");
    assert!(error.to_string().contains("not valid for name"), "{error}");
    assert_eq!(server.head(), 0);
}

#[test]
fn where_every_address_is_listened_on_the_certificate_has_them_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Builder::new()
        .args(["--tls-listen", "0.0.0.0:0", "--tls-dir"].map(OsStr::new))
        .args([folder.path()])
        .start();
    let urls = server.ready["ingest_urls"].as_array().expect("urls");
    let mut urls = urls.iter().filter_map(serde_json::Value::as_str);
    let port = urls.find_map(|url| url.strip_prefix("https://127.0.0.1:"));
    let port = port.expect("https on every address");
    let interfaces = if_addrs::get_if_addrs().expect("the addresses of this machine");
    let ips = interfaces.iter().map(|interface| interface.ip());
    let mut called = 0;
    for ip in ips.filter(|ip| ip.is_ipv4()) {
        let address = format!("{ip}:{port}");
        let answer = tls::connect(&address, &ip.to_string(), &server.ca_file())
            .and_then(|mut server| server.request("GET", "/jitsu/health", &[], b""))
            .unwrap_or_else(|error| panic!("{address}: {error}"));
        assert_eq!(answer.status, 200, "{address}");
        called += 1;
    }
    assert!(called > 0, "127.0.0.1 at least");
}

#[test]
fn the_inspector_is_guarded_over_https_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = with_ca(folder.path()).start();
    let get = |name: &str| {
        let answer = ask(&server, name, "GET", "/inspector/api/v1/health", &[], b"");
        answer.expect("an answer").status
    };
    assert_eq!(get("localhost"), 200);
    assert_eq!(get("collect.commander1.com"), 403);
    let own = format!("https://localhost:{}", server.https_port());
    let plain = own.replace("https", "http");
    let foreign = "https://localhost".to_string();
    let path = "/inspector/samples/jitsu/track";
    for (origin, status) in [(&own, 303), (&plain, 403), (&foreign, 403)] {
        let headers = [("Origin", origin.as_str())];
        let answer = ask(&server, "localhost", "POST", path, &headers, b"");
        assert_eq!(answer.expect("an answer").status, status, "{origin}");
    }
    // What a proxy in front would say counts for nothing.
    let url = server.address.replace("127.0.0.1", "localhost");
    let origin = format!("https://{url}");
    let headers = [
        ("Host", url.as_str()),
        ("Origin", &origin),
        ("X-Forwarded-Proto", "https"),
    ];
    assert_eq!(server.request("POST", path, &headers, b"").status, 403);
    assert_eq!(server.head(), 1);
}

#[test]
fn an_inspector_with_a_port_of_its_own_is_not_on_the_port_of_https() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = with_ca(folder.path())
        .args(["--inspector-listen", "127.0.0.1:0"])
        .start();
    let path = "/inspector/api/v1/health";
    let answer = ask(&server, "localhost", "GET", path, &[], b"").expect("an answer");
    assert_eq!(answer.status, 404, "{}", answer.text());
    let recorded = server.last_request();
    assert_eq!(recorded["path"], path);
    assert_eq!(recorded["outcome"], "unmatched");
}

#[test]
fn jentis_monitor_is_served_over_https() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = with_ca(folder.path()).start();
    // The SDK for iOS sends it by https, whatever its configuration says, and without a key.
    let headers = [("Content-Type", "application/json")];
    let host = "kndmjh.nuuk.jtm-demo.com";
    let answer = ask(&server, host, "POST", "/monitor", &headers, b"{}");
    assert_eq!(answer.expect("an answer").status, 200);
    let recorded = server.last_request();
    assert_eq!(recorded["platform"], "jentis");
    assert_eq!(recorded["outcome"], "served");
}

#[test]
fn the_ca_is_kept_and_only_its_owner_can_read_the_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let ca = folder.path().join("deep/er/ca");
    let mode = |path: &Path| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    let first = with_ca(&ca).start();
    assert_eq!(first.ca_file(), ca.join("eventpit-ca.crt"));
    let certificate = fs::read(first.ca_file()).expect("the certificate");
    assert_eq!(first.stop().code, Some(0));
    assert_eq!(mode(&ca), 0o700);
    assert_eq!(mode(&ca.join("eventpit-ca.key")), 0o600);
    let second = with_ca(&ca).start();
    assert_eq!(fs::read(second.ca_file()).expect("it"), certificate);
    let answer = ask(&second, "localhost", "GET", "/jitsu/health", &[], b"");
    assert_eq!(answer.expect("an answer").status, 200);
    assert_eq!(second.stop().code, Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_of_the_ca_whose_name_is_no_utf8_is_used() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    let ca = folder.path().join(OsStr::from_bytes(b"ca\xff"));
    let server = with_ca(&ca).start();
    assert!(ca.join("eventpit-ca.crt").exists());
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn the_banner_says_where_the_ca_is_and_how_to_trust_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = with_ca(folder.path()).start();
    let (ca, https) = (server.ca_file(), server.https_port());
    let said = server.stop().stdout;
    assert!(
        said.contains(&format!("https://localhost:{https}")),
        "{said}"
    );
    assert!(said.contains(&ca.display().to_string()), "{said}");
    assert!(said.contains("eventpit trust"), "{said}");
}

#[test]
fn the_flags_have_variables() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Builder::new()
        .env("EVENTPIT_TLS_LISTEN", "127.0.0.1:0")
        .env("EVENTPIT_TLS_DIR", folder.path())
        .start();
    let answer = ask(&server, "localhost", "GET", "/jitsu/health", &[], b"");
    assert_eq!(answer.expect("an answer").status, 200);
    assert!(server.ca_file().starts_with(folder.path()));
    let plain = Builder::new().env("EVENTPIT_TLS", "0").start();
    assert_eq!(plain.ready.get("ca_file"), None);
}

/// A certificate for `shop.example` with its key, and the CA that signed it: all PEM.
pub fn own() -> (String, rcgen::KeyPair, String) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let ca = rcgen::CertifiedIssuer::self_signed(params, key).expect("a CA");
    let key = rcgen::KeyPair::generate().expect("a key");
    let params = rcgen::CertificateParams::new(vec!["shop.example".into()]).expect("a name");
    let leaf = params.signed_by(&key, &ca).expect("a certificate");
    (leaf.pem(), key, ca.pem())
}

/// The key as OpenSSL's older tools write it. Its PKCS#8 form puts 29 bytes in front.
fn sec1(key: &rcgen::KeyPair) -> String {
    use base64::Engine;
    let der = &key.serialized_der()[29..];
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    format!("-----BEGIN EC PRIVATE KEY-----\n{text}\n-----END EC PRIVATE KEY-----\n")
}

#[test]
fn ones_own_certificate_is_served_whatever_the_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let (leaf, key, ca) = own();
    for key in [key.serialize_pem(), sec1(&key)] {
        let files = [
            ("own.pem", &format!("{leaf}{ca}")[..]),
            ("own.key", &key),
            ("ca.pem", &ca),
        ];
        write_files(folder.path(), &files);
        let path = |name: &str| folder.path().join(name);
        let server = Builder::new()
            .args(["--tls-listen", "0"])
            .args([OsStr::new("--tls-cert"), path("own.pem").as_os_str()])
            .args([OsStr::new("--tls-key"), path("own.key").as_os_str()])
            .start();
        assert_eq!(server.ready.get("ca_file"), None);
        let ask = |name: &str| {
            tls::connect(&server.https(), name, &path("ca.pem"))
                .and_then(|mut server| server.request("GET", "/jitsu/health", &[], b""))
        };
        assert_eq!(ask("shop.example").expect("an answer").status, 200);
        let error = ask("localhost").expect_err("another name");
        assert!(error.to_string().contains("not valid for name"), "{error}");
        assert_eq!(server.stop().code, Some(0));
    }
}

#[test]
fn tls_on_the_plain_port_is_said_in_the_log() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let (_, _, ca) = own();
    write_files(folder.path(), &[("ca.pem", &ca)]);
    let ca = folder.path().join("ca.pem");
    let error = tls::connect(&server.address, "localhost", &ca)
        .and_then(|mut server| server.request("GET", "/", &[], b""))
        .expect_err("no TLS there");
    assert!(error.to_string().contains("InvalidMessage") || error.to_string().contains("corrupt"));
    assert_eq!(server.head(), 0);
    let log = server.stop().stderr;
    let line = log.lines().find(|line| line.contains("--tls serves https"));
    assert!(line.is_some_and(|line| line.contains("WARN")), "{log}");
}

/// Of the HTTP library's own 256 handshakes a thread, the last one would stop all listeners.
#[test]
fn handshakes_that_never_end_keep_nobody_waiting() {
    let folder = tempfile::tempdir().expect("a folder");
    // One thread where that can be had, so that these connections are enough.
    let server = with_ca(&folder.path().join("ca"))
        .shell("taskset -pc 0 $$ >&2 || true")
        .start();
    let open = |_| {
        let mut stream = TcpStream::connect(server.https()).expect("a connection");
        stream.write_all(b"\x16\x03\x01").expect("half a hello");
        stream
    };
    let held: Vec<TcpStream> = (0..300).map(open).collect();
    let before = Instant::now();
    let answer = server.request("POST", "/jitsu/api/s/track", JITSU, b"{}");
    assert_eq!(answer.status, 200);
    let answer = ask(
        &server,
        "localhost",
        "POST",
        "/jitsu/api/s/track",
        JITSU,
        b"{}",
    );
    assert_eq!(answer.expect("an answer").status, 200);
    // A handshake may take 5 seconds: none of those that are held has ended.
    assert!(before.elapsed() < Duration::from_secs(4));
    // Nor do they keep the server from its end.
    let asked = Instant::now();
    assert_eq!(server.stop().code, Some(0));
    assert!(asked.elapsed().as_secs() < 8, "{:?}", asked.elapsed());
    drop(held);
}

#[test]
fn a_connection_that_is_left_open_does_not_hold_up_the_stop() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = with_ca(folder.path()).start();
    let mut idle = tls::connect(&server.https(), "localhost", &server.ca_file()).expect("it");
    let answer = idle.request("GET", "/jitsu/health", &[], b"");
    assert_eq!(answer.expect("an answer").status, 200);
    let asked = Instant::now();
    assert_eq!(server.stop().code, Some(0));
    // Requests under way would be given ten seconds.
    assert!(asked.elapsed().as_secs() < 8, "{:?}", asked.elapsed());
}
