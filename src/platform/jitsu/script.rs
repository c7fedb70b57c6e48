use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::{cors, kinds};
use crate::capture::Answer;
use crate::event::Finding;
use crate::platform::Call;
use crate::workspace::ScriptSearch;

/// The script's name in the workspace's `scripts/`.
const NAME: &str = "p.js";

/// Where `@jitsu/js` keeps it, below `node_modules` (its package, version 1.11.0).
const PACKAGE: &str = "@jitsu/js/dist/web/p.js.txt";

const HOW: &str = "Run `npm install @jitsu/js` where eventpit is started, or put the script into \
                   the workspace as scripts/p.js, and reload.";

/// The answer to `/p.js`: the headers, the ETag, 304 and gzip are Jitsu's (observed); its own
/// script comes from a CDN, this one from this machine. It is looked for at each request, so that
/// a file that changed is served as it is now.
pub fn answer(call: Call) -> Answer {
    let scripts = &call.workspace.scripts;
    let answer = match call.moment.read_script(scripts, NAME, PACKAGE) {
        Ok(script) => found(call, script.bytes),
        Err(why) => missing(why.is_some()),
    };
    cors::allow(answer, call.request)
}

fn found(call: Call, script: Vec<u8>) -> Answer {
    let etag = etag(&script);
    // Jitsu compares whole: neither a list nor `*` fits (its code).
    if call.request.header("if-none-match") == Some(&etag) {
        return Answer::empty(304).header("etag", etag);
    }
    let accepted = call.request.header("accept-encoding").unwrap_or_default();
    let packed = accepted.contains("gzip").then(|| pack(&script)).flatten();
    let answer = match packed {
        Some(packed) => Answer::new(200, "application/javascript", packed)
            .header("content-encoding", "gzip")
            .header("vary", "Accept-Encoding"),
        None => Answer::new(200, "application/javascript", script),
    };
    answer
        .header("cache-control", "public, max-age=120")
        .header("etag", etag)
}

/// A script that says on the page's console what to do. It names no folder of this machine: any
/// site may read it.
fn missing(is_there: bool) -> Answer {
    let why = if is_there {
        "the file that should be served as /p.js cannot be read; the inspector says why"
    } else {
        "there is no @jitsu/js to serve as /p.js, so this page sends nothing"
    };
    let words = serde_json::Value::from(format!("eventpit: {why}. {HOW}"));
    Answer::new(
        200,
        "application/javascript",
        format!("console.error({words});\n"),
    )
    .header("cache-control", "no-store")
}

fn etag(script: &[u8]) -> String {
    let digest = Sha256::digest(script);
    let shown: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("\"{shown}\"")
}

fn pack(script: &[u8]) -> Option<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(script).ok()?;
    packer.finish().ok()
}

/// What became of the search.
pub fn finding(call: Call) -> Option<Finding> {
    Some(match call.moment.script()? {
        ScriptSearch::Found(file) => kinds::SCRIPT.says(format!("the script is {file}")),
        ScriptSearch::Unreadable(why) => kinds::NO_SCRIPT
            .says("the script cannot be read, so the page sends nothing")
            .expected("a readable file")
            .got(why),
        ScriptSearch::Missing => kinds::NO_SCRIPT
            .says("there is no @jitsu/js on this machine, so the page sends nothing")
            .expected("scripts/p.js in the workspace, or node_modules/@jitsu/js"),
    })
}
