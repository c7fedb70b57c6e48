//! An event's delivery, with all that it says about consent and with some of it taken away.

use std::collections::BTreeMap;

use eventpit::capture::{Body, Request};
use eventpit::connector::{
    Connector, ConnectorFile, DeliveryPreview, DeliveryResult, Incoming, Terms, VendorMode, preview,
};
use eventpit::platform::{Call, Moment, MomentRecord, Platform, decode};
use eventpit::workspace::Workspace;
use serde_json::{Value, json};

/// Sent counts more than sent essential, and that more than anything else.
fn permissive(preview: &DeliveryPreview) -> u8 {
    match preview.result {
        DeliveryResult::Sent => 2,
        DeliveryResult::SentEssential => 1,
        _ => 0,
    }
}

/// A connector that takes anything and asks for consent only.
pub fn connector(platform: Platform, kind: &str, ids: &[&str]) -> Connector {
    let file: ConnectorFile = serde_json::from_value(json!({
        "title": "Any", "docs": "https://any.example",
        "consent": BTreeMap::from([(platform.as_str(), json!({"kind": kind, "ids": ids}))]),
        "request": {
            "url": "https://any.example",
            "body": {"all": true}, "essential_body": {"all": false},
        },
    }))
    .expect("a connector's file");
    let mut problems = Vec::new();
    Connector::read("any", "connectors/any.json", file, &mut problems)
        .unwrap_or_else(|| panic!("{problems:?}"))
}

/// What the connector would be sent for the first event of a request with that body.
pub fn previewed(
    workspace: &Workspace,
    connector: &Connector,
    (platform, body): (Platform, &Value),
    mode: Option<VendorMode>,
) -> DeliveryPreview {
    let (path, header) = match platform {
        Platform::Jentis => ("/", ("authorization", "Bearer demo-key")),
        Platform::Jitsu => ("/api/s/s2s/track", ("x-write-key", "demo:secret")),
        Platform::CommandersAct => ("/events", ("authorization", "Bearer demo")),
        Platform::Datafly => ("/v1/t", ("authorization", "Bearer dk_live_demo")),
    };
    let request = Request {
        received_at: 1_772_029_800_000_000,
        peer: "127.0.0.1".into(),
        method: "POST".into(),
        path: path.into(),
        query: "tc_s=1&token=demo".into(),
        headers: [header, ("content-type", "application/json")]
            .map(|(name, value)| (name.into(), value.into()))
            .into(),
        body: Body::complete(body.to_string()),
    };
    let record = MomentRecord::default();
    let moment = Moment::again(request.received_at, "default", &record);
    let call = Call {
        request: &request,
        path,
        mount: "",
        workspace,
        moment: &moment,
    };
    let events = decode(platform, call).events;
    let event = events.first().expect("an event");
    let sent = Incoming {
        event,
        platform,
        request: &request,
    };
    let terms = Terms {
        mode,
        ..Terms::default()
    };
    preview(connector, sent, terms)
}

/// Pointers to all that stands at `pointer` and below it.
fn below(body: &Value, pointer: &str, found: &mut Vec<String>) {
    let Some(value) = body.pointer(pointer) else {
        return;
    };
    found.push(pointer.into());
    match value {
        Value::Object(members) => {
            for name in members.keys() {
                let name = name.replace('~', "~0").replace('/', "~1");
                below(body, &format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for at in 0..items.len() {
                below(body, &format!("{pointer}/{at}"), found);
            }
        }
        _ => {}
    }
}

fn without(body: &Value, pointer: &str) -> Value {
    let mut body = body.clone();
    let (parent, name) = pointer.rsplit_once('/').expect("a member");
    match body.pointer_mut(parent).expect("its parent") {
        Value::Object(members) => {
            members.shift_remove(name);
        }
        Value::Array(items) => {
            items.remove(name.parse().expect("an index"));
        }
        other => panic!("{other} has no members"),
    }
    body
}

/// Takes away, one at a time, all that an event says below `bases`. `elsewhere` says whether a
/// pointer is another place than the one taken away, from which a grant may then be read.
pub fn never_more(
    workspace: &Workspace,
    connector: &Connector,
    (platform, body): (Platform, &Value),
    mode: Option<VendorMode>,
    bases: &[&str],
    elsewhere: impl Fn(&str, &str) -> bool,
) {
    let before = previewed(workspace, connector, (platform, body), mode);
    let mut said = Vec::new();
    for base in bases {
        below(body, base, &mut said);
    }
    if platform == Platform::Jentis {
        // What else a vendor has, its `execute`, is no status: false switches it off.
        said.retain(|pointer| pointer.ends_with("/status"));
    }
    for taken in said {
        let left = without(body, &taken);
        let after = previewed(workspace, connector, (platform, &left), mode);
        assert!(
            permissive(&after) <= permissive(&before) || elsewhere(&taken, &after.reason.pointer),
            "without {taken}: {:?}, with it: {:?} ({}) of {body:#}",
            after.reason,
            before.result,
            before.reason.message,
        );
    }
}
