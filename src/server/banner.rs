use std::fmt::Write;

use crate::platform::Platform;
use crate::workspace::Workspace;

/// One copy-paste line that sends a first event to a platform.
pub struct Snippet {
    /// The platform.
    pub platform: Platform,
    /// The line, for a shell.
    pub line: String,
}

/// One snippet per platform, for the server at `url`.
pub fn snippets(url: &str) -> Vec<Snippet> {
    let curl = |path: &str, headers: &[&str], body: &str| {
        let mut line = format!("curl -s '{url}{path}'");
        for header in headers {
            let _ = write!(line, " -H '{header}'");
        }
        let _ = write!(line, " -d '{body}'");
        line
    };
    let json = "Content-Type: application/json";
    Platform::ALL
        .into_iter()
        .map(|platform| {
            let line = match platform {
                Platform::Jentis => curl(
                    "/",
                    &["Authorization: Bearer demo", json],
                    r#"{"version":"3","data":{"identifier":{"user":{"id":"u1","action":"new"},"session":{"id":"s1","action":"new"}},"variables":{"jtspushedcommands":["pageview","submit"]}}}"#,
                ),
                Platform::Jitsu => curl(
                    "/api/s/track",
                    &["X-Write-Key: demo:secret", json],
                    r#"{"event":"Signed Up","anonymousId":"a1"}"#,
                ),
                Platform::CommandersAct => curl(
                    "/events?tc_s=1&token=demo",
                    &[json],
                    r#"{"event_name":"search","search_term":"shoes"}"#,
                ),
                Platform::Datafly => curl(
                    "/v1/t",
                    &["Authorization: Bearer dk_demo", json],
                    r#"{"type":"track","event":"Product Added"}"#,
                ),
            };
            Snippet { platform, line }
        })
        .collect()
}

/// What a person sees when the server listens.
pub fn banner(
    ingest_urls: &[String],
    inspector_url: &str,
    data: &str,
    workspace: &Workspace,
) -> String {
    let mut text = format!("eventpit {} listens\n\n", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "  send to     {}", ingest_urls.join("  "));
    let _ = writeln!(text, "  inspector   {inspector_url}");
    let _ = writeln!(text, "  recording   {data}");
    let _ = writeln!(
        text,
        "  workspace   {} ({}, {})",
        workspace.name,
        workspace.origin(),
        workspace.hash
    );
    let url = ingest_urls.first().map_or("", String::as_str);
    text.push_str("\nSend a first event:\n");
    for snippet in snippets(url) {
        let _ = writeln!(
            text,
            "\n  # {}\n  {}",
            snippet.platform.title(),
            snippet.line
        );
    }
    text.push_str(
        "\nOr all the samples, classic mistakes included: eventpit send --all\nCtrl-C stops.\n",
    );
    text
}
