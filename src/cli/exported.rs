use std::io::{self, BufReader, Cursor, Read};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::progress::Progress;
use super::source::{Source, SourceError};
use crate::client::{Client, ClientError};
use crate::export::{Exporter, Format};
use crate::store::{Listing, StoreError};

/// What is to be exported.
pub struct AskedExport {
    /// The query.
    pub query: String,
    /// What it is asked of.
    pub listing: Listing,
    /// Only this test session.
    pub session: Option<String>,
    /// Only what came after this.
    pub since: Option<String>,
    /// How it is written.
    pub format: Format,
    /// Whether personal data, keys and cookies are masked.
    pub mask: bool,
}

/// An export as it is read.
pub struct Exported {
    /// Its bytes.
    pub bytes: BufReader<Box<dyn Read + Send>>,
    /// How many requests it has, or rows of its table; about so many where they were not counted.
    pub requests: i64,
}

impl AskedExport {
    /// Opens the export of a source, once all that is recorded is explained. Lines for curl send to
    /// the server at `base`.
    ///
    /// # Errors
    /// It cannot be asked.
    pub fn open(&self, source: &Source, base: &str) -> Result<Exported, SourceError> {
        match source {
            Source::Server(client) => self.of_server(client).map_err(SourceError::Server),
            Source::Recording(recording) => {
                let exporter = recording.exporter(self, base)?;
                let requests = exporter.count()?.unwrap_or_default();
                let parts = Parts {
                    exporter,
                    part: Cursor::new(Vec::new()),
                };
                Ok(Exported {
                    bytes: BufReader::new(Box::new(parts)),
                    requests: i64::try_from(requests).unwrap_or(i64::MAX),
                })
            }
        }
    }

    fn of_server(&self, client: &Client) -> Result<Exported, ClientError> {
        let head = explained(client)?;
        let list = match self.listing {
            Listing::Requests => "requests",
            Listing::Events if self.format == Format::Csv || !self.query.trim().is_empty() => {
                "events"
            }
            Listing::Events => "requests",
        };
        let mut narrowed = format!("list={list}");
        let mut add = |name: &str, value: &str| {
            let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
            narrowed.push_str(&format!("&{name}={value}"));
        };
        if !self.query.trim().is_empty() {
            add("q", &self.query);
        }
        if let Some(session) = &self.session {
            add("session", session);
        }
        let counted = match client.api(&format!("/count?{narrowed}")) {
            Ok(counted) => counted["count"].as_i64().unwrap_or_default(),
            // Only the progress tells it.
            Err(ClientError::Refused { code, .. }) if code == StoreError::TooLong.code() => 0,
            Err(error) => return Err(error),
        };
        let mut path = format!("/export?{narrowed}&format={}", self.format.as_str());
        match self.since.as_deref() {
            None => {}
            Some("now") => path.push_str(&format!("&after={head}")),
            Some(since) => {
                let since = utf8_percent_encode(since, NON_ALPHANUMERIC);
                path.push_str(&format!("&after={since}"));
            }
        }
        if self.mask {
            path.push_str("&mask=1");
        }
        Ok(Exported {
            bytes: BufReader::new(Box::new(client.download(&path)?)),
            requests: counted,
        })
    }
}

/// Waits until a server has explained all that it has recorded now; the newest cursor.
fn explained(client: &Client) -> Result<i64, ClientError> {
    let cursor = |health: &Value, key: &str| health[key].as_i64().unwrap_or_default();
    let mut health = client.api("/health")?;
    let head = cursor(&health, "head");
    let mut progress = Progress::new("explained", head);
    while cursor(&health, "projected_to") < head {
        progress.reached(cursor(&health, "projected_to"));
        progress.pause();
        health = client.api("/health")?;
    }
    Ok(head)
}

/// The parts of an export one after the other.
struct Parts {
    exporter: Exporter,
    part: Cursor<Vec<u8>>,
}

impl Read for Parts {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.part.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            let next = self.exporter.next_part();
            match next.map_err(|error: StoreError| io::Error::other(error))? {
                Some(part) => self.part = Cursor::new(part),
                None => return Ok(0),
            }
        }
    }
}
