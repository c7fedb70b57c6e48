use super::Request;

/// How a client sent a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// `navigator.sendBeacon`, or a `fetch` with `keepalive` that looks the same.
    Beacon,
    /// `fetch` or `XMLHttpRequest` on a page, and the preflight of either.
    Fetch,
    /// An image.
    Pixel,
    /// A server, an app, a command line: no browser's headers.
    Server,
}

impl Transport {
    /// Every transport, in the order in which the docs list them.
    pub const ALL: [Transport; 4] = [
        Transport::Beacon,
        Transport::Fetch,
        Transport::Pixel,
        Transport::Server,
    ];

    /// The stable word: in the database, in the API, in queries.
    pub fn as_str(self) -> &'static str {
        match self {
            Transport::Beacon => "beacon",
            Transport::Fetch => "fetch",
            Transport::Pixel => "pixel",
            Transport::Server => "server",
        }
    }

    /// The transport of that word, if it is one.
    pub fn parse(word: &str) -> Option<Transport> {
        Transport::ALL
            .into_iter()
            .find(|transport| transport.as_str() == word)
    }

    /// How `request` was sent, as far as its headers and path tell; none where a browser asked for
    /// something else, such as a script or a page. Inferred, never a platform's word:
    ///
    /// - `Sec-Fetch-Dest: image` is an image (Fetch Metadata,
    ///   <https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header>); so is a GET of a path that
    ///   the platforms answer with one, as e-mail clients send no such header.
    /// - `sendBeacon` is a `no-cors` POST unless its body has a type that needs a preflight
    ///   (<https://w3c.github.io/beacon/#sec-processing-model>), and Chromium sends
    ///   `Sec-Fetch-Mode: no-cors` with it (observed). A `fetch` in mode `no-cors` looks the same.
    ///   With a type that needs `cors` it looks like a `fetch`, and is taken for one.
    /// - A POST of `text/plain` from a page without `Sec-Fetch-Mode` is a beacon of a text: the
    ///   media type that `sendBeacon` gives a text. An `XMLHttpRequest` of an old browser may look
    ///   the same.
    /// - Any other request with an `Origin`, or with another mode of a `fetch`, is one. Node's own `fetch` sends `Sec-Fetch-Mode: cors` and no `Origin` (observed), so
    ///   without an origin it has to say what site it is from (`Sec-Fetch-Site`), which Node does
    ///   not.
    pub fn of(request: &Request) -> Option<Transport> {
        let header = |name: &str| request.header(name).unwrap_or_default();
        let (mode, dest) = (header("sec-fetch-mode"), header("sec-fetch-dest"));
        if dest == "image" {
            return Some(Transport::Pixel);
        }
        let is_post = request.method == "POST";
        let has_origin = request.header("origin").is_some();
        match mode {
            "no-cors" if is_post => return Some(Transport::Beacon),
            "cors" | "same-origin" | "no-cors" if !matches!(dest, "" | "empty") => return None,
            "cors" | "same-origin" | "no-cors"
                if has_origin || request.header("sec-fetch-site").is_some() =>
            {
                return Some(Transport::Fetch);
            }
            "navigate" | "websocket" => return None,
            _ => {}
        }
        if request.method == "GET" && is_image_path(&request.path) {
            return Some(Transport::Pixel);
        }
        if !has_origin {
            return Some(Transport::Server);
        }
        let is_text = is_post && mode.is_empty() && request.media_type() == "text/plain";
        Some(if is_text {
            Transport::Beacon
        } else {
            Transport::Fetch
        })
    }
}

