use serde::Serialize;

use crate::store::Reader;

/// An answer, and where the recording stood when it was asked for.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Standing<T> {
    #[serde(flatten)]
    answer: T,
    /// The newest cursor in the journal.
    head: i64,
    /// How far the projection was: everything up to this cursor counts. Pass it as `since` for what
    /// comes later.
    projected_to: i64,
}

impl<T: Serialize> Standing<T> {
    /// `answer`, which is not about what is recorded, and where the recording stands now.
    pub fn now(reader: &Reader, answer: T) -> Standing<T> {
        Standing {
            answer,
            head: reader.head(),
            projected_to: reader.projected_to(),
        }
    }

    /// What `ask` answers. What is recorded meanwhile may be in it, and nothing is missing.
    ///
    /// # Errors
    /// Those of `ask`.
    pub async fn of<E>(
        reader: &Reader,
        ask: impl Future<Output = Result<T, E>>,
    ) -> Result<Standing<T>, E> {
        let (head, projected_to) = (reader.head(), reader.projected_to());
        Ok(Standing {
            answer: ask.await?,
            head,
            projected_to,
        })
    }
}
