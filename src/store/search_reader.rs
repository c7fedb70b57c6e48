use std::sync::Arc;

use super::search::{self, Budget, Counted, Facets, Timeline};
use super::{EventId, EventRow, Exchange, ListQuery, Reader, RequestRow, StoreError};
use crate::connector::{DeliveryResult, Incoming, deliveries};
use crate::query::Seen;
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

    /// What was seen in the newest events, to complete a query with.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn seen(&self, what: Seen) -> Result<Vec<String>, StoreError> {
        self.look(|db, hidden| search::seen(db, hidden, what))
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
        let exchange = &explained.exchange;
        let Some(platform) = exchange.platform else {
            return Ok(Vec::new());
        };
        let sent = Incoming {
            event: &explained.event,
            platform,
            request: &exchange.request,
        };
        let all = deliveries(
            &then,
            exchange.source.as_deref(),
            exchange.moment.debug_session.as_ref(),
            sent,
        );
        let each = all.deliveries.into_iter();
        Ok(each.map(|it| (it.connector, it.result)).collect())
    }
}