/// Whether a GET of that path is answered with an image: Jitsu's `/api/px/…`, Datafly's
/// `/v1/pixel/…` and Commanders Act's `/events`, whatever stands in front.
fn is_image_path(path: &str) -> bool {
    path.contains("/api/px/") || path.contains("/v1/pixel/") || path.ends_with("/events")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::Body;

    /// Method, path, content type, origin, and `Sec-Fetch-` site, mode and dest, empty where there
    /// is none.
    fn of(method: &str, path: &str, headers: [&str; 5]) -> Option<Transport> {
        let names = [
            "content-type",
            "origin",
            "sec-fetch-site",
            "sec-fetch-mode",
            "sec-fetch-dest",
        ];
        let headers = names.into_iter().zip(headers);
        let headers = headers.filter(|(_, value)| !value.is_empty());
        Transport::of(&Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: method.into(),
            path: path.into(),
            query: String::new(),
            headers: headers
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            body: Body::complete(Vec::new()),
        })
    }

    const PAGE: &str = "http://127.0.0.1:33983";
    const TEXT: &str = "text/plain;charset=UTF-8";
    const JSON: &str = "application/json";

    #[test]
    fn what_chromium_sends() {
        // Captured from Chromium 156, a page of the same site.
        for (case, method, headers, expected) in [
            (
                "sendBeacon, text",
                "POST",
                [TEXT, PAGE, "same-site", "no-cors", "empty"],
                Transport::Beacon,
            ),
            (
                "sendBeacon, blob of text",
                "POST",
                ["text/plain", PAGE, "same-site", "no-cors", "empty"],
                Transport::Beacon,
            ),
            (
                "its preflight with a blob of JSON",
                "OPTIONS",
                ["", PAGE, "same-site", "cors", "empty"],
                Transport::Fetch,
            ),
            (
                "sendBeacon, blob of JSON",
                "POST",
                [JSON, PAGE, "same-site", "cors", "empty"],
                Transport::Fetch,
            ),
            (
                "fetch, text",
                "POST",
                [TEXT, PAGE, "same-site", "cors", "empty"],
                Transport::Fetch,
            ),
            (
                "fetch, JSON",
                "POST",
                [JSON, PAGE, "same-site", "cors", "empty"],
                Transport::Fetch,
            ),
        ] {
            assert_eq!(of(method, "/v1/t", headers), Some(expected), "{case}");
        }
    }

    #[test]
    fn what_node_and_others_send() {
        // Captured from @jitsu/js 1.11.0 on Node.
        let node = [JSON, "", "", "cors", ""];
        assert_eq!(
            of("POST", "/api/s/s2s/track", node),
            Some(Transport::Server)
        );
        // Captured: no browser's headers at all, and an Origin alone.
        let pixel = of("GET", "/api/px/page", [""; 5]);
        assert_eq!(pixel, Some(Transport::Pixel));
        let plain = of("POST", "/api/s/track", [JSON, "", "", "", ""]);
        assert_eq!(plain, Some(Transport::Server));
        let old = of(
            "POST",
            "/api/s/track",
            [JSON, "https://shop.example", "", "", ""],
        );
        assert_eq!(old, Some(Transport::Fetch));
    }

    #[test]
    fn what_the_standards_say() {
        let old_beacon = of("POST", "/", [TEXT, PAGE, "", "", ""]);
        assert_eq!(old_beacon, Some(Transport::Beacon));
        let image = of(
            "GET",
            "/~a/events",
            ["", "", "cross-site", "no-cors", "image"],
        );
        assert_eq!(image, Some(Transport::Pixel));
        let mail = of("GET", "/datafly/v1/pixel/open", [""; 5]);
        assert_eq!(mail, Some(Transport::Pixel));
        let opaque = of("GET", "/v1/t", ["", "", "cross-site", "no-cors", "empty"]);
        assert_eq!(opaque, Some(Transport::Fetch));
        let script = of("GET", "/p.js", ["", "", "cross-site", "no-cors", "script"]);
        assert_eq!(script, None);
        let page = of("GET", "/", ["", "", "none", "navigate", "document"]);
        assert_eq!(page, None);
    }

    #[test]
    fn each_has_its_word() {
        for transport in Transport::ALL {
            assert_eq!(Transport::parse(transport.as_str()), Some(transport));
        }
    }
}
