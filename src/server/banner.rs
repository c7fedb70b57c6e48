use std::fmt::Write;
use std::path::Path;

use super::Token;
use crate::client::{HIDDEN_KEY, curl_snippet, first_key};
use crate::platform::Platform;
use crate::tls::recipe_for_this_system;
use crate::workspace::Workspace;

/// One copy-paste line that sends a first event to a platform.
pub struct Snippet {
    /// The platform.
    pub platform: Platform,
    /// The line, for a shell.
    pub line: String,
}

/// One snippet per platform, for the server at `url` with that workspace.
pub fn snippets(url: &str, workspace: &Workspace) -> Vec<Snippet> {
    Platform::ALL
        .into_iter()
        .map(|platform| Snippet {
            platform,
            line: curl_snippet(platform, url, first_key(workspace, platform)),
        })
        .collect()
}

/// What a person is told when the server listens.
pub struct Announced<'a> {
    /// Where clients send to.
    pub ingest_urls: &'a [String],
    /// The inspector's first page.
    pub inspector_url: &'a str,
    /// What it asks for.
    pub token: Option<&'a Token>,
    /// Where the recording is.
    pub recording: &'a str,
    /// The workspace in force.
    pub workspace: &'a Workspace,
    /// The certificate of the local CA, if that is what https has.
    pub ca_file: Option<&'a Path>,
}

/// What a person sees when the server listens.
pub fn banner(announced: &Announced) -> String {
    let workspace = announced.workspace;
    let mut text = format!("eventpit {} listens\n\n", env!("CARGO_PKG_VERSION"));
    let is_https = |url: &&str| url.starts_with("https://");
    let urls = announced.ingest_urls.iter().map(String::as_str);
    let (https, http): (Vec<_>, Vec<_>) = urls.partition(is_https);
    let _ = writeln!(text, "  send to     {}", http.join("  "));
    if !https.is_empty() {
        let _ = writeln!(text, "  or by TLS   {}", https.join("  "));
    }
    let _ = writeln!(
        text,
        "  inspector   {}{}",
        announced.inspector_url,
        asked(announced.token)
    );
    let _ = writeln!(text, "  recording   {}", announced.recording);
    let _ = writeln!(
        text,
        "  workspace   {} ({}, {})",
        workspace.name,
        workspace.origin(),
        workspace.hash
    );
    if let Some(ca_file) = announced.ca_file {
        text.push_str(&trust(ca_file));
    }
    let url = http.first().copied().unwrap_or_default();
    text.push_str("\nSend a first event:\n");
    let snippets = snippets(url, workspace);
    for snippet in &snippets {
        let _ = writeln!(
            text,
            "\n  # {}\n  {}",
            snippet.platform.title(),
            snippet.line
        );
    }
    if snippets.iter().any(|it| it.line.contains(HIDDEN_KEY)) {
        let _ = writeln!(
            text,
            "\n{HIDDEN_KEY} is one of those in sources/; {}/workspace has each line with its key.",
            announced.inspector_url
        );
    }
    text.push_str(
        "\nOr all the samples, classic mistakes included: eventpit send --all\nCtrl-C stops.\n",
    );
    text
}

/// What stands behind the address of the inspector, so that it opens.
fn asked(token: Option<&Token>) -> String {
    token.map_or(String::new(), |token| format!("?token={}", token.reveal()))
}

/// How this machine comes to trust the local CA, and where the rest stands.
fn trust(ca_file: &Path) -> String {
    let recipe = recipe_for_this_system();
    let mut text = format!(
        "  local CA    {}\n\nTrust it on {} (all other systems: eventpit trust):\n\n",
        ca_file.display(),
        recipe.who
    );
    for line in recipe.lines(ca_file) {
        let _ = writeln!(text, "  {line}");
    }
    text
}
