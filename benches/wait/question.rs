use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::Server;
use crate::support::load::answered;
use crate::support::payload::{JITSU_KEY, post};

/// How long a wait waits at most, in milliseconds: longer than what is measured meanwhile.
const PATIENCE: u64 = 300_000;

/// One connection, one request after the other.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// A new one.
    pub async fn open(server: &Server) -> Connection {
        let stream = TcpStream::connect(server.address).await;
        let stream = stream.expect("the server takes connections");
        stream.set_nodelay(true).expect("a connection's option");
        Connection {
            stream,
            buffer: vec![0; 4096],
        }
    }

    /// Asks to be told of the event with that name.
    pub async fn wait_for(&mut self, name: &str) {
        let body = format!(r#"{{"q":"name:{name}","timeout_ms":{PATIENCE}}}"#);
        let request = post("/inspector/api/v1/wait", "Accept: */*", &body);
        self.send(&request).await;
    }

    /// Sends an event with that name.
    pub async fn track(&mut self, name: &str) {
        let body = format!(r#"{{"type":"track","event":"{name}","anonymousId":"a"}}"#);
        let request = post("/jitsu/api/s/track", JITSU_KEY, &body);
        self.send(&request).await;
    }

    /// Reads the answer, which has to be 200.
    pub async fn is_answered(&mut self) {
        let answer = answered(&mut self.stream, &mut self.buffer).await;
        assert!(answer.expect("an answer"), "the answer is not 200");
    }

    async fn send(&mut self, request: &str) {
        let sent = self.stream.write_all(request.as_bytes()).await;
        sent.expect("the server reads");
    }
}

/// What runs the connections of a measurement.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}
