//! `eventpit trust`.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use eventpit::tls::recipe_for_this_system;

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
        format!("curl --cacert '{}' ", file.display()),
        format!("NODE_EXTRA_CA_CERTS='{}' ", file.display()),
    ] {
        assert!(said.contains(&line), "{line} in {said}");
    }
    assert_eq!(trust(), said);
    assert_eq!(fs::read(&file).expect("the CA"), made);
}

/// A shell is asked, with the line that is printed.
#[test]
fn a_shell_reads_the_path_as_it_is() {
    let around = tempfile::tempdir().expect("a folder");
    let folder = around.path().join(r#"a "b" $HOME `id` 'c' \d"#);
    let tls_dir = [OsStr::new("--tls-dir"), folder.as_os_str()];
    let ran = Builder::new().args(["trust"]).args(tls_dir).run();
    let server = Builder::new()
        .args(["--tls", "--tls-listen", "0"])
        .args(tls_dir)
        .start();
    let in_force = server.stop().stdout;
    let makes = fs::read(folder.join("eventpit-ca.crt")).expect("the CA");
    for (said, command) in [
        (&ran.stdout, "NODE_EXTRA_CA_CERTS="),
        (&ran.stdout, "sudo cp "),
        (
            &in_force,
            recipe_for_this_system().lines(Path::new(""))[0]
                .split("''")
                .next()
                .expect("a command"),
        ),
    ] {
        let line = said
            .lines()
            .find_map(|line| line.trim_start().strip_prefix(command));
        let line = line.unwrap_or_else(|| panic!("{command} in {said}"));
        let read = format!("set -- {line}\ncat \"$1\"");
        let shell = Command::new("sh")
            .args(["-c", &read])
            .output()
            .expect("a shell");
        assert_eq!(shell.stdout, makes, "{line}: {shell:?}");
    }
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
