use crate::client::{ClientSnippet, client_snippets, curl_snippet, demo_key};
use crate::platform::Platform;
use crate::workspace::Workspace;

/// A source of the workspace, with what a client needs to send to it.
pub struct SourceView {
    /// What makes it one of its own on the page.
    pub anchor: String,
    /// Its platform.
    pub platform: Platform,
    /// Its name.
    pub name: String,
    /// Its keys, each with what sort it is.
    pub keys: Vec<(&'static str, String)>,
    /// A line for a shell that sends a first event.
    pub curl: String,
    /// The same from other clients.
    pub clients: Vec<ClientSnippet>,
}

/// The sources of a workspace, with snippets for the server at `url`.
pub fn sources(workspace: &Workspace, url: &str) -> Vec<SourceView> {
    let mut all = Vec::new();
    let mut add = |platform: Platform, name: &str, keys: Vec<(&'static str, &[String])>| {
        let keys: Vec<(&'static str, String)> = keys
            .into_iter()
            .flat_map(|(kind, keys)| keys.iter().map(move |key| (kind, key.clone())))
            .collect();
        let key = keys
            .first()
            .map_or(demo_key(platform), |(_, key)| key.as_str());
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
            ("server key", &site.server_keys),
            ("public key", &site.public_keys),
            ("private key", &site.private_keys),
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
