use std::fmt::Write;

use crate::capture::{encode, shell_word};
use crate::platform::Platform;
use crate::workspace::Workspace;

/// How a first event is sent from one sort of client.
pub struct ClientSnippet {
    /// The client, in a word: `curl`, `web`, `npm`, `server`, `android`, `ios`.
    pub client: &'static str,
    /// Its name for a person.
    pub title: &'static str,
    /// What is to know besides.
    pub note: &'static str,
    /// What to paste.
    pub code: String,
}

/// The first event that a platform is sent.
struct First {
    path: String,
    headers: Vec<(&'static str, String)>,
    body: &'static str,
}

/// The key that the built-in workspace takes.
pub fn demo_key(platform: Platform) -> &'static str {
    match platform {
        Platform::Jentis | Platform::CommandersAct => "demo",
        Platform::Jitsu => "demo:secret",
        Platform::Datafly => "dk_demo",
    }
}

/// What stands in a snippet where a key is not shown.
pub const HIDDEN_KEY: &str = "YOUR-KEY";

/// What stands for the key in a snippet where no source is chosen: the demo's while any key is taken,
/// else one to be put in. A terminal's lines end up in logs.
pub fn first_key(workspace: &Workspace, platform: Platform) -> &'static str {
    let names_keys = match platform {
        Platform::Jentis => workspace
            .jentis
            .sources
            .iter()
            .any(|it| !it.keys.is_empty()),
        Platform::Jitsu => workspace.jitsu.names_keys(),
        Platform::CommandersAct => {
            let mut sources = workspace.commanders_act.sources.iter();
            sources.any(|it| !it.keys.is_empty())
        }
        Platform::Datafly => workspace
            .datafly
            .sources
            .iter()
            .any(|it| !it.keys.is_empty()),
    };
    match names_keys {
        true => HIDDEN_KEY,
        false => demo_key(platform),
    }
}

/// One line for a shell that sends a first event to `platform` at `url`, with that key.
pub fn curl_snippet(platform: Platform, url: &str, key: &str) -> String {
    let First {
        path,
        headers,
        body,
    } = first(platform, key);
    let mut line = format!("curl -s {}", shell_word(&format!("{url}{path}")));
    for (name, value) in headers {
        let _ = write!(line, " -H {}", shell_word(&format!("{name}: {value}")));
    }
    let _ = write!(line, " -d '{body}'");
    line
}

/// The other clients of `platform`, with this server's address and that key.
pub fn client_snippets(platform: Platform, url: &str, key: &str) -> Vec<ClientSnippet> {
    // A key stands in the texts of programs and in attributes: what would end those is encoded.
    let key = &key.replace(['"', '\\', '<', '>', '&', '$'], "?");
    let mut all = vec![ClientSnippet {
        client: "web",
        title: "Web page",
        note: "Open the page over http: a page over https may not call plain http (then start eventpit with --tls).",
        code: web(platform, url, key),
    }];
    if platform == Platform::Jitsu {
        all.push(ClientSnippet {
            client: "npm",
            title: "npm",
            note: "npm install @jitsu/js",
            code: format!(
                "import {{ jitsuAnalytics }} from \"@jitsu/js\";\n\nconst analytics = jitsuAnalytics({{ host: \"{url}\", writeKey: \"{key}\" }});\nawait analytics.track(\"Signed Up\");"
            ),
        });
    }
    all.push(ClientSnippet {
        client: "server",
        title: "Server (Node)",
        note: "Any language's HTTP client does the same.",
        code: format!("await {};", fetch(&first(platform, key), url, "")),
    });
    all.push(ClientSnippet {
        client: "android",
        title: "Android",
        note: "The emulator reaches this machine as 10.0.2.2. Plain http has to be allowed: android:usesCleartextTraffic=\"true\" on <application> in the debug manifest. Not on the main thread.",
        code: kotlin(&first(platform, key), &from_the_emulator(url)),
    });
    all.push(ClientSnippet {
        client: "ios",
        title: "iOS",
        note: "The simulator reaches this machine as localhost. App Transport Security has to allow plain http: NSAppTransportSecurity with NSAllowsLocalNetworking = YES in Info.plist.",
        code: swift(&first(platform, key), url),
    });
    all
}

