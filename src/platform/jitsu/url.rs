use percent_encoding::percent_decode_str;

/// The parts of a URL that Jitsu looks at.
#[derive(Debug, PartialEq, Eq)]
pub struct Url<'a> {
    /// The scheme, in lower case; empty if there is none.
    pub scheme: String,
    /// Host and port as they stand, without user name and password.
    pub host: &'a str,
    /// The path, decoded.
    pub path: String,
    /// The query as it stands, without `?`.
    pub query: &'a str,
}

impl Url<'_> {
    /// Reads a URL; `None` if a blank or a control character is in it.
    pub fn read(text: &str) -> Option<Url<'_>> {
        if text.contains(|letter: char| letter.is_ascii_control() || letter == ' ') {
            return None;
        }
        let text = text.split('#').next().unwrap_or_default();
        let (text, query) = text.split_once('?').unwrap_or((text, ""));
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let (authority, path) = match (scheme, rest.find('/')) {
            ("", _) => ("", rest),
            (_, Some(at)) => rest.split_at(at),
            (_, None) => (rest, ""),
        };
        Some(Url {
            scheme: scheme.to_ascii_lowercase(),
            host: authority.rsplit('@').next().unwrap_or_default(),
            path: percent_decode_str(path).decode_utf8_lossy().into_owned(),
            query,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        let url = Url::read("HTTPS://u:p@a.example:8/x%20y?q=1#f");
        let parts = url.map(|url| (url.scheme, url.host, url.path, url.query));
        let expected = ("https".into(), "a.example:8", "/x y".into(), "q=1");
        assert_eq!(parts, Some(expected));
        assert_eq!(Url::read("https://a\n.example"), None);
        assert_eq!(Url::read("/only/path").map(|url| url.host), Some(""));
    }
}
