use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use bytes::Bytes;

use super::connection::Connection;
use crate::capture::NO_ANSWER;
use crate::fault::{Ending, Sending};
use crate::store::Appender;

/// An answer's body that notices when it is thrown away before the connection took it. An empty
/// body is never asked for, so nothing can be noticed of it.
pub struct Delivery {
    body: Option<Bytes>,
    length: u64,
    cursor: i64,
    journal: Appender,
    ending: Ending,
    connection: Option<Connection>,
    /// Whether the head has to leave before the connection breaks.
    owes_head: bool,
}

/// A fault breaks an answer off: the HTTP library closes the connection for it.
#[derive(Debug, thiserror::Error)]
#[error("a fault breaks the answer off")]
pub struct BrokenOff;

impl Delivery {
    /// The body of the answer to the request `cursor`. `connection` is what is reset, where the
    /// answer ends so.
    pub fn new(
        sending: &Sending,
        cursor: i64,
        journal: Appender,
        connection: Option<Connection>,
    ) -> Delivery {
        let body = sending.answer.body.clone();
        let is_silent = sending.answer.status == NO_ANSWER;
        let length = sending.announced.unwrap_or(body.len() as u64);
        Delivery {
            body: (!body.is_empty()).then_some(body),
            // Without a body that is still to come, the library would take the answer for whole.
            length: if is_silent { 1 } else { length },
            cursor,
            journal,
            ending: sending.ending,
            connection,
            owes_head: !is_silent,
        }
    }
}

impl MessageBody for Delivery {
    type Error = BrokenOff;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.length)
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BrokenOff>>> {
        let this = self.get_mut();
        if let Some(body) = this.body.take() {
            return Poll::Ready(Some(Ok(body)));
        }
        if this.ending == Ending::Whole {
            return Poll::Ready(None);
        }
        // What is pending is written out before it is asked again.
        if std::mem::take(&mut this.owes_head) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if this.ending == Ending::Reset
            && let Some(connection) = &this.connection
        {
            connection.reset_when_closed();
        }
        Poll::Ready(Some(Err(BrokenOff)))
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        if self.body.is_some() {
            self.journal.undelivered(self.cursor);
        }
    }
}