fn first(platform: Platform, key: &str) -> First {
    let json = ("Content-Type", "application/json".to_string());
    match platform {
        Platform::Jentis => First {
            path: "/".into(),
            headers: vec![("Authorization", format!("Bearer {key}")), json],
            body: r#"{"version":"3","data":{"identifier":{"user":{"id":"u1","action":"new"},"session":{"id":"s1","action":"new"}},"variables":{"jtspushedcommands":["pageview","submit"]}}}"#,
        },
        Platform::Jitsu => First {
            path: "/api/s/track".into(),
            headers: vec![("X-Write-Key", key.into()), json],
            body: r#"{"event":"Signed Up","anonymousId":"a1"}"#,
        },
        Platform::CommandersAct => First {
            path: format!("/events?tc_s=1&token={}", encode(key)),
            headers: vec![json],
            body: r#"{"event_name":"search","search_term":"shoes"}"#,
        },
        Platform::Datafly => First {
            path: "/v1/t".into(),
            headers: vec![("Authorization", format!("Bearer {key}")), json],
            body: r#"{"type":"track","event":"Product Added"}"#,
        },
    }
}

fn web(platform: Platform, url: &str, key: &str) -> String {
    match platform {
        Platform::Jitsu => {
            format!("<script async src=\"{url}/p.js\" data-write-key=\"{key}\"></script>")
        }
        Platform::Datafly => {
            format!("<script src=\"{url}/datafly.js\" data-pipeline-key=\"{key}\"></script>")
        }
        Platform::Jentis | Platform::CommandersAct => format!(
            "<script>\n{};\n</script>",
            fetch(&first(platform, key), url, "\n  keepalive: true,")
        ),
    }
}

/// A call of `fetch` with that request.
fn fetch(first: &First, url: &str, more: &str) -> String {
    let headers = first.headers.iter();
    let headers: Vec<String> = headers
        .map(|(name, value)| format!("\"{name}\": \"{value}\""))
        .collect();
    format!(
        "fetch(\"{url}{}\", {{\n  method: \"POST\",{more}\n  headers: {{ {} }},\n  body: JSON.stringify({}),\n}})",
        first.path,
        headers.join(", "),
        first.body
    )
}

/// The address of a server on this machine, as the Android emulator calls it.
fn from_the_emulator(url: &str) -> String {
    let names = ["localhost", "127.0.0.1"].into_iter();
    names.fold(url.to_string(), |url, name| url.replace(name, "10.0.2.2"))
}

fn kotlin(first: &First, url: &str) -> String {
    let mut code = format!(
        "val connection = java.net.URL(\"{url}{}\").openConnection() as java.net.HttpURLConnection\nconnection.requestMethod = \"POST\"\nconnection.doOutput = true\n",
        first.path
    );
    for (name, value) in &first.headers {
        let _ = writeln!(
            code,
            "connection.setRequestProperty(\"{name}\", \"{value}\")"
        );
    }
    let _ = write!(
        code,
        "connection.outputStream.use {{ it.write(\"\"\"{}\"\"\".toByteArray()) }}\nprintln(connection.responseCode)",
        first.body
    );
    code
}

fn swift(first: &First, url: &str) -> String {
    let mut code = format!(
        "var request = URLRequest(url: URL(string: \"{url}{}\")!)\nrequest.httpMethod = \"POST\"\n",
        first.path
    );
    for (name, value) in &first.headers {
        let _ = writeln!(
            code,
            "request.setValue(\"{value}\", forHTTPHeaderField: \"{name}\")"
        );
    }
    let _ = write!(
        code,
        "request.httpBody = Data(#\"{}\"#.utf8)\nURLSession.shared.dataTask(with: request).resume()",
        first.body
    );
    code
}
