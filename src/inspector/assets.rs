use actix_web::HttpResponse;
use actix_web::web::Path;

use super::PageError;

/// One embedded file.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

const ASSETS: &[Asset] = &[
    Asset {
        name: "inspector.css",
        media_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../../static/inspector.css"),
    },
    Asset {
        name: "icon.svg",
        media_type: "image/svg+xml",
        bytes: include_bytes!("../../static/icon.svg"),
    },
    Asset {
        name: "main.js",
        media_type: SCRIPT,
        bytes: include_bytes!("../../static/main.js"),
    },
    Asset {
        name: "live.js",
        media_type: SCRIPT,
        bytes: include_bytes!("../../static/live.js"),
    },
    Asset {
        name: "list.js",
        media_type: SCRIPT,
        bytes: include_bytes!("../../static/list.js"),
    },
    Asset {
        name: "monitor.js",
        media_type: SCRIPT,
        bytes: include_bytes!("../../static/monitor.js"),
    },
    Asset {
        name: "times.js",
        media_type: SCRIPT,
        bytes: include_bytes!("../../static/times.js"),
    },
    Asset {
        name: "copy.js",
        media_type: SCRIPT,
        bytes: include_bytes!("../../static/copy.js"),
    },
];

/// A hash over all embedded files, worked out by the compiler. It stands in their address as a
/// folder, so that a script that imports its neighbour imports the one of the same version.
const VERSION: u64 = {
    // FNV-1a, 64 bits: names a version, protects nothing.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut file = 0;
    while file < ASSETS.len() {
        let bytes = ASSETS[file].bytes;
        let mut at = 0;
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
            at += 1;
        }
        file += 1;
    }
    hash
};

/// The address of an embedded file.
pub fn url(name: &str) -> String {
    format!("/inspector/static/{VERSION:016x}/{name}")
}

/// Serves an embedded file. One of another version is asked for again each time.
pub async fn serve(path: Path<(String, String)>) -> Result<HttpResponse, PageError> {
    let (version, name) = path.into_inner();
    let asset = ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .ok_or_else(PageError::no_such_page)?;
    let cache = if version == format!("{VERSION:016x}") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    Ok(HttpResponse::Ok()
        .content_type(asset.media_type)
        .insert_header(("cache-control", cache))
        .body(asset.bytes))
}
