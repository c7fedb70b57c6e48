use std::collections::HashSet;

use super::meaning::Meaning;
use super::{Filter, PageError, View};
use crate::live::Rows;
use crate::query::Query;
use crate::store::{Reader, StoreError};

/// A second query beside the filter: it leaves the list as it is, and the rows that it holds for
/// are marked.
#[derive(Debug, Clone)]
pub struct Highlight(Filter);

impl Highlight {
    /// The one asked for by this text; nothing if there is none.
    pub fn new(text: &str) -> Option<Highlight> {
        let filter = Filter::new(text, []);
        (!filter.is_empty()).then_some(Highlight(filter))
    }

    /// The query, as it was written.
    pub fn text(&self) -> &str {
        self.0.text()
    }

    /// What it was understood as, or why it was not.
    pub fn meaning(&self, view: View) -> Option<Meaning> {
        Meaning::of(&self.0, view)
    }

    /// Nothing is marked that was not asked for, where there is nobody to say so to.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn readable(&self) -> Result<(), PageError> {
        match self.0.wrong() {
            None => Ok(()),
            Some(wrong) => Err(PageError::bad_request(format!(
                "h: {wrong}. {}.",
                wrong.hint
            ))),
        }
    }

    /// The ids of the rows that it holds for. Blocks.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn marked(&self, reader: &Reader, rows: &Rows) -> Result<HashSet<String>, StoreError> {
        let mut marked = HashSet::new();
        // What cannot be read marks nothing.
        if self.0.wrong().is_some() {
            return Ok(marked);
        }
        let query = Query::new(self.0.expression().clone());
        for id in rows.ids() {
            let (held, id) = match rows {
                Rows::Events(_) => {
                    let held = reader.look_at(id, &query, |event| query.matches(event))?;
                    (held, id.to_string())
                }
                Rows::Requests(_) => {
                    let at = id.cursor;
                    let held = reader.look_at_request(at, &query, |one| query.matches(one))?;
                    (held, at.to_string())
                }
            };
            if held == Some(true) {
                marked.insert(id);
            }
        }
        Ok(marked)
    }
}
