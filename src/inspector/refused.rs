use super::finding::{findings, reasons};
use super::lines::{OutcomeTag, platform_title};
use super::masking::Masking;
use super::sentence::{Subject, sentence};
use super::visible::visible;
use super::{Filter, View};
use crate::capture::with_query;
use crate::event::Outcome;
use crate::live::Rows;
use crate::store::{ListQuery, Reader, RequestRow, StoreError};

/// What came instead of an event.
const QUERY: &str = "outcome:rejected OR outcome:unmatched OR outcome:throttled OR outcome:faulted";

/// A request that brought no event, as a list shows it that waits for its first one.
pub struct Refused {
    /// Where its page is.
    pub href: String,
    /// When it came: RFC 3339 in UTC.
    pub time: String,
    /// Method, path and query.
    pub line: String,
    /// Its fate.
    pub outcome: OutcomeTag,
    /// What happened to it and why.
    pub sentence: String,
}

impl Refused {
    /// The newest one. Blocks.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn newest(reader: &Reader, masking: &Masking) -> Result<Option<Refused>, StoreError> {
        let query = ListQuery {
            limit: 1,
            ..Filter::new(QUERY, []).query()
        };
        let (mut rows, _) = View::Requests.feed().read(reader, &query)?;
        masking.rows(&mut rows);
        Ok(match &rows {
            Rows::Requests(rows) => rows.first().map(Refused::of),
            Rows::Events(_) => None,
        })
    }

    /// The stream of those that come next.
    pub fn stream() -> String {
        Filter::new(QUERY, []).link("/inspector/stream?view=requests")
    }

    fn of(row: &RequestRow) -> Refused {
        let platform = row.platform.as_deref().map(|it| platform_title(Some(it)));
        let subject = Subject::Request {
            events: 0,
            lost: Some(0),
        };
        Refused {
            href: format!("{}/{}", View::Requests.path(), row.id),
            time: row.received_at.clone(),
            line: visible(&format!(
                "{} {}",
                row.method,
                with_query(&row.path, &row.query)
            )),
            outcome: OutcomeTag::new(&row.outcome),
            sentence: sentence(
                platform.as_deref(),
                row.status,
                Outcome::parse(&row.outcome).unwrap_or(Outcome::Rejected),
                subject,
                &reasons(&findings(&row.findings)),
            ),
        }
    }
}
