use super::Request;

impl Request {
    /// Whether the page that sent this is of another site than the server. The browser's own word
    /// (`Sec-Fetch-Site`) wins; else two hosts are two sites if they differ and one of them is this
    /// machine, or their last two labels differ
    /// (<https://developer.mozilla.org/docs/Glossary/Site>).
    pub fn is_cross_site(&self) -> bool {
        if let Some(site) = self.header("sec-fetch-site") {
            return site == "cross-site";
        }
        let Some((page, server)) = self.hosts() else {
            return false;
        };
        !page.eq_ignore_ascii_case(server)
            && (is_loopback(page) || is_loopback(server) || site(page) != site(server))
    }

    /// Whether page and server are two names of this machine, such as `localhost` and `127.0.0.1`.
    pub fn is_between_loopback_names(&self) -> bool {
        self.hosts().is_some_and(|(page, server)| {
            is_loopback(page) && is_loopback(server) && !page.eq_ignore_ascii_case(server)
        })
    }

    /// The host of the page and the one that it sends to.
    fn hosts(&self) -> Option<(&str, &str)> {
        let page = self.header("origin").or_else(|| self.header("referer"))?;
        Some((host_of(page), without_port(self.header("host")?)))
    }
}

/// The last two labels: near enough to the registrable domain for a hint.
fn site(host: &str) -> Vec<String> {
    host.rsplit('.').take(2).map(str::to_lowercase).collect()
}

/// The host of a URL or an origin, without scheme and port.
pub fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    without_port(rest.split(['/', '?', '#']).next().unwrap_or_default())
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => authority,
    }
}

/// Whether a host is this machine by one of its names.
pub fn is_loopback(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Body;

    fn request(headers: &[(&str, &str)]) -> Request {
        let headers = headers.iter();
        Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: "/".into(),
            query: String::new(),
            headers: headers
                .map(|(name, value)| (name.to_string(), value.to_string()))
                .collect(),
            body: Body::complete(""),
        }
    }

    #[test]
    fn localhost_and_127_0_0_1_are_two_sites() {
        let cross = |origin: &str, host: &str| {
            request(&[("origin", origin), ("host", host)]).is_cross_site()
        };
        assert!(cross("http://localhost:3000", "127.0.0.1:8484"));
        assert!(!cross("http://localhost:3000", "localhost:8484"));
        assert!(!cross("https://shop.example.com", "data.example.com"));
        assert!(cross("https://shop.example.com", "data.example.org"));
        let by_referer = request(&[
            ("referer", "http://[::1]:3000/a?b#c"),
            ("host", "localhost:8484"),
        ]);
        assert!(by_referer.is_cross_site() && by_referer.is_between_loopback_names());
        let browser_knows = request(&[
            ("origin", "http://localhost:3000"),
            ("host", "127.0.0.1:8484"),
            ("sec-fetch-site", "same-site"),
        ]);
        assert!(!browser_knows.is_cross_site());
        assert!(!request(&[("host", "localhost")]).is_cross_site());
    }
}
