use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use eventpit::capture::{Body, Request};
use eventpit::connector::{
    Connector, ConnectorFile, DeliveryPreview, Incoming, Terms, connector_for, preview,
};
use eventpit::platform::{Call, Moment, MomentRecord, Platform, decode};
use eventpit::workspace::{Files, Workspace};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A golden preview.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Where the request and the expectation come from.
    from: String,
    platform: Platform,
    /// The connector's name; on a platform with a mapping of its own, that one is taken.
    connector: String,
    /// Parameters of the connector, in place of the built-in ones.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    parameters: BTreeMap<String, String>,
    /// When the request came: RFC 3339.
    at: String,
    request: Sent,
    /// The preview of the request's first event.
    expect: Value,
}

/// A request as it comes in.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// Its path and query.
    pub path: String,
    /// Its header lines, names in lower case.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Its JSON body.
    pub body: Value,
}

/// The cases below a folder, with their names: `ga4/jitsu-purchase`.
pub fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for inner in std::fs::read_dir(folder).expect("the folder of cases is there") {
        let inner = inner.expect("an entry").path();
        for file in std::fs::read_dir(&inner).expect("cases are in folders") {
            let file = file.expect("an entry").path();
            let name = file
                .strip_prefix(folder)
                .expect("inside")
                .with_extension("");
            found.push((name.to_string_lossy().replace('\\', "/"), file));
        }
    }
    found.sort();
    found
}

/// Compares a case with what is previewed, or writes the case when asked to.
pub fn run(path: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let mut case: Case = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let previewed = previewed(
        (case.platform, &case.connector, &case.parameters),
        &case.at,
        &case.request,
    )?;
    let told = told(&previewed);
    if std::env::var_os("EVENTPIT_BLESS").is_some() {
        case.expect = told;
        let text = format!("{:#}\n", json!(case));
        return std::fs::write(path, text).map_err(|error| error.to_string());
    }
    if told == case.expect {
        return Ok(());
    }
    Err(format!("expected {:#}\ngot {told:#}", case.expect))
}

/// What a case holds of a preview: all but what the connector says of itself, and of the fields
/// those that come from the event, each in a line.
fn told(preview: &DeliveryPreview) -> Value {
    let fields = preview.fields.iter().filter(|it| !it.from.is_empty());
    let lines = fields.map(|it| {
        let from = it.from.join(" + ");
        match it.by.as_slice() {
            [] => (it.pointer.clone(), json!(from)),
            by => (
                it.pointer.clone(),
                json!(format!("{from} by {}", by.join(", "))),
            ),
        }
    });
    json!({
        "result": preview.result,
        "reason": preview.reason,
        "request": preview.request,
        "fields": lines.collect::<serde_json::Map<_, _>>(),
        "objections": preview.objections.iter().map(|it| {
            json!(format!("{} {}: {}", json!(it.effect).as_str().unwrap_or_default(), it.pointer, it.message))
        }).collect::<Vec<_>>(),
        "deviations": preview.deviations.iter().map(|it| it.message.as_str()).collect::<Vec<_>>(),
    })
}

/// What a connector would have been sent for the first event of a request.
pub fn previewed(
    (platform, name, parameters): (Platform, &str, &BTreeMap<String, String>),
    at: &str,
    sent: &Sent,
) -> Result<DeliveryPreview, String> {
    let workspace = Workspace::load(None).map_err(|error| error.to_string())?;
    let at: jiff::Timestamp = at.parse().map_err(|error| format!("{error}"))?;
    let (path, query) = sent.path.split_once('?').unwrap_or((&sent.path, ""));
    let request = Request {
        received_at: at.as_microsecond(),
        peer: "203.0.113.7".into(),
        method: "POST".into(),
        path: path.into(),
        query: query.into(),
        headers: sent.headers.clone().into_iter().collect(),
        body: Body::complete(sent.body.to_string()),
    };
    // A fixed seed: what a platform makes up has to be the same every time.
    let record: MomentRecord = serde_json::from_value(json!({"seed": uuid::Uuid::nil()}))
        .map_err(|error| error.to_string())?;
    let moment = Moment::again(request.received_at, "default", &record);
    let call = Call {
        request: &request,
        path,
        mount: "",
        workspace: &workspace,
        moment: &moment,
    };
    let events = decode(platform, call).events;
    let event = events.first().ok_or("no event came of the request")?;
    let found = connector_for(&workspace.connectors, name, platform);
    let found = found.ok_or("no connector of that name")?;
    let own = configured(&found.name, parameters)?;
    Ok(preview(
        &own,
        Incoming {
            event,
            platform,
            request: &request,
        },
        Terms::default(),
    ))
}

/// The built-in connector of that name with other parameters.
fn configured(name: &str, parameters: &BTreeMap<String, String>) -> Result<Connector, String> {
    let path = format!("connectors/{name}.json");
    let files = Files::built_in();
    let text = files.0.get(&path).ok_or("no such file")?;
    let mut file: ConnectorFile = serde_json::from_str(text).map_err(|error| error.to_string())?;
    for (name, value) in parameters {
        let parameter = file.parameters.get_mut(name).ok_or("no such parameter")?;
        parameter.default.clone_from(value);
    }
    let mut problems = Vec::new();
    Connector::read(name, &path, file, &mut problems).ok_or(format!("{problems:?}"))
}
