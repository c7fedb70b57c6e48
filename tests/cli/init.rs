//! `eventpit init`.

use std::fs;

use crate::support::{Builder, Output};

fn init(folder: &std::path::Path) -> Output {
    Builder::new()
        .args(["init".as_ref(), folder.as_os_str()])
        .run()
}

#[test]
fn what_it_writes_loads_and_serves() {
    let around = tempfile::tempdir().expect("a folder");
    let folder = around.path().join("my workspace");
    let output = init(&folder);
    assert_eq!(output.code, Some(0), "{output:#?}");
    assert!(
        output.stdout.contains("eventpit --workspace"),
        "{output:#?}"
    );
    let check = Builder::new().args(["check".as_ref(), "--workspace".as_ref(), folder.as_os_str()]);
    assert_eq!(check.run().code, Some(0));
    let server = Builder::new()
        .args(["--workspace".as_ref(), folder.as_os_str()])
        .start();
    assert_eq!(server.api("/workspace")["name"], "demo");
    let schema = fs::read_to_string(folder.join("schemas/jitsu.schema.json")).expect("a schema");
    assert!(schema.contains("fail_silent_losses"));
}

#[test]
fn what_failed_half_way_leaves_no_file_and_can_be_tried_again() {
    let around = tempfile::tempdir().expect("a folder");
    // The largest files do not fit; without the trap the signal would end the process.
    let output = Builder::new()
        .shell("trap '' XFSZ; ulimit -f 8")
        .args(["init".as_ref(), around.path().as_os_str()])
        .run();
    assert_eq!(output.code, Some(1), "{output:#?}");
    assert!(output.stderr.contains("cannot write"), "{output:#?}");
    let mut folders = vec![around.path().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            assert!(path.is_dir(), "{} is left", path.display());
            folders.push(path);
        }
    }
    assert_eq!(init(around.path()).code, Some(0));
}

#[test]
fn it_never_writes_over_anything() {
    let around = tempfile::tempdir().expect("a folder");
    let mine = around.path().join("workspace.json");
    fs::write(&mine, "mine").expect("a file");
    let output = init(around.path());
    assert_eq!(output.code, Some(1), "{output:#?}");
    assert!(
        output.stderr.contains("workspace.json is there already"),
        "{output:#?}"
    );
    assert_eq!(fs::read_to_string(&mine).expect("the file"), "mine");
    assert_eq!(fs::read_dir(around.path()).expect("the folder").count(), 1);
}
