use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::Payload;
use bytes::Bytes;

/// An answer's body, with what nobody reads of the request's. The HTTP library closes a connection
/// whose request was not read to its end, but of a chunked body that was dropped before the answer
/// it waits for the end instead, for ever.
pub struct Unread {
    body: BoxBody,
    _request: Payload,
}

impl Unread {
    /// The answer `body` to a request with that payload.
    pub fn new(body: impl MessageBody + 'static, request: Payload) -> Unread {
        Unread {
            body: BoxBody::new(body),
            _request: request,
        }
    }
}

impl MessageBody for Unread {
    type Error = Box<dyn Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Box<dyn Error>>>> {
        Pin::new(&mut self.get_mut().body).poll_next(context)
    }
}
