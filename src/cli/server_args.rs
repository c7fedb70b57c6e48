use clap::Args;
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
}

impl ServerArgs {
    /// A client of it.
    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }
}

/// Reads the address of a server; `http://` may be left out.
///
/// # Errors
/// What is expected.
pub fn server_url(text: &str) -> Result<String, String> {
    let address = match text.contains("://") {
        true => text.to_string(),
        false => format!("http://{text}"),
    };
    match Url::parse(&address) {
        // The scheme in small letters, as all else expects it.
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            let written = address.split_once("://").map_or("", |(_, rest)| rest);
            Ok(format!("{}://{written}", url.scheme()))
        }
        _ => Err("expected an address as in http://localhost:8484".into()),
    }
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
        ] {
            assert_eq!(server_url(text).as_deref(), Ok(address));
        }
        for wrong in [
            "",
            "not a url",
            "ftp://localhost",
            "http://",
            "http://a:port",
        ] {
            assert!(server_url(wrong).is_err(), "{wrong}");
        }
    }
}
