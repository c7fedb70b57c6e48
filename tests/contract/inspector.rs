use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::support::Server;

/// What the inspector's API says of the last request of a test session.
pub struct Told {
    /// How many requests the session has.
    pub requests: usize,
    /// The last one's fate.
    pub outcome: String,
    /// The codes of its findings and of its events' findings, sorted.
    pub findings: Vec<String>,
    /// What these findings say.
    pub messages: Vec<String>,
    /// Its events.
    pub events: Vec<Map<String, Value>>,
}

/// Asks the API, once the projection has reached all that was answered so far.
pub fn told(server: &Server, session: &str) -> Result<Told, String> {
    let head = server.head();
    let list = |noun: &str| {
        items(&server.api(&format!(
            "/{noun}?session={session}&order=asc&limit=1000&at_least={head}"
        )))
    };
    let requests = list("requests")?;
    let last = requests.last().ok_or("the request was not recorded")?;
    let of_last = |event: &Map<String, Value>| event.get("request_id") == last.get("id");
    let events: Vec<_> = list("events")?.into_iter().filter(of_last).collect();
    let outcome = last.get("outcome").and_then(Value::as_str);
    Ok(Told {
        requests: requests.len(),
        outcome: outcome.unwrap_or_default().to_string(),
        findings: of_findings(events.iter().chain([last]), "code"),
        messages: of_findings(events.iter().chain([last]), "message"),
        events,
    })
}

fn items(page: &Value) -> Result<Vec<Map<String, Value>>, String> {
    let items = page.get("items").and_then(Value::as_array);
    let items = items.ok_or_else(|| format!("no items in {page}"))?;
    Ok(items
        .iter()
        .filter_map(|item| item.as_object().cloned())
        .collect())
}

/// A field of all findings, sorted, each text once.
fn of_findings<'a>(rows: impl Iterator<Item = &'a Map<String, Value>>, field: &str) -> Vec<String> {
    let texts: BTreeSet<&str> = rows
        .filter_map(|row| row.get("findings")?.as_array())
        .flatten()
        .filter_map(|finding| finding.get(field)?.as_str())
        .collect();
    texts.into_iter().map(str::to_string).collect()
}
