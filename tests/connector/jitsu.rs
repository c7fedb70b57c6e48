use std::collections::BTreeMap;
use std::path::Path;

use eventpit::connector::{DeliveryPreview, DeliveryResult};
use eventpit::platform::Platform;
use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::case::{Sent, previewed};

/// One of Jitsu's functions, the connector that follows it, and its parameters. What the address
/// masks is masked in the recorded one, too.
type Function = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const FUNCTIONS: &[Function] = &[
    ("ga4", "ga4", &[("measurement_id", "G-ABC123")]),
    (
        "facebook",
        "meta-capi",
        &[("pixel_id", "PIXEL"), ("events", "*")],
    ),
    (
        "facebook_default_filter",
        "meta-capi",
        &[("pixel_id", "PIXEL")],
    ),
    ("webhook", "webhook", &[]),
];

/// Jitsu's layouts of a warehouse and the connectors that follow them.
const LAYOUTS: [(&str, &str); 4] = [
    ("jitsu-legacy", "jitsu-warehouse-legacy"),
    ("segment-single-table", "warehouse"),
    ("segment", "jitsu-warehouse-segment"),
    ("passthrough", "jitsu-warehouse-passthrough"),
];

/// What Jitsu's own destination functions sent, recorded by running them: each output has to come
/// out of eventpit's connectors as it is.
pub fn trials(file: &Path) -> Vec<Trial> {
    let text = std::fs::read_to_string(file).expect("the recorded outputs are there");
    let recorded: Value = serde_json::from_str(&text).expect("they are JSON");
    let mut trials = Vec::new();
    for (function, connector, parameters) in FUNCTIONS {
        let outputs = recorded["outputs"][function].as_object().expect("outputs");
        for (name, output) in outputs {
            let input = recorded["inputs"][name].clone();
            let (output, function) = (output.clone(), *function);
            let name = format!("jitsu-golden/{function}/{name}");
            trials.push(Trial::test(name, move || {
                let preview = of_input(connector, parameters, input)?;
                same_calls(&preview, &output["calls"]).map_err(Failed::from)
            }));
        }
    }
    for (layout, connector) in LAYOUTS {
        let outputs = recorded["outputs"]["warehouse"][layout].as_object();
        for (name, output) in outputs.expect("rows") {
            let input = recorded["inputs"][name].clone();
            let output = output.clone();
            let name = format!("jitsu-golden/warehouse-{layout}/{name}");
            trials.push(Trial::test(name, move || {
                let preview = of_input(connector, &[], input)?;
                same_rows(&preview, &output).map_err(Failed::from)
            }));
        }
    }
    trials
}

/// The rows, without the columns that a warehouse makes of them: that is the next program's work.
pub fn same_rows(preview: &DeliveryPreview, rows: &Value) -> Result<(), String> {
    let Some(request) = &preview.request else {
        return Err(format!("expected rows, got {:?}", preview.reason));
    };
    let mut got = request.body.clone();
    for row in got.as_array_mut().into_iter().flatten() {
        row.as_object_mut().map(|row| row.remove("columns"));
    }
    let expected = match rows {
        Value::Array(_) => rows.clone(),
        one => json!([one]),
    };
    if expected == got {
        return Ok(());
    }
    Err(format!("expected {expected:#}\ngot {got:#}"))
}

/// The recorded inputs are events as Jitsu hands them to a function; this is the request from
/// which it makes them. The recording gave the place to the function beside the event, where
/// Jitsu today writes it into the event.
pub fn of_input(
    connector: &str,
    parameters: &[(&str, &str)],
    mut event: Value,
) -> Result<DeliveryPreview, String> {
    if let Some(context) = event["context"].as_object_mut() {
        let place = json!({"country": {"code": "DE"}, "region": {"code": "BE"},
            "city": {"name": "Berlin"}, "postalCode": {"code": "10115"}});
        if connector == "meta-capi" {
            context.insert("geo".into(), place);
        }
    }
    let kind = event["type"].as_str().unwrap_or_default();
    let sent = Sent {
        path: format!("/api/s/s2s/{kind}"),
        headers: BTreeMap::from([
            ("content-type".to_string(), "application/json".to_string()),
            ("x-write-key".to_string(), "key:secret".to_string()),
        ]),
        body: event,
    };
    let parameters: BTreeMap<String, String> = parameters
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect();
    let at = "2024-01-02T03:04:06.000Z";
    previewed((Platform::Jitsu, connector, &parameters), at, &sent)
}

fn same_calls(preview: &DeliveryPreview, calls: &Value) -> Result<(), String> {
    let Some(call) = calls.get(0) else {
        let kept = matches!(
            preview.result,
            DeliveryResult::NotMapped | DeliveryResult::Filtered
        );
        return match preview.request {
            None if kept => Ok(()),
            _ => Err(format!("expected no call, got {preview:#?}")),
        };
    };
    let Some(request) = &preview.request else {
        return Err(format!("expected a call, got {:?}", preview.reason));
    };
    let url = call["url"].as_str().unwrap_or_default();
    let url = url.replace("SECRET", "***").replace("TOKEN", "***");
    let expected = (call["method"].as_str(), url.as_str(), &call["body"]);
    let got = (
        Some(request.method.as_str()),
        request.url.as_str(),
        &request.body,
    );
    if expected == got {
        return Ok(());
    }
    Err(format!("expected {expected:#?}\ngot {got:#?}"))
}
