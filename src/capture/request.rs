use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode,
};

use super::Body;

/// A request as it came. Header names are lower-cased by the HTTP library; repeated values keep
/// their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// When its head came, in microseconds since 1970.
    pub received_at: i64,
    /// The address it came from, without port.
    pub peer: String,
    /// The method as sent.
    pub method: String,
    /// The path as sent, still percent-encoded; what a route takes off its front is in the route.
    pub path: String,
    /// The query as sent, without `?`.
    pub query: String,
    /// Header lines.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
}

/// A path and the query after it, as one text.
pub fn with_query(path: &str, query: &str) -> String {
    match query {
        "" => path.to_string(),
        query => format!("{path}?{query}"),
    }
}

/// The address of a recorded path and query at the server `base` (`http://localhost:8484`). What was
/// recorded never leads to another server: `@elsewhere` or `.elsewhere` behind a host's name would.
pub fn address(base: &str, path: &str, query: &str) -> String {
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("{base}{slash}{}", with_query(path, query))
}

impl Request {
    /// The first value of the header `name` (lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The media type without parameters, lower-cased; empty if there is none.
    pub fn media_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        value
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
    }

    /// The value of the first cookie of that name (RFC 6265, section 5.4).
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .filter(|(key, _)| key == "cookie")
            .flat_map(|(_, line)| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// The header names that a preflight asks for, in lower case.
    pub fn asked_headers(&self) -> impl Iterator<Item = String> + '_ {
        let asked = self.header("access-control-request-headers");
        let names = asked.unwrap_or_default().split(',');
        names
            .map(|name| name.trim().to_ascii_lowercase())
            .filter(|name| !name.is_empty())
    }

    /// The query's pairs, decoded as a form is (`+` is a space).
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        pairs(&self.query)
    }

    /// The first value of a query parameter.
    pub fn query_value(&self, name: &str) -> Option<String> {
        self.query_pairs()
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    /// The body as text; bytes that are no UTF-8 become U+FFFD.
    pub fn body_text(&self) -> std::borrow::Cow<'_, str> {
        super::text_of(&self.body.bytes)
    }
}

/// The pairs of a query, without its `?`, decoded as a form is (`+` is a space).
pub fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

/// What stays as it is in a part of an address (RFC 3986, section 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A text as it may stand in an address: as a query's value, or as one step of a path.
pub fn encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, UNRESERVED)
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

/// A header's value as text: UTF-8 where it is, else Latin-1, so that every byte is still there to
/// be seen. Which of the two it was is not kept: the bytes `e9` and `c3 a9` both become `é`.
pub fn header_text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_string(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}
