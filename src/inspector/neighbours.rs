use super::{Filter, View};
use crate::store::{Bound, EventId, ListQuery, Order, Reader, StoreError};

/// The rows before and after one in its list, with the list's filter.
pub struct Neighbours {
    /// The page of the next newer one.
    pub newer: Option<String>,
    /// The page of the next older one.
    pub older: Option<String>,
}

impl Neighbours {
    /// Around an event. Blocks.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of_event(
        reader: &Reader,
        id: EventId,
        filter: &Filter,
    ) -> Result<Neighbours, StoreError> {
        Neighbours::around(View::Events, reader, Bound::Event(id), filter)
    }

    /// Around a request. Blocks.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of_request(
        reader: &Reader,
        cursor: i64,
        filter: &Filter,
    ) -> Result<Neighbours, StoreError> {
        Neighbours::around(View::Requests, reader, Bound::Cursor(cursor), filter)
    }

    fn around(
        view: View,
        reader: &Reader,
        here: Bound,
        filter: &Filter,
    ) -> Result<Neighbours, StoreError> {
        let beside = |order: Order| -> Result<Option<String>, StoreError> {
            let ascending = order == Order::Ascending;
            let query = ListQuery {
                order,
                after: ascending.then_some(here),
                before: (!ascending).then_some(here),
                limit: 1,
                ..filter.query()
            };
            let (rows, _) = view.feed().read(reader, &query)?;
            let first = rows.apart().into_iter().next();
            Ok(first.map(|(id, _)| filter.link(&format!("{}/{id}", view.path()))))
        };
        Ok(Neighbours {
            newer: beside(Order::Ascending)?,
            older: beside(Order::Descending)?,
        })
    }
}
