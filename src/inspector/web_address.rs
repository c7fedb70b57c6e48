use url::Url;

use crate::redaction::MASK;
use crate::told::terminal::steers;

/// Longer addresses are text only: nobody reads where they lead.
const LONGEST: usize = 2048;

/// An address of the web that was sent as a value, to be opened by whoever asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress {
    /// Where it leads, as a browser would read it.
    pub href: String,
    /// The host of that in ASCII (punycode, RFC 3492), with the port if it is an unusual one.
    pub host: String,
}

impl WebAddress {
    /// Reads a text that is an absolute `http:` or `https:` address and nothing else. It was written
    /// by strangers, and so an address that may be taken for another is none: with somebody in front
    /// of the host (`https://good.example@evil.example/`), with white space, control characters or
    /// what turns the direction in which it is read. Nor is one of which a part is masked: it leads
    /// elsewhere.
    pub fn read(text: &str) -> Option<WebAddress> {
        let is_odd = |letter: char| {
            letter.is_whitespace() || letter.is_control() || letter == '\\' || steers(letter)
        };
        if text.len() > LONGEST || text.contains(is_odd) || text.contains(MASK) {
            return None;
        }
        // A browser forgives `https:shop.example`, which need not be meant as an address.
        let (scheme, rest) = text.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let is_web = ["http", "https"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known));
        if !is_web || authority.is_empty() || authority.contains('@') {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let host = url.host_str()?;
        Some(WebAddress {
            host: match url.port() {
                Some(port) => format!("{host}:{port}"),
                None => host.to_string(),
            },
            href: url.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        WebAddress::read(text).map(|address| (address.host, address.href))
    }

    #[test]
    fn where_it_leads_is_told_as_a_browser_reads_it() {
        for (text, host, href) in [
            (
                "https://shop.example/a?b=c#d",
                "shop.example",
                "https://shop.example/a?b=c#d",
            ),
            (
                "HTTP://Shop.Example:8080",
                "shop.example:8080",
                "http://shop.example:8080/",
            ),
            (
                "https://shop.example:443/@x",
                "shop.example",
                "https://shop.example/@x",
            ),
            // The first letter is Cyrillic.
            (
                "https://\u{430}pple.example/",
                "xn--pple-43d.example",
                "https://xn--pple-43d.example/",
            ),
            ("https://[::1]/", "[::1]", "https://[::1]/"),
            ("http://0x7f.1/", "127.0.0.1", "http://127.0.0.1/"),
            (
                "https://shop.example/?q=\"><b>",
                "shop.example",
                "https://shop.example/?q=%22%3E%3Cb%3E",
            ),
        ] {
            assert_eq!(read(text), Some((host.into(), href.into())), "{text}");
        }
    }

    #[test]
    fn what_may_be_taken_for_another_or_is_none_is_not_opened() {
        for text in [
            "",
            "shop.example",
            "//shop.example/",
            "https:shop.example",
            "https:///shop.example",
            "https://",
            "javascript:alert(1)",
            "javascript://shop.example/%0aalert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://shop.example/",
            "https://good.example@evil.example/",
            "https://a:b@evil.example/",
            "https://@evil.example/",
            "https://good.example\\@evil.example/",
            "https://good.example%40evil.example/",
            " https://shop.example/",
            "see https://shop.example/",
            "https://shop.example/ and more",
            "https://shop.example/\u{202e}gnp",
            "https://shop.example/\u{200b}",
            "https://shop.example/\n",
            "https://sh\top.example/",
            "https://shop.example/?email=•••",
            "https://shop.example:99999/",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
        let long = format!("https://shop.example/{}", "a".repeat(100_000));
        assert_eq!(read(&long), None);
    }
}
