use crate::client::{ClientSnippet, HIDDEN_KEY, client_snippets, curl_snippet, demo_key};
use crate::platform::Platform;
use crate::redaction::MASK;
use crate::workspace::Workspace;

/// A source of the workspace, with what a client needs to send to it.
pub struct SourceView {
    /// What makes it one of its own on the page.
    pub anchor: String,
    /// Its platform.
    pub platform: Platform,
    /// Its name.
    pub name: String,
    /// Its keys.
    pub keys: Vec<KeyView>,
    /// A line for a shell that sends a first event.
    pub curl: String,
    /// The same from other clients.
    pub clients: Vec<ClientSnippet>,
}

/// A key of a source.
pub struct KeyView {
    /// What sort it is.
    pub kind: &'static str,
    /// The key; masked, what of it is no secret.
    pub text: String,
    /// Whether it is masked, so that there is nothing to copy.
    pub is_masked: bool,
}

impl KeyView {
    fn new(kind: &'static str, key: &str, masked: bool) -> KeyView {
        // Nobody but a server has these: a page is shown to others, its file is not. The platform
        // tells them once, when they are made, and their id from then on.
        let of_server = matches!(kind, SERVER_KEY | PRIVATE_KEY);
        let id = key.split_once(':').filter(|_| of_server && !masked);
        KeyView {
            kind,
            text: match id {
                Some((id, _)) => format!("{id}:{MASK}"),
                None if of_server || masked => MASK.into(),
                None => key.into(),
            },
            is_masked: of_server || masked,
        }
    }
}

const SERVER_KEY: &str = "server key";
const PRIVATE_KEY: &str = "private key";

/// The sources of a workspace, with snippets for the server at `url`; `masked` without their keys.
pub fn sources(workspace: &Workspace, url: &str, masked: bool) -> Vec<SourceView> {
    let mut all = Vec::new();
    let mut add = |platform: Platform, name: &str, keys: Vec<(&'static str, &[String])>| {
        let keys: Vec<KeyView> = keys
            .into_iter()
            .flat_map(|(kind, keys)| keys.iter().map(move |key| (kind, key)))
            .map(|(kind, key)| KeyView::new(kind, key, masked))
            .collect();
        let shown = keys.iter().find(|key| !key.is_masked);
        let key = match shown {
            Some(key) => key.text.as_str(),
            None if keys.is_empty() => demo_key(platform),
            None => HIDDEN_KEY,
        };
        all.push(SourceView {
            anchor: format!("source-{}", all.len()),
            platform,
            name: name.to_string(),
            curl: curl_snippet(platform, url, key),
            clients: client_snippets(platform, url, key),
            keys,
        });
    };
    for source in &workspace.jentis.sources {
        add(
            Platform::Jentis,
            &source.name,
            vec![("API key", &source.keys)],
        );
    }
    for site in &workspace.jitsu.sites {
        let keys = vec![
            ("browser key", site.browser_keys.as_slice()),
            (SERVER_KEY, &site.server_keys),
            ("public key", &site.public_keys),
            (PRIVATE_KEY, &site.private_keys),
        ];
        add(Platform::Jitsu, &site.id, keys);
    }
    for source in &workspace.commanders_act.sources {
        add(
            Platform::CommandersAct,
            &source.name,
            vec![("token", &source.keys)],
        );
    }
    for source in &workspace.datafly.sources {
        add(
            Platform::Datafly,
            &source.name,
            vec![("pipeline key", &source.keys)],
        );
    }
    all
}
