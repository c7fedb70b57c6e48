use std::fmt;

use clap::Args;
use ureq::http::Uri;
use url::Url;

use crate::client::Client;

/// The running eventpit that a command asks.
#[derive(Debug, Clone, Args)]
pub struct ServerArgs {
    /// The eventpit to ask.
    #[arg(
        long,
        env = "EVENTPIT_URL",
        value_name = "URL",
        default_value = "http://localhost:8484",
        value_parser = server_url
    )]
    pub url: String,
    #[command(flatten)]
    token: TokenArgs,
}

impl ServerArgs {
    /// A client of it.
    pub fn client(&self) -> Client {
        self.token.client(&self.url)
    }
}

/// What the eventpit that a command asks has to be told.
#[derive(Clone, Args)]
pub struct TokenArgs {
    /// The token that its inspector asks for.
    #[arg(long, env = "EVENTPIT_TOKEN", hide_env_values = true)]
    token: Option<String>,
}

impl TokenArgs {
    /// A client of the eventpit at `url`.
    pub fn client(&self, url: &str) -> Client {
        let token = self.token.as_deref().filter(|token| !token.is_empty());
        Client::new(url).with_token(token)
    }
}

/// Never in a log.
impl fmt::Debug for TokenArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenArgs")
    }
}

/// Reads the address of a server; `http://` may be left out.
///
/// # Errors
/// What is expected.
pub fn server_url(text: &str) -> Result<String, String> {
    let expected = || {
        "expected an address as in http://localhost:8484 or http://[::1]:8484, with a path at most \
         behind it"
            .to_string()
    };
    let (scheme, rest) = match text.split_once("://") {
        // The scheme in small letters, as all else expects it.
        Some((scheme, rest)) => (scheme.to_lowercase(), rest),
        None => ("http".into(), text),
    };
    let address = format!("{scheme}://{rest}");
    let url = Url::parse(&address).map_err(|_| expected())?;
    let is_plain = matches!(url.scheme(), "http" | "https") && url.query().is_none();
    // http:/localhost is no host of the name http.
    let is_half = ["http:/", "https:/"].iter().any(|it| rest.starts_with(it));
    // A URL of the web may be written in more ways than one that a request is sent to.
    let sent: Option<Uri> = address.parse().ok();
    let host = sent.as_ref().and_then(Uri::host).unwrap_or_default();
    match is_plain && url.fragment().is_none() && !host.is_empty() && !is_half {
        true => Ok(format!("{scheme}://{}", without_inspector(rest))),
        false => Err(expected()),
    }
}

/// The server whose inspector or API it is: `run` hands those to its command as well.
fn without_inspector(address: &str) -> &str {
    let plain = address.trim_end_matches('/');
    let ends = ["/inspector/api/v1", "/inspector"];
    let server = ends.iter().find_map(|end| plain.strip_suffix(end));
    server.unwrap_or(address)
}

#[cfg(test)]
mod tests {
    use super::server_url;

    #[test]
    fn an_address_is_of_http_even_where_it_does_not_say_so() {
        for (text, address) in [
            ("http://localhost:8484", "http://localhost:8484"),
            ("https://a.example/", "https://a.example/"),
            ("localhost:8484", "http://localhost:8484"),
            ("HTTPS://localhost:8484", "https://localhost:8484"),
            ("[::1]:8484", "http://[::1]:8484"),
            ("http", "http://http"),
            ("a.example/eventpit", "http://a.example/eventpit"),
            ("http://localhost:1/inspector/api/v1", "http://localhost:1"),
            (
                "localhost:1/eventpit/inspector/",
                "http://localhost:1/eventpit",
            ),
            ("http://inspector", "http://inspector"),
        ] {
            assert_eq!(server_url(text).as_deref(), Ok(address));
        }
        for wrong in [
            "",
            "not a url",
            "ftp://localhost",
            "http://",
            "http://a:port",
            "http:///x",
            " http://localhost:1 ",
            "http://l\u{f6}cal.example",
            "http:/localhost",
            "https:/localhost",
            "::1",
            "http://localhost:8484/?a=1",
            "http://localhost:8484/#a",
        ] {
            assert!(server_url(wrong).is_err(), "{wrong}");
        }
    }
}
