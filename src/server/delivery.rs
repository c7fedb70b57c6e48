use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use bytes::Bytes;

use crate::store::Appender;

/// An answer's body that notices when it is thrown away before the connection took it. An empty
/// body is never asked for, so nothing can be noticed of it.
pub struct Delivery {
    body: Option<Bytes>,
    length: u64,
    cursor: i64,
    journal: Appender,
}

impl Delivery {
    /// The body of the answer to the request `cursor`.
    pub fn new(body: Bytes, cursor: i64, journal: Appender) -> Delivery {
        let length = body.len() as u64;
        Delivery {
            body: (length > 0).then_some(body),
            length,
            cursor,
            journal,
        }
    }
}

impl MessageBody for Delivery {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.length)
    }

    fn poll_next(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(self.get_mut().body.take().map(Ok))
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        if self.body.is_some() {
            self.journal.undelivered(self.cursor);
        }
    }
}
