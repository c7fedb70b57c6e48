use super::{Here, View};
use crate::store::{Bound, EventId, ListQuery, Order, Reader, StoreError};

/// The rows before and after one in its list, with the list's filter.
pub struct Neighbours {
    /// The page of the next newer one.
    pub newer: Option<String>,
    /// The page of the next older one.
    pub older: Option<String>,
}

impl Neighbours {
    /// Around an event; their addresses carry `more`. Blocks.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of_event(
        reader: &Reader,
        id: EventId,
        here: &Here,
        more: &[(&str, &str)],
    ) -> Result<Neighbours, StoreError> {
        Neighbours::around(View::Events, reader, Bound::Event(id), here, more)
    }

    /// Around a request. Blocks.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of_request(reader: &Reader, cursor: i64, here: &Here) -> Result<Neighbours, StoreError> {
        Neighbours::around(View::Requests, reader, Bound::Cursor(cursor), here, &[])
    }

    fn around(
        view: View,
        reader: &Reader,
        place: Bound,
        here: &Here,
        more: &[(&str, &str)],
    ) -> Result<Neighbours, StoreError> {
        let beside = |order: Order| -> Result<Option<String>, StoreError> {
            let ascending = order == Order::Ascending;
            let query = ListQuery {
                order,
                after: ascending.then_some(place),
                before: (!ascending).then_some(place),
                limit: 1,
                ..here.filter.query()
            };
            let (rows, _) = view.feed().read(reader, &query)?;
            let first = rows.apart().into_iter().next();
            Ok(first.map(|(id, _)| here.link_with(&format!("{}/{id}", view.path()), more)))
        };
        Ok(Neighbours {
            newer: beside(Order::Ascending)?,
            older: beside(Order::Descending)?,
        })
    }
}
