use std::any::Any;
use std::rc::Rc;
use std::time::Duration;

use actix_tls::accept::rustls_0_23::TlsStream;
use actix_web::dev::Extensions;
use actix_web::rt::net::TcpStream;
use socket2::{SockRef, Socket};
use tokio::io::Interest;

/// A second handle on a client's connection, for faults: the HTTP library gives none to the first.
#[derive(Clone)]
pub struct Connection(Rc<Socket>);

impl Connection {
    /// Puts the handle where the requests of the connection find it. Where the system has none left
    /// to give, faults close what they should reset.
    pub fn remember(stream: &dyn Any, of_connection: &mut Extensions) {
        let secured = || {
            let stream = stream.downcast_ref::<TlsStream<TcpStream>>()?;
            Some(stream.get_ref().0)
        };
        let plain = stream.downcast_ref::<TcpStream>();
        if let Some(stream) = plain.or_else(secured)
            && let Ok(socket) = SockRef::from(stream).try_clone()
        {
            of_connection.insert(Connection(Rc::new(socket)));
        }
    }

    /// From now on, closing the connection resets it: what was not sent is thrown away, and the
    /// client gets an RST.
    pub fn reset_when_closed(&self) {
        if let Err(error) = self.0.set_linger(Some(Duration::ZERO)) {
            tracing::warn!(%error, "a connection is closed that should be reset");
        }
    }

    /// Waits until the client has closed its end. Never, where that cannot be watched.
    pub async fn client_gone(&self) {
        let watched = self.0.try_clone().map(std::net::TcpStream::from);
        let Ok(stream) = watched.and_then(TcpStream::from_std) else {
            return std::future::pending().await;
        };
        loop {
            match stream.ready(Interest::READABLE).await {
                Ok(ready) if ready.is_read_closed() => return,
                // What came is for the HTTP library; only the end of it is waited for.
                Ok(_) => {
                    let is_there = || Err::<(), _>(std::io::ErrorKind::WouldBlock.into());
                    drop(stream.try_io(Interest::READABLE, is_there));
                }
                Err(_) => return,
            }
        }
    }
}
