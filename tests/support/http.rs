use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use super::deadline::PATIENCE;

/// An answer as it came over the socket.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header lines in their order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The names of the header lines as they were sent.
    pub names: Vec<String>,
    /// The body, as sent.
    pub body: Vec<u8>,
}

impl Response {
    /// The first value of the header `name` (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; anything else fails the test.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }
}

/// A connection on which one request follows the other. Raw, so that a test may send what no HTTP
/// client would.
pub struct Connection<S = TcpStream> {
    reader: BufReader<S>,
    /// What `Host` says if a request does not.
    host: String,
}

impl Connection {
    /// Connects to `address` (`127.0.0.1:8484`).
    pub fn open(address: &str) -> io::Result<Connection> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Connection::over(stream, address))
    }

    /// The socket.
    pub fn stream(&mut self) -> &mut TcpStream {
        self.reader.get_mut()
    }
}

impl<S: Read + Write> Connection<S> {
    /// One over a stream that is open, to the server `host`.
    pub fn over(stream: S, host: &str) -> Connection<S> {
        Connection {
            reader: BufReader::new(stream),
            host: host.to_string(),
        }
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let stream = self.reader.get_mut();
        stream.write_all(bytes)?;
        stream.flush()
    }

    /// Sends a request and reads its answer.
    pub fn request(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Response> {
        let mut message = head_bytes(method, target, &self.host, headers, Some(body.len()));
        message.extend_from_slice(body);
        self.send(&message)?;
        self.read_answer(method)
    }

    /// Reads the answer to a request of that method.
    pub fn read_answer(&mut self, method: &str) -> io::Result<Response> {
        let line = self.line()?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| invalid(format!("status line {line:?}")))?;
        let (mut headers, mut names) = (Vec::new(), Vec::new());
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line
                .split_once(':')
                .ok_or_else(|| invalid(format!("header line {line:?}")))?;
            names.push(name.to_string());
            headers.push((name.to_ascii_lowercase(), value.trim().to_string()));
        }
        let mut response = Response {
            status,
            headers,
            names,
            body: Vec::new(),
        };
        if method != "HEAD" && !matches!(status, 100..=199 | 204 | 304) {
            response.body = self.body(&response)?;
        }
        Ok(response)
    }

    fn body(&mut self, head: &Response) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        if head.header("transfer-encoding") == Some("chunked") {
            loop {
                let size = self.line()?;
                let size = usize::from_str_radix(&size, 16)
                    .map_err(|_| invalid(format!("chunk size {size:?}")))?;
                let mut chunk = vec![0; size];
                self.reader.read_exact(&mut chunk)?;
                self.line()?;
                if size == 0 {
                    return Ok(body);
                }
                body.extend(chunk);
            }
        }
        match head.header("content-length").map(str::parse) {
            Some(Ok(length)) => {
                body.resize(length, 0);
                self.reader.read_exact(&mut body)?;
            }
            Some(Err(_)) => return Err(invalid("content-length is no number".into())),
            None => {
                self.reader.read_to_end(&mut body)?;
            }
        }
        Ok(body)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        if self.reader.read_until(b'\n', &mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(String::from_utf8_lossy(&line).trim_end().to_string())
    }
}

/// A request's head. `Host` is `host` unless the headers name one.
pub fn head_bytes(
    method: &str,
    target: &str,
    host: &str,
    headers: &[(&str, &str)],
    content_length: Option<usize>,
) -> Vec<u8> {
    let named = |name: &str| {
        headers
            .iter()
            .any(|(key, _)| key.eq_ignore_ascii_case(name))
    };
    let mut head = format!("{method} {target} HTTP/1.1\r\n");
    if !named("host") {
        head.push_str(&format!("Host: {host}\r\n"));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if let Some(length) = content_length
        && !named("content-length")
        && !named("transfer-encoding")
        && (length > 0 || !matches!(method, "GET" | "HEAD" | "OPTIONS"))
    {
        head.push_str(&format!("Content-Length: {length}\r\n"));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

fn invalid(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
