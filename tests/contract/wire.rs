use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::case::Sent;

/// A server that says nothing for this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// An answer off the wire.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Header lines in order, names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Sends a request as it stands and reads the answer to the connection's end. `Host`,
/// `Connection: close` and `Content-Length` are added where they are missing.
pub fn exchange(address: SocketAddr, sent: &Sent, session: &str) -> Result<Answer, String> {
    let body = sent.bytes()?;
    let has = |name: &str| {
        sent.headers
            .keys()
            .any(|key| key.eq_ignore_ascii_case(name))
    };
    let mut head = format!("{} {} HTTP/1.1\r\n", sent.method, sent.path);
    let mut line = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
    if !has("host") {
        line("Host", &address.to_string());
    }
    for (name, value) in &sent.headers {
        line(name, value);
    }
    line("X-Eventpit-Session", session);
    if !has("connection") {
        line("Connection", "close");
    }
    if let (Some(body), false) = (&body, has("transfer-encoding") || has("content-length")) {
        line("Content-Length", &body.len().to_string());
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend(body.unwrap_or_default());
    let answer = send(address, &bytes).map_err(|error| format!("{address}: {error}"))?;
    parse(&answer, sent.method == "HEAD")
}

/// Gets a path that answers with JSON.
pub fn get_json(address: SocketAddr, path: &str) -> Result<serde_json::Value, String> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let bytes = send(address, request.as_bytes()).map_err(|error| format!("{path}: {error}"))?;
    let answer = parse(&bytes, false)?;
    let text = String::from_utf8_lossy(&answer.body);
    if answer.status != 200 {
        return Err(format!("{path}: status {}: {text}", answer.status));
    }
    serde_json::from_str(&text).map_err(|error| format!("{path}: {error}: {text}"))
}

fn send(address: SocketAddr, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(bytes)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

fn parse(bytes: &[u8], bodyless: bool) -> Result<Answer, String> {
    let end = bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .ok_or_else(|| format!("no answer: {:?}", String::from_utf8_lossy(bytes)))?;
    let (head, body) = bytes.split_at(end);
    let body = body.get(4..).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap_or_default();
    let code = status.split(' ').nth(1).and_then(|code| code.parse().ok());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_string()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    if let Some((_, length)) = length
        && !bodyless
        && length.parse() != Ok(body.len())
    {
        return Err(format!(
            "content-length is {length}, but {} bytes came",
            body.len()
        ));
    }
    if bodyless && !body.is_empty() {
        return Err("an answer to HEAD has no body".into());
    }
    Ok(Answer {
        status: code.ok_or_else(|| format!("no status in {status:?}"))?,
        headers,
        body: body.to_vec(),
    })
}
