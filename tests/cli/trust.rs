//! `eventpit trust`.

use std::ffi::OsStr;
use std::fs;

use crate::start_errors::assert_refused;
use crate::support::Builder;

#[test]
fn it_makes_the_ca_and_says_how_to_trust_it() {
    let home = tempfile::tempdir().expect("a folder");
    let trust = || {
        let ran = Builder::new()
            .env("XDG_DATA_HOME", home.path())
            .args(["trust"])
            .run();
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        ran.stdout
    };
    let said = trust();
    let file = home.path().join("eventpit/eventpit-ca.crt");
    let made = fs::read(&file).expect("the CA");
    for line in [
        format!("curl --cacert \"{}\" ", file.display()),
        format!("NODE_EXTRA_CA_CERTS=\"{}\" ", file.display()),
    ] {
        assert!(said.contains(&line), "{line} in {said}");
    }
    assert_eq!(trust(), said);
    assert_eq!(fs::read(&file).expect("the CA"), made);
}

#[test]
fn many_that_start_at_once_make_one_ca() {
    let folder = tempfile::tempdir().expect("a folder");
    let ca = folder.path().join("ca");
    let made: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let starts: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let flag = OsStr::new("--tls-dir");
                    let ran = Builder::new()
                        .args(["trust"])
                        .args([flag, ca.as_os_str()])
                        .run();
                    assert_eq!(ran.code, Some(0), "{ran:#?}");
                    fs::read(ca.join("eventpit-ca.crt")).expect("the CA")
                })
            })
            .collect();
        let ends = starts
            .into_iter()
            .map(|start| start.join().expect("an end"));
        ends.collect()
    });
    assert!(made.windows(2).all(|pair| pair[0] == pair[1]), "two CAs");
}

#[test]
fn a_damaged_ca_is_said_here_too() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("eventpit-ca.crt"), "no PEM").expect("a file");
    let flag = OsStr::new("--tls-dir");
    let ran = Builder::new()
        .args(["trust"])
        .args([flag, folder.path().as_os_str()])
        .run();
    assert_refused(&ran, 16, "tls-ca-damaged", &["missing"]);
}
