use std::sync::Arc;

use super::chosen::is_request;
use super::ndjson::Ndjson;
use super::{Chosen, Format, har};
use crate::capture::BodyState;
use crate::inspector::{csv_head, csv_rows};
use crate::live::{Feed, Rows};
use crate::redaction::{Masker, Pattern};
use crate::store::{Bound, Budget, JournalRow, ListQuery, Listing, Reader, StoreError};

/// Writes what is chosen, part by part. Its calls block.
pub struct Exporter {
    reader: Arc<Reader>,
    chosen: Chosen,
    format: Format,
    /// What is masked, if anything is.
    patterns: Option<Vec<Pattern>>,
    /// The server that curl sends to.
    base: String,
    ndjson: Ndjson,
    begun: bool,
    ended: bool,
    requests: u64,
}

impl Exporter {
    /// Of what is chosen in that format; masked, if patterns are given. Lines for curl send to the
    /// server at `base`.
    pub fn new(
        reader: Arc<Reader>,
        chosen: Chosen,
        format: Format,
        patterns: Option<Vec<Pattern>>,
        base: &str,
    ) -> Exporter {
        Exporter {
            reader,
            chosen,
            format,
            ndjson: Ndjson::new(patterns.is_some()),
            patterns,
            base: base.to_string(),
            begun: false,
            ended: false,
            requests: 0,
        }
    }

    /// How many requests, or rows of the table, there are; none if that is only an estimate, or
    /// takes too long to find out: what is exported does not depend on it.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn count(&self) -> Result<Option<u64>, StoreError> {
        let listing = match self.format {
            Format::Csv => self.chosen.listing(),
            // Of events it is not known in how many requests they came.
            _ if self.chosen.listing() == Listing::Events => return Ok(None),
            _ => Listing::Requests,
        };
        let query = self.chosen.query();
        match self.reader.count(listing, query, &Budget::start()) {
            Ok(counted) => Ok(counted.exact.then_some(counted.count)),
            Err(StoreError::TooLong) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The next part; none after the last one.
    ///
    /// # Errors
    /// The recording cannot be read. What was written ends without an end then.
    pub fn next_part(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let mut text = Vec::new();
        if !self.begun {
            self.begun = true;
            self.head(&mut text)?;
            return Ok(Some(text));
        }
        if self.ended {
            return Ok(None);
        }
        match self.format {
            Format::Csv => self.table(&mut text)?,
            _ => self.rows(&mut text)?,
        }
        if self.chosen.is_ended() {
            self.ended = true;
            match self.format {
                Format::Ndjson => Ndjson::end(self.requests, &mut text),
                Format::Har => text.extend_from_slice(har::END.as_bytes()),
                Format::Csv | Format::Curl => {}
            }
        }
        Ok(Some(text))
    }

    fn head(&self, text: &mut Vec<u8>) -> Result<(), StoreError> {
        match self.format {
            Format::Ndjson => self.ndjson.head(&self.reader, self.count()?, text)?,
            Format::Har => text.extend_from_slice(har::head().as_bytes()),
            Format::Csv => text.extend_from_slice(csv_head(self.feed()).as_bytes()),
            Format::Curl => text.extend_from_slice(b"#!/bin/sh\n"),
        }
        Ok(())
    }

    fn feed(&self) -> Feed {
        match self.chosen.listing() {
            Listing::Events => Feed::Events,
            Listing::Requests => Feed::Requests,
        }
    }

    fn rows(&mut self, text: &mut Vec<u8>) -> Result<(), StoreError> {
        let rows = self.chosen.next(&self.reader)?.unwrap_or_default();
        for row in rows {
            let is_request = is_request(&row);
            match self.format {
                Format::Ndjson => {
                    let row = self.masked(row);
                    self.ndjson.row(&self.reader, row, text)?;
                }
                _ if is_request => self.one(row, text),
                _ => {}
            }
            self.requests += u64::from(is_request);
        }
        Ok(())
    }

    fn one(&mut self, row: JournalRow, text: &mut Vec<u8>) {
        let cursor = row.cursor;
        let Some(mut exchange) = row.exchange() else {
            return;
        };
        if let Some(mut masker) = self.masker() {
            masker.exchange(&mut exchange);
        }
        if self.format == Format::Har {
            if self.requests > 0 {
                text.extend_from_slice(b",\n");
            }
            text.extend_from_slice(har::entry(cursor, &exchange).to_string().as_bytes());
        } else {
            let request = &exchange.request;
            let line = match request.body.state {
                BodyState::Complete => request.as_curl(&self.base),
                // Half a body is not what was sent.
                state => format!(
                    "# request {cursor} is left out: no whole body is recorded ({})",
                    state.as_str()
                ),
            };
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
        }
    }

    fn masked(&self, row: JournalRow) -> JournalRow {
        let Some(mut masker) = self.masker() else {
            return row;
        };
        match row.clone().exchange() {
            Some(mut exchange) => {
                masker.exchange(&mut exchange);
                row.with(&exchange)
            }
            None => row,
        }
    }

    fn masker(&self) -> Option<Masker> {
        self.patterns.as_deref().map(Masker::new)
    }

    fn table(&mut self, text: &mut Vec<u8>) -> Result<(), StoreError> {
        let query: ListQuery = self.chosen.query().clone();
        let (mut rows, part) = self.feed().read(&self.reader, &query)?;
        if let Some(patterns) = &self.patterns {
            match &mut rows {
                Rows::Events(rows) => rows
                    .iter_mut()
                    .for_each(|row| Masker::new(patterns).event(row)),
                Rows::Requests(rows) => rows
                    .iter_mut()
                    .for_each(|row| Masker::new(patterns).request(row)),
            }
        }
        text.extend_from_slice(csv_rows(&rows).as_bytes());
        self.chosen
            .go_on(part.next.as_deref().and_then(Bound::parse));
        Ok(())
    }
}
