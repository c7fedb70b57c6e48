//! Certificates that cannot be served: said clearly, and nothing written over.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use crate::start_errors::assert_refused;
use crate::support::builder::write_files;
use crate::support::{Builder, Output};
use crate::tls::own;

fn refused(args: &[(&str, &Path)]) -> Output {
    let mut builder = Builder::new().args(["--tls-listen", "0"]);
    for (flag, value) in args {
        builder = builder.args([OsStr::new(flag), value.as_os_str()]);
    }
    builder.try_start().err().expect("an end")
}

/// A CA that was valid for the year 2000.
fn expired() -> (String, String) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    params.not_before = rcgen::date_time_ymd(2000, 1, 1);
    params.not_after = rcgen::date_time_ymd(2000, 12, 31);
    let ca = params.self_signed(&key).expect("a CA");
    (ca.pem(), key.serialize_pem())
}

#[test]
fn a_ca_that_cannot_be_used_is_left_as_it_is() {
    let (leaf, leaf_key, ca) = own();
    let (old, old_key) = expired();
    let leaf_key = leaf_key.serialize_pem();
    let certificate = "eventpit-ca.crt";
    let key = "eventpit-ca.key";
    for (certificate_text, key_text, code, mentions) in [
        (
            Some(&*old),
            Some(&*old_key),
            "tls-ca-expired",
            ["2000-01-01", "2000-12-31"],
        ),
        (Some(&ca), None, "tls-ca-damaged", [key, "missing"]),
        (
            None,
            Some(&*old_key),
            "tls-ca-damaged",
            [certificate, "missing"],
        ),
        (
            Some("no PEM"),
            Some(&old_key),
            "tls-ca-damaged",
            [certificate, "PEM"],
        ),
        (Some(&ca), Some("no PEM"), "tls-ca-damaged", [key, "PEM"]),
        (
            Some(&ca),
            Some(&old_key),
            "tls-ca-damaged",
            [certificate, "key"],
        ),
        (
            Some(&leaf),
            Some(&leaf_key),
            "tls-ca-damaged",
            [certificate, "no CA"],
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let files = [(certificate, certificate_text), (key, key_text)];
        for (name, text) in files {
            if let Some(text) = text {
                write_files(folder.path(), &[(name, text)]);
            }
        }
        let ended = refused(&[("--tls-dir", folder.path())]);
        assert_refused(&ended, 16, code, &mentions);
        for (name, text) in files {
            let now = fs::read_to_string(folder.path().join(name)).ok();
            assert_eq!(now.as_deref(), text, "{code} {name}");
        }
    }
}

#[test]
fn a_folder_of_the_ca_that_is_a_file_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ca");
    fs::write(&file, "a file").expect("a file");
    let ended = refused(&[("--tls-dir", &file)]);
    assert_refused(&ended, 16, "tls-folder", &["--tls-dir", "ca"]);
}

#[test]
fn ones_own_certificate_has_to_fit_its_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let (leaf, key, _) = own();
    let (_, other_key) = expired();
    let files = [
        ("own.pem", &leaf[..]),
        ("own.key", &key.serialize_pem()),
        ("other.key", &other_key),
        ("text", "no PEM"),
        (
            "broken.pem",
            "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
        ),
        (
            "odd.pem",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ),
    ];
    write_files(folder.path(), &files);
    for (certificate, key, code, mention) in [
        ("none.pem", "own.key", "tls-certificate", "none.pem"),
        (
            "text",
            "own.key",
            "tls-certificate",
            "no certificate in PEM",
        ),
        ("broken.pem", "own.key", "tls-certificate", "broken.pem"),
        ("odd.pem", "own.key", "tls-certificate", "odd.pem"),
        ("own.pem", "none.key", "tls-key", "none.key"),
        ("own.pem", "text", "tls-key", "no private key in PEM"),
        (
            "own.pem",
            "other.key",
            "tls-key",
            "not the key of the certificate",
        ),
    ] {
        let path = |name: &str| folder.path().join(name);
        let ended = refused(&[
            ("--tls-cert", &path(certificate)),
            ("--tls-key", &path(key)),
        ]);
        assert_refused(&ended, 16, code, &[mention]);
    }
}

#[test]
fn a_certificate_without_its_key_is_a_misuse() {
    for (given, missing) in [("--tls-cert", "--tls-key"), ("--tls-key", "--tls-cert")] {
        let refused = Builder::new().args([given, "file"]).run();
        assert_eq!(refused.code, Some(2), "{refused:#?}");
        assert!(refused.stderr.contains(missing), "{refused:#?}");
    }
}
