use std::collections::BTreeMap;
use std::fmt::Write;

use eventpit::capture::{Body, Request};
use eventpit::connector::{
    Connector, ConnectorFile, DIRECTIVES, Incoming, TRANSFORMS, Terms, event_document, preview,
};
use eventpit::event::Event;
use eventpit::platform::{Call, Moment, MomentRecord, Platform, decode};
use eventpit::workspace::{Files, Workspace};

use crate::cell;

const EXAMPLE: &str = include_str!("example-connector.json");
const EVENT: &str = include_str!("example-event.json");
const SOURCE: &str = include_str!("example-source.json");

/// docs/CONNECTORS.md: its prose, with the tables and the worked example made by the code.
pub fn page() -> String {
    include_str!("connectors.md")
        .replace("{{directives}}", &table(DIRECTIVES.iter().copied()))
        .replace(
            "{{transforms}}",
            &table(TRANSFORMS.iter().map(|it| (it.name, it.about))),
        )
        .replace("{{document}}", &document())
        .replace("{{connectors}}", &built_in())
        .replace("{{example}}", EXAMPLE.trim_end())
        .replace("{{example-source}}", SOURCE.trim_end())
        .replace("{{example-event}}", EVENT.trim_end())
        .replace("{{example-problem}}", &problem())
        .replace("{{example-preview}}", &example())
}

fn table<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::from("| name | what it does |\n|---|---|\n");
    for (name, about) in rows {
        let _ = writeln!(text, "| `{name}` | {} |", cell(about));
    }
    text
}

fn built_in() -> String {
    let workspace = Workspace::load(None).expect("the built-in workspace loads");
    let mut text = String::from("| file | what it is | platform | evidence |\n|---|---|---|---|\n");
    for it in &workspace.connectors {
        let platform = it.platform.map_or("any", Platform::title);
        let place = it.instead_of.as_ref();
        let place = place.map_or(String::new(), |place| format!(", instead of `{place}`"));
        let _ = writeln!(
            text,
            "| `connectors/{}.json` | [{}]({}){place} | {platform} | {} |",
            it.name,
            it.title,
            it.docs,
            it.evidence.as_str()
        );
    }
    text
}

fn document() -> String {
    let (event, request) = sample();
    let document = event_document(&event, Platform::Datafly, &request);
    format!("{:#}", document.expect("the sample is shallow"))
}

/// What the example makes of the sample: nobody has to believe the page.
fn example() -> String {
    let file: ConnectorFile = serde_json::from_str(EXAMPLE).expect("the example is a connector");
    let mut problems = Vec::new();
    let connector = Connector::read("tea-club", "tea-club.json", file, &mut problems);
    let connector = connector.unwrap_or_else(|| panic!("{problems:?}"));
    let (event, request) = sample();
    let preview = preview(
        &connector,
        Incoming {
            event: &event,
            platform: Platform::Datafly,
            request: &request,
        },
        Terms::default(),
    );
    let mut shown = serde_json::to_value(preview).expect("a preview is JSON");
    if let Some(shown) = shown.as_object_mut() {
        shown
            .retain(|name, _| !["title", "docs", "evidence", "connector"].contains(&name.as_str()));
    }
    format!("{shown:#}")
}

/// What is said of the example with a slip in it.
fn problem() -> String {
    let text = EXAMPLE.replacen("@from", "@form", 1);
    let files = BTreeMap::from([("connectors/tea-club.json".to_string(), text)]);
    let problems = Workspace::from_files(Files(files)).expect_err("a slip is a problem");
    let lines: Vec<String> = problems.0.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// The event of the example, as eventpit reads it from the request that the page shows.
fn sample() -> (Event, Request) {
    let request = Request {
        received_at: 1_767_323_046_000_000,
        peer: "203.0.113.7".into(),
        method: "POST".into(),
        path: "/v1/t".into(),
        query: String::new(),
        headers: [
            ("authorization", "Bearer dk_demo"),
            ("cookie", "_ga=GA1.1.111.222"),
        ]
        .map(|(name, value)| (name.into(), value.into()))
        .into(),
        body: Body::complete(EVENT),
    };
    let workspace = Workspace::load(None).expect("the built-in workspace loads");
    let record = MomentRecord::default();
    let moment = Moment::again(request.received_at, "default", &record);
    let call = Call {
        request: &request,
        path: "/v1/t",
        mount: "",
        workspace: &workspace,
        moment: &moment,
    };
    let event = decode(Platform::Datafly, call).events.into_iter().next();
    (event.expect("the example is an event"), request)
}
