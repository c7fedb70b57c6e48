use std::io::Write;
use std::path::{Path, PathBuf};

use eventpit::capture::{Body, BodyState, BrokenOff, Request, header_text};
use eventpit::platform::{MomentRecord, Platform};
use eventpit::workspace::Workspace;
use flate2::Compression;
use flate2::write::GzEncoder;

/// When every case comes, in microseconds since 1970: 2026-02-25T14:30:00Z.
const RECEIVED_AT: i64 = 1_772_029_800_000_000;

/// A request to a platform, and what else decides about it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The platform.
    pub platform: Platform,
    /// Which of [`workspaces`] is in force, counted round.
    pub workspace: usize,
    /// What the limiter says when it is asked, and what made-up ids are made from.
    pub moment: MomentRecord,
    /// The request.
    pub request: Request,
}

impl Case {
    /// A case that is written as text, for a fuzzer to change and a person to read. Any bytes are
    /// one.
    ///
    /// ```text
    /// 0 gzip incomplete throttled over-rate      the workspace, then any of these words
    /// POST /v1/batch?x=1
    /// x-write-key: demo:secret
    ///
    /// {"batch": []}
    /// ```
    pub fn parse(platform: Platform, text: &[u8]) -> Case {
        let (first, rest) = line(text);
        let words = String::from_utf8_lossy(first);
        let has = |word: &str| words.split(' ').any(|it| it == word);
        let (start, mut rest) = line(rest);
        let start = visible(start);
        let (method, target) = start.split_once(' ').unwrap_or(("POST", &start));
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut headers = Vec::new();
        loop {
            let (header, after) = line(rest);
            rest = after;
            if header.is_empty() {
                break;
            }
            // What the HTTP library lets through: a name of its letters, a value without controls.
            let value = header_text(header).replace(|c: char| c < ' ' || c == '\u{7f}', "");
            if let Some((name, value)) = value.split_once(':')
                && !name.is_empty()
                && name.bytes().all(is_token)
            {
                headers.push((name.to_ascii_lowercase(), value.trim().to_string()));
            }
        }
        let body = match has("gzip") {
            true => {
                headers.push(("content-encoding".into(), "gzip".into()));
                gzip(rest)
            }
            false => rest.to_vec(),
        };
        let mut body = Body::complete(body);
        if has("incomplete") {
            body.state = BodyState::Incomplete(BrokenOff::Cut);
        } else if has("truncated") {
            body.state = BodyState::Truncated;
        }
        let method: String = method
            .bytes()
            .filter(|byte| is_token(*byte))
            .map(char::from)
            .collect();
        Case {
            platform,
            workspace: number(&words),
            moment: MomentRecord {
                fault: None,
                seed: uuid::Uuid::from_u128(0x8f0f_4a1c_2f5e_4b7b_9a3d_1c2b_3a4d_5e6f),
                throttled_ms: has("throttled").then_some(1500),
                over_rate: has("over-rate"),
                ..MomentRecord::default()
            },
            request: Request {
                received_at: RECEIVED_AT,
                peer: "127.0.0.1".into(),
                method,
                path: format!("/{}/{}", platform.as_str(), path.trim_start_matches('/')),
                query: query.to_string(),
                headers,
                body,
            },
        }
    }

    /// The same as text. A packed body is written as it is.
    pub fn text(&self) -> Vec<u8> {
        let request = &self.request;
        let mut text = self.workspace.to_string();
        let words = [
            ("incomplete", request.body.state.as_str() == "incomplete"),
            ("truncated", request.body.state == BodyState::Truncated),
            ("throttled", self.moment.throttled_ms.is_some()),
            ("over-rate", self.moment.over_rate),
        ];
        for (word, _) in words.iter().filter(|(_, holds)| *holds) {
            text.push(' ');
            text.push_str(word);
        }
        let prefix = format!("/{}", self.platform.as_str());
        let path = request.path.strip_prefix(&prefix).unwrap_or(&request.path);
        let (query, mark) = (
            &request.query,
            if request.query.is_empty() { "" } else { "?" },
        );
        text.push_str(&format!("\n{} {path}{mark}{query}\n", request.method));
        for (name, value) in &request.headers {
            text.push_str(&format!("{name}: {value}\n"));
        }
        text.push('\n');
        let mut text = text.into_bytes();
        text.extend_from_slice(&request.body.bytes);
        text
    }
}

/// The folders of workspaces that a platform's cases are judged by, besides the built-in one:
/// those of the tests that are about it. `tests` is the folder of the tests.
pub fn folders(platform: Platform, tests: &Path) -> Vec<PathBuf> {
    let folders = tests.join("workspaces").read_dir().expect("workspaces");
    let mut folders: Vec<_> = folders
        .map(|folder| folder.expect("a folder").path())
        .filter(|folder| {
            let file = format!("sources/{}.json", platform.as_str());
            folder.join(file).is_file()
        })
        .collect();
    folders.sort();
    folders
}

/// The workspaces that a platform's cases are judged by, the built-in one first.
pub fn workspaces(platform: Platform, tests: &Path) -> Vec<Workspace> {
    let folders = folders(platform, tests);
    let own = folders.iter().map(|folder| Some(folder.as_path()));
    [None]
        .into_iter()
        .chain(own)
        .map(|folder| Workspace::load(folder).expect("a workspace"))
        .collect()
}

/// The bytes as a gzip file.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

/// The number that a text begins with; 0 if it begins with none.
fn number(text: &str) -> usize {
    let digits = text.split(|c: char| !c.is_ascii_digit()).next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// The first line, and what follows it.
fn line(text: &[u8]) -> (&[u8], &[u8]) {
    let mut parts = text.splitn(2, |byte| *byte == b'\n');
    let first = parts.next().unwrap_or_default();
    (
        first.strip_suffix(b"\r").unwrap_or(first),
        parts.next().unwrap_or_default(),
    )
}

/// The text with all left out that cannot stand in a request's first line.
fn visible(bytes: &[u8]) -> String {
    let kept = bytes
        .iter()
        .filter(|byte| (b' '..=b'~').contains(byte) && **byte != b'#');
    kept.map(|byte| char::from(*byte)).collect()
}

/// Whether it may stand in a method or in a header's name (RFC 9110, section 5.6.2).
pub fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
