use serde_json::Value;

use super::access;
use super::body::{self, Carried};
use super::query_event::query_event;
use super::routes::target;
use crate::capture::Request;
use crate::workspace::CommandersActFile;

/// The test session that the events of a request name, by the rule of its source
/// (`session_from`). Without such a rule nothing is looked at.
pub fn session(request: &Request, path: &str, file: &CommandersActFile) -> Option<String> {
    if file
        .sources
        .iter()
        .all(|source| source.session_from.is_none())
    {
        return None;
    }
    let name = access::check(request, file).source?;
    let mut sources = file.sources.iter();
    let pointer = sources
        .find(|source| source.name == name)?
        .session_from
        .as_deref()?;
    let target = target(path)?;
    let text = body::text(request, &file.settings);
    if request.method == "GET" || text.is_empty() {
        let event = Value::Object(query_event(request, &file.settings)?);
        return named(&event, pointer);
    }
    let Ok(Carried::Events(events)) = body::split(target, &text) else {
        return None;
    };
    let mut events = events
        .into_iter()
        .filter_map(|it| serde_json::from_str(it).ok());
    events.find_map(|event: Value| named(&event, pointer))
}

/// An empty text names nothing: Google Tag Manager's template sends one where nothing is set.
fn named(event: &Value, pointer: &str) -> Option<String> {
    let name = event.pointer(pointer)?.as_str()?;
    (!name.is_empty()).then(|| name.to_string())
}
