use std::sync::Arc;

use rusqlite::OptionalExtension;

use super::deliveries;
use super::postings::List;
use super::search::{
    self, Budget, Counted, Facets, Needs, SessionRow, StoredEvent, StoredRequest, Timeline,
};
use super::workspaces::load_workspace;
use super::{EventId, EventRow, Exchange, ListQuery, Reader, RequestRow, StoreError};
use crate::connector::DeliveryResult;
use crate::query::Seen;
use crate::query::{Document, Query};
use crate::workspace::Workspace;

/// Which list is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// The events.
    Events,
    /// The requests.
    Requests,
}

impl Reader {
    /// How many rows of a list there are.
    ///
    /// # Errors
    /// The recording cannot be read, or nobody waits any more.
    pub fn count(
        &self,
        listing: Listing,
        query: &ListQuery,
        budget: &Budget,
    ) -> Result<Counted, StoreError> {
        self.look_within(budget, |db, _| match listing {
            Listing::Events => search::count::<EventRow>(db, self, query, budget),
            Listing::Requests => search::count::<RequestRow>(db, self, query, budget),
        })
    }

    /// Which values occur in a list, and how often.
    ///
    /// # Errors
    /// The recording cannot be read, or nobody waits any more.
    pub fn facets(
        &self,
        listing: Listing,
        query: &ListQuery,
        budget: &Budget,
    ) -> Result<Facets, StoreError> {
        self.look_within(budget, |db, _| match listing {
            Listing::Events => search::facets::<EventRow>(db, self, query, budget),
            Listing::Requests => search::facets::<RequestRow>(db, self, query, budget),
        })
    }

    /// When the rows of a list came, in so many stretches of time at most.
    ///
    /// # Errors
    /// The recording cannot be read, or nobody waits any more.
    pub fn timeline(
        &self,
        listing: Listing,
        query: &ListQuery,
        buckets: i64,
        budget: &Budget,
    ) -> Result<Timeline, StoreError> {
        self.look_within(budget, |db, _| match listing {
            Listing::Events => search::timeline::<EventRow>(db, self, query, buckets, budget),
            Listing::Requests => search::timeline::<RequestRow>(db, self, query, buckets, budget),
        })
    }

    /// What was seen in the newest rows of a list, to complete a query with.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn seen(&self, listing: Listing, what: Seen) -> Result<Vec<String>, StoreError> {
        let list = match listing {
            Listing::Events => List::Events,
            Listing::Requests => List::Requests,
        };
        self.look(|db, hidden| search::seen(db, hidden, list, what))
    }

    /// The test sessions that anything is recorded of.
    ///
    /// # Errors
    /// The recording cannot be read, or nobody waits any more.
    pub fn sessions(&self, budget: &Budget) -> Result<Vec<SessionRow>, StoreError> {
        self.index
            .within(budget, |db| search::sessions(db, self, budget))
    }

    /// Looks at an event as `query` does.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn look_at<T>(
        &self,
        id: EventId,
        query: &Query,
        look: impl FnOnce(&Document) -> T,
    ) -> Result<Option<T>, StoreError> {
        let needs = Needs::of(query.expression());
        self.index.with(|db| {
            let event = StoredEvent::with_id(db, self, id, needs)?;
            Ok(event.map(|event| look(&event.document())))
        })
    }

    /// Looks at a request as `query` does.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn look_at_request<T>(
        &self,
        cursor: i64,
        query: &Query,
        look: impl FnOnce(&Document) -> T,
    ) -> Result<Option<T>, StoreError> {
        let needs = Needs::of(query.expression());
        self.index.with(|db| {
            let request = StoredRequest::at(db, self, cursor, needs)?;
            Ok(request.map(|request| look(&request.document())))
        })
    }

    /// The workspace that an exchange was judged by. One that cannot be read any more is stood in
    /// for as the projection does.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub(super) fn workspace_of(&self, exchange: &Exchange) -> Result<Arc<Workspace>, StoreError> {
        let mut workspaces = self
            .workspaces
            .lock()
            .unwrap_or_else(|broken| broken.into_inner());
        self.journal
            .with(|db| workspaces.of(db, &exchange.workspace))
    }

    /// The workspace that the newest request was judged by; none if there is no request, or if this
    /// eventpit can't read it.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn newest_workspace(&self) -> Result<Option<Workspace>, StoreError> {
        self.journal.with(|db| {
            let sql = "SELECT workspace FROM entry WHERE kind = 0 ORDER BY cursor DESC LIMIT 1";
            let hash: Option<String> = db
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0))
                .optional()?;
            match hash {
                Some(hash) => load_workspace(db, &hash),
                None => Ok(None),
            }
        })
    }

    /// What would have become of an event at each destination, by the workspace that was in force
    /// when it came.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub(super) fn results(&self, id: EventId) -> Result<Vec<(String, DeliveryResult)>, StoreError> {
        let Some(exchange) = self.exchange(id.cursor)? else {
            return Ok(Vec::new());
        };
        let then = self.workspace_of(&exchange)?;
        let Some(explained) = self.explained(id, &then)? else {
            return Ok(Vec::new());
        };
        Ok(deliveries::results(
            &explained.exchange,
            &then,
            &explained.event,
        ))
    }
}
