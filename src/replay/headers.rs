use crate::platform::OWN_HEADERS;

/// Header lines that are of a connection, not of what is sent over it (RFC 9110, section 7.6.1), or
/// that the HTTP library makes for the new one.
const OF_CONNECTION: [&str; 12] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The header lines of a recorded request that are sent again: not those of its connection, not
/// those by which it spoke to eventpit (a test session, a fault), and no `Accept-Encoding`, so that
/// the answer can be compared.
pub fn headers_to_send(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    let named = headers.iter().filter(|(name, _)| name == "connection");
    let named: Vec<String> = named
        .flat_map(|(_, value)| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let goes = |name: &str| {
        !OF_CONNECTION.contains(&name)
            && !OWN_HEADERS.contains(&name)
            && name != "accept-encoding"
            && !named.iter().any(|other| other == name)
    };
    let headers = headers.iter().filter(|(name, _)| goes(name));
    headers
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_the_connection_stays_with_it() {
        let sent = [
            ("host", "localhost:8484"),
            ("connection", "keep-alive, X-Hop"),
            ("x-hop", "1"),
            ("x-eventpit-session", "run-7"),
            ("x-eventpit-fault", "503"),
            ("transfer-encoding", "chunked"),
            ("accept-encoding", "gzip"),
            ("x-write-key", "a:b"),
            ("cookie", "a=1"),
            ("cookie", "b=2"),
        ];
        let sent = sent.map(|(name, value)| (name.to_string(), value.to_string()));
        let expected = [("x-write-key", "a:b"), ("cookie", "a=1"), ("cookie", "b=2")];
        assert_eq!(headers_to_send(&sent), expected);
    }
}
