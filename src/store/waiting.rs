use tokio::sync::oneshot;

use super::{Exchange, StoreError};

/// The cursor of an exchange, which goes back to who made it: memory is freed for less by the thread
/// that took it.
pub type Appended = (Result<i64, StoreError>, Box<Exchange>);

/// Who is told the cursor once the batch is committed, or why there is none although it is.
pub enum Waiting {
    /// Of an exchange.
    Exchange(Box<Exchange>, oneshot::Sender<Appended>),
    /// Of something else.
    Other(oneshot::Sender<Result<i64, StoreError>>),
}

impl Waiting {
    /// Tells it. A receiver that is gone is a client that went away: there is nobody to tell.
    pub fn tell(self, cursor: Result<i64, StoreError>) {
        match self {
            Waiting::Exchange(exchange, done) => drop(done.send((cursor, exchange))),
            Waiting::Other(done) => drop(done.send(cursor)),
        }
    }
}
