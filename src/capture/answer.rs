use bytes::Bytes;

/// Content type of plain text answers.
pub const TEXT: &str = "text/plain; charset=utf-8";

/// The status that stands for no answer at all, where a fault kept it back.
pub const NO_ANSWER: u16 = 0;

/// What the client is answered. The HTTP library adds `date` and `content-length`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status code; [`NO_ANSWER`] if nothing was answered.
    pub status: u16,
    /// Header lines, in order; a name may repeat.
    pub headers: Vec<(String, String)>,
    /// The body as it is sent: packed only if `content-encoding` says so.
    pub body: Bytes,
}

impl Answer {
    /// An answer without body or headers.
    pub fn empty(status: u16) -> Answer {
        Answer {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// An answer with a body of that content type.
    pub fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Answer {
        Answer::empty(status)
            .header("content-type", content_type)
            .body(body)
    }

    /// The same with one more header line.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Answer {
        self.headers.push((name.to_string(), value.into()));
        self
    }

    /// The value of the first header of that name.
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known == name)?;
        Some(value)
    }

    /// The same with this body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Answer {
        self.body = body.into();
        self
    }

    /// Whether the client reads it as success: 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
