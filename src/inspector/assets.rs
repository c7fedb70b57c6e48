use std::borrow::Cow;
use std::io::Write;
use std::sync::OnceLock;

use actix_web::http::header::{self, AcceptEncoding, ContentEncoding, Encoding, Header};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::PageError;

/// An embedded module of JavaScript.
macro_rules! script {
    ($name:literal) => {
        Asset {
            name: $name,
            media_type: "text/javascript; charset=utf-8",
            bytes: include_bytes!(concat!("../../static/", $name)),
        }
    };
}

/// One embedded file.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

/// The style sheet: one over the wire, a file for each part here. Later parts win.
const STYLE: &str = concat!(
    include_str!("../../static/inspector.css"),
    include_str!("../../static/list.css"),
    include_str!("../../static/frame.css"),
    include_str!("../../static/filter.css"),
    include_str!("../../static/detail.css"),
);

const ASSETS: &[Asset] = &[
    Asset {
        name: "inspector.css",
        media_type: "text/css; charset=utf-8",
        bytes: STYLE.as_bytes(),
    },
    Asset {
        name: "icon.svg",
        media_type: "image/svg+xml",
        bytes: include_bytes!("../../static/icon.svg"),
    },
    script!("address.js"),
    script!("chosen.js"),
    script!("copy.js"),
    script!("detail.js"),
    script!("detail_page.js"),
    script!("faults_banner.js"),
    script!("filter.js"),
    script!("groups.js"),
    script!("keys.js"),
    script!("list.js"),
    script!("list_page.js"),
    script!("live.js"),
    script!("main.js"),
    script!("monitor.js"),
    script!("overview.js"),
    script!("pane.js"),
    script!("results.js"),
    script!("separator.js"),
    script!("settings.js"),
    script!("shared_stream.js"),
    script!("theme.js"),
    script!("theme_switch.js"),
    script!("times.js"),
    script!("told.js"),
    script!("tree.js"),
    script!("waiting.js"),
    script!("wake.js"),
];

/// A hash over all embedded files and eventpit's version, worked out by the compiler. It stands in
/// their address as a folder, so that a script that imports its neighbour imports the one of the
/// same version; and a page that is open finds out that the server is another one.
pub const VERSION: u64 = {
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
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    let mut at = 0;
    while at < version.len() {
        hash = (hash ^ version[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
};

/// The address of an embedded file.
pub fn url(name: &str) -> String {
    format!("/inspector/static/{VERSION:016x}/{name}")
}

impl Asset {
    /// The file without the comments of a script, a fifth of what would be sent. The lines of the
    /// code keep their numbers; a comment beside code stays.
    fn without_comments(&self) -> Cow<'static, [u8]> {
        match str::from_utf8(self.bytes) {
            Ok(script) if self.name.ends_with(".js") => Cow::Owned(code(script).into_bytes()),
            _ => Cow::Borrowed(self.bytes),
        }
    }
}

/// A script with its lines of comment empty.
fn code(script: &str) -> String {
    let mut in_comment = false;
    let lines = script.lines().map(|line| {
        let text = line.trim_start();
        if in_comment || text.starts_with("/*") {
            in_comment = !text.contains("*/");
            ""
        } else if text.starts_with("//") {
            ""
        } else {
            line
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The embedded files as they are sent, each packed as small as it gets when it is first asked for:
/// what the HTTP library packs on the way is packed fast, and a third larger.
pub struct Packed(Vec<OnceLock<Bytes>>);

impl Packed {
    /// With none packed yet.
    pub fn new() -> Packed {
        Packed(ASSETS.iter().map(|_| OnceLock::new()).collect())
    }

    fn of(&self, place: usize, asset: &Asset) -> Option<Bytes> {
        let packed = self.0.get(place)?.get_or_init(|| {
            let mut packer = GzEncoder::new(Vec::new(), Compression::best());
            let sent = asset.without_comments();
            let packed = packer.write_all(&sent).and_then(|()| packer.finish());
            packed.unwrap_or_default().into()
        });
        (!packed.is_empty()).then(|| packed.clone())
    }
}

/// Serves an embedded file. One of another version is asked for again each time.
pub async fn serve(
    path: Path<(String, String)>,
    request: HttpRequest,
    packed: Data<Packed>,
) -> Result<HttpResponse, PageError> {
    let (version, name) = path.into_inner();
    let mut assets = ASSETS.iter().enumerate();
    let (place, asset) = assets
        .find(|(_, asset)| asset.name == name)
        .ok_or_else(PageError::no_such_page)?;
    let cache = if version == format!("{VERSION:016x}") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let known = [Encoding::gzip(), Encoding::identity()];
    let accepts = AcceptEncoding::parse(&request);
    let takes_packed = accepts.is_ok_and(|it| it.negotiate(known.iter()) == Some(Encoding::gzip()));
    let packed = takes_packed.then(|| packed.of(place, asset)).flatten();
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(asset.media_type)
        .insert_header(("cache-control", cache))
        .insert_header((header::VARY, "accept-encoding"));
    Ok(match packed {
        Some(packed) => answer.insert_header(ContentEncoding::Gzip).body(packed),
        None => answer.body(asset.bytes),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_sent_without_its_lines_of_comment() {
        let script = "// One.\n/** Two. */\nlet a = \"/* no */ // comment\"; // beside\n  /**\n   * Three.\n   */\n  a();";
        let sent = "\n\nlet a = \"/* no */ // comment\"; // beside\n\n\n\n  a();";
        assert_eq!(code(script), sent);
    }

    #[test]
    fn no_code_follows_a_comment_in_its_line() {
        for asset in ASSETS.iter().filter(|asset| asset.name.ends_with(".js")) {
            let script = str::from_utf8(asset.bytes).expect(asset.name);
            for line in script.lines().filter(|line| line.contains("*/")) {
                assert!(line.ends_with("*/"), "{}: {line}", asset.name);
            }
        }
    }
}
