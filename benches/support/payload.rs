use super::unique::{ID, Unique};
use super::varied::Varied;

/// The track event of Jitsu's page (1.1 KB), with an id that is new in each request.
const EVENT: &str = r#"{"type":"track","event":"testEvent","properties":{"testProp":"test event properties"},"userId":"user@example.com","anonymousId":"bKTtbVZw3yiqCJvCSJgjVeXp","timestamp":"2023-04-12T13:29:04.690Z","sentAt":"2023-04-12T13:29:04.690Z","messageId":"00000000-0000-0000-0000-000000000000","context":{"library":{"name":"jitsu-js","version":"1.0.0"},"ip":"127.0.0.1","userAgent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:109.0) Gecko/20100101 Firefox/111.0","locale":"en-US","screen":{"width":2304,"height":1296,"innerWidth":1458,"innerHeight":1186,"density":2},"traits":{"email":"user@example.com"},"page":{"path":"/","referrer":"","referring_domain":"","host":"example.com","search":"","title":"Example page event","url":"https://example.com/","enconding":"UTF-8"},"campaign":{"name":"example","source":"g"}},"receivedAt":"2023-04-12T13:29:04.690Z"}"#;

/// What one connection sends, one request after the other.
pub trait Requests {
    /// The next request, head and body.
    fn next(&mut self) -> &[u8];
}

/// What a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One event.
    Single,
    /// 50 of them.
    Batch,
    /// One of a shop's, each another; the number says where they begin.
    Varied(u64),
}

impl Kind {
    /// How many events a request carries.
    pub fn events(self) -> u64 {
        match self {
            Kind::Single | Kind::Varied(_) => 1,
            Kind::Batch => 50,
        }
    }

    /// In words.
    pub fn told(self) -> &'static str {
        match self {
            Kind::Single => "one event a request",
            Kind::Batch => "50 events a request",
            Kind::Varied(_) => "one varied event a request",
        }
    }

    /// What a connection sends of it.
    pub fn requests(self, connection: usize) -> Box<dyn Requests> {
        let (path, body) = match self {
            Kind::Single => ("/jitsu/api/s/track", EVENT.to_string()),
            Kind::Batch => {
                let events = vec![EVENT; 50].join(",");
                ("/jitsu/v1/batch", format!(r#"{{"batch":[{events}]}}"#))
            }
            Kind::Varied(start) => return Box::new(Varied::new(connection, start)),
        };
        Box::new(Same::new(connection, &post(path, JITSU_KEY, &body)))
    }
}

/// The header by which Jitsu knows who sends.
pub const JITSU_KEY: &str = "X-Write-Key: bench:secret";

/// A request; `key` is the header by which the platform knows who sends.
pub fn post(path: &str, key: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{key}\r\n\
         User-Agent: bench\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// The same request again and again, but for its ids.
struct Same {
    request: Vec<u8>,
    /// Where in the request an id stands.
    ids: Vec<usize>,
    unique: Unique,
}

impl Same {
    fn new(connection: usize, request: &str) -> Same {
        Same {
            ids: request.match_indices(ID).map(|(at, _)| at).collect(),
            request: request.as_bytes().to_vec(),
            unique: Unique::new(connection),
        }
    }
}

impl Requests for Same {
    fn next(&mut self) -> &[u8] {
        self.unique.next();
        for (place, at) in self.ids.iter().enumerate() {
            let id = self.unique.id(place);
            self.request[*at..at + id.len()].copy_from_slice(id.as_bytes());
        }
        &self.request
    }
}
