use crate::case::Sent;
use crate::support::{Response, Server, head_bytes};

/// Sends a request as it stands, in a test session of its own, and reads its answer. `Host` and
/// `Content-Length` are added where they are missing, and `Connection: close`, which the recorded
/// requests had: Jitsu counts headers towards an event's size.
pub fn exchange(server: &Server, sent: &Sent, session: &str) -> Result<Response, String> {
    let body = sent.bytes()?;
    let own = sent
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let headers: Vec<_> = own
        .chain([("X-Eventpit-Session", session), ("Connection", "close")])
        .collect();
    let length = body.as_ref().map(Vec::len);
    let mut message = head_bytes(&sent.method, &sent.path, &server.address, &headers, length);
    message.extend(body.unwrap_or_default());
    let mut connection = server.connect();
    let answer = connection
        .send(&message)
        .and_then(|()| connection.read_answer(&sent.method));
    answer.map_err(|error| format!("{} {}: {error}", sent.method, sent.path))
}
