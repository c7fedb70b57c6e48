use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::event::{Outcome, Severity};
use crate::store::{EventId, EventRow, ListQuery, Page, Reader, RequestRow, StoreError};

/// Which list is followed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Feed {
    /// The events.
    #[default]
    Events,
    /// The requests.
    Requests,
}

/// Rows of one of the two lists.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Rows {
    /// Events.
    Events(Vec<EventRow>),
    /// Requests.
    Requests(Vec<RequestRow>),
}

/// A row of either.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum Row {
    /// An event.
    Event(Box<EventRow>),
    /// A request.
    Request(Box<RequestRow>),
}

impl Row {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Row::Event(row) => &row.id,
            Row::Request(row) => &row.id,
        }
    }
}

impl Feed {
    /// What its rows are called, in the plural.
    pub fn as_str(self) -> &'static str {
        match self {
            Feed::Events => "events",
            Feed::Requests => "requests",
        }
    }

    /// Reads a part of the list. Blocks.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn read(self, reader: &Reader, query: &ListQuery) -> Result<(Rows, Page<()>), StoreError> {
        Ok(match self {
            Feed::Events => {
                let (mut items, page) = taken(reader.events(query)?);
                for row in &mut items {
                    give_reason(row, reader)?;
                }
                (Rows::Events(items), page)
            }
            Feed::Requests => {
                let (items, page) = taken(reader.requests(query)?);
                (Rows::Requests(items), page)
            }
        })
    }
}

/// An event that was lost with its whole request, for a wrong key say, has its reason there. What
/// is told of the event itself, such as a missing id, is none.
fn give_reason(row: &mut EventRow, reader: &Reader) -> Result<(), StoreError> {
    let lost = row.outcome != Outcome::Accepted.as_str();
    if let Value::Array(own) = &mut row.findings
        && lost
        && !own.iter().any(is_error)
        && let Some(request) = reader.request(row.cursor)?
        && let Value::Array(of_request) = request.findings
    {
        own.extend(of_request);
    }
    Ok(())
}

fn is_error(finding: &Value) -> bool {
    finding["severity"] == Severity::Error.as_str()
}

fn taken<T>(page: Page<T>) -> (Vec<T>, Page<()>) {
    let rest = Page {
        items: Vec::new(),
        head: page.head,
        projected_to: page.projected_to,
        next: page.next,
        incomplete: page.incomplete,
    };
    (page.items, rest)
}

impl Rows {
    /// None of that list.
    pub fn none(feed: Feed) -> Rows {
        match feed {
            Feed::Events => Rows::Events(Vec::new()),
            Feed::Requests => Rows::Requests(Vec::new()),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Rows::Events(rows) => rows.len(),
            Rows::Requests(rows) => rows.len(),
        }
    }

    /// Adds those of the same list.
    pub fn extend(&mut self, more: Rows) {
        match (self, more) {
            (Rows::Events(rows), Rows::Events(more)) => rows.extend(more),
            (Rows::Requests(rows), Rows::Requests(more)) => rows.extend(more),
            _ => {}
        }
    }

    /// Their ids; a request's place is 0.
    pub fn ids(&self) -> Vec<EventId> {
        match self {
            Rows::Events(rows) => rows.iter().filter_map(|row| row.id.parse().ok()).collect(),
            Rows::Requests(rows) => rows
                .iter()
                .map(|row| EventId {
                    cursor: row.cursor,
                    place: 0,
                })
                .collect(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        match self {
            Rows::Events(rows) => rows.is_empty(),
            Rows::Requests(rows) => rows.is_empty(),
        }
    }

    /// The largest cursor among them.
    pub fn newest(&self) -> Option<i64> {
        match self {
            Rows::Events(rows) => rows.iter().map(|row| row.cursor).max(),
            Rows::Requests(rows) => rows.iter().map(|row| row.cursor).max(),
        }
    }

    /// The first of them.
    pub fn into_first(self) -> Option<Row> {
        match self {
            Rows::Events(rows) => rows.into_iter().next().map(Box::new).map(Row::Event),
            Rows::Requests(rows) => rows.into_iter().next().map(Box::new).map(Row::Request),
        }
    }

    /// Each for itself, with its id.
    pub fn apart(self) -> Vec<(String, Rows)> {
        match self {
            Rows::Events(rows) => rows
                .into_iter()
                .map(|row| (row.id.clone(), Rows::Events(vec![row])))
                .collect(),
            Rows::Requests(rows) => rows
                .into_iter()
                .map(|row| (row.id.clone(), Rows::Requests(vec![row])))
                .collect(),
        }
    }
}
