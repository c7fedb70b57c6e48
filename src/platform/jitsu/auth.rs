use super::basic;
use crate::capture::Request;
use crate::workspace::{JitsuFile, JitsuSite, is_key};

/// How Jitsu treats an event: as a browser's or as a server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ingest {
    /// From a browser.
    Browser,
    /// From a server.
    S2s,
}

impl Ingest {
    /// The one that a path stands for.
    pub fn of_path(s2s: bool) -> Ingest {
        if s2s { Ingest::S2s } else { Ingest::Browser }
    }

    /// Jitsu's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Ingest::Browser => "browser",
            Ingest::S2s => "s2s",
        }
    }
}

/// The key that a request carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The key; empty if there is none.
    pub key: String,
    /// Whether it came as `Authorization: Bearer`.
    pub bearer: bool,
}

/// Who sends: the site, and as what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sender<'a> {
    /// The site.
    pub site: &'a JitsuSite,
    /// As what it sends.
    pub ingest: Ingest,
    /// How the site was found.
    pub found: Found,
}

/// How a site was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// By its key.
    Key,
    /// No site names a key, so any well-formed key is taken.
    AnyKey,
    /// By the host name, the key being unknown or missing.
    Domain,
    /// It is the only site, the key being unknown or missing.
    SoleSite,
}

/// Reads the key: the first of `Authorization`, `X-Write-Key`, the query's `writekey` and, in a
/// batch, the body's `writeKey` that is not empty; a wrong one hides the later ones (observed).
/// `Bearer` is newer than the rest: read in the source, observed with a patch.
///
/// # Errors
/// Where the base64 in `Authorization` has its first bad byte.
pub fn credentials(request: &Request, body_key: &str) -> Result<Credentials, usize> {
    let not_empty = |value: &&str| !value.is_empty();
    if let Some(value) = request.header("authorization").filter(not_empty) {
        if let Some(key) = value.strip_prefix("Bearer ") {
            return Ok(Credentials {
                key: key.to_string(),
                bearer: true,
            });
        }
        let encoded = value.strip_prefix("Basic ").unwrap_or(value);
        let decoded = basic::decode(encoded)?;
        let text = String::from_utf8_lossy(&decoded);
        return Ok(Credentials {
            key: text.strip_suffix(':').unwrap_or(&text).to_string(),
            bearer: false,
        });
    }
    let key = match request.header("x-write-key").filter(not_empty) {
        Some(key) => key.to_string(),
        None => request
            .query_value("writekey")
            .filter(|key| !key.is_empty())
            .unwrap_or_else(|| body_key.to_string()),
    };
    Ok(Credentials { key, bearer: false })
}

/// Finds the site. A key with a colon says by itself whether it is a browser's or a server's; one
/// without has to fit the path, and a site's id is such a key. Without a valid key, single events
/// go to the site of the host name, or to the only site, unless it is strict (all observed).
pub fn sender<'a>(
    file: &'a JitsuFile,
    credentials: &Credentials,
    host: &str,
    s2s: bool,
    key_only: bool,
) -> Option<Sender<'a>> {
    let key = &credentials.key;
    let by_path = Ingest::of_path(s2s);
    let sites = || file.sites.iter();
    let found = |site, found| {
        Some(Sender {
            site,
            ingest: by_path,
            found,
        })
    };
    for site in sites() {
        if site.browser_keys.contains(key) || site.server_keys.contains(key) {
            let server = site.server_keys.contains(key);
            return Some(Sender {
                site,
                ingest: Ingest::of_path(server),
                found: Found::Key,
            });
        }
        let plain = if s2s {
            &site.private_keys
        } else {
            &site.public_keys
        };
        if plain.contains(key) || site.id == *key {
            return found(site, Found::Key);
        }
    }
    let revoked = sites().any(|site| site.revoked_keys.contains(key));
    if !file.names_keys() && !revoked && is_key(key) {
        return found(file.sites.first()?, Found::AnyKey);
    }
    if key_only {
        return None;
    }
    let at_home = |site: &&JitsuSite| site.domains.iter().any(|domain| domain == host);
    if let Some(site) = sites().filter(|site| !site.strict).find(at_home) {
        return found(site, Found::Domain);
    }
    match file.sites.as_slice() {
        [only] if !only.strict => found(only, Found::SoleSite),
        _ => None,
    }
}

/// How Jitsu describes what it looked for, in the answer to an unknown key: the key stands there
/// in clear (observed).
pub fn locator(credentials: &Credentials, host: &str, s2s: bool) -> String {
    let key = &credentials.key;
    let ingest = if key.is_empty() || key.contains(':') {
        "writeKey"
    } else {
        Ingest::of_path(s2s).as_str()
    };
    format!("[slug: ][domain: {host}][writeKey: {key}][ingestType: {ingest}]")
}

/// The name in `Host`, without port.
pub fn host(request: &Request) -> &str {
    let host = request.header("host").unwrap_or_default();
    if let Some(address) = host.strip_prefix('[') {
        return address.split(']').next().unwrap_or_default();
    }
    host.split(':').next().unwrap_or_default()
}
