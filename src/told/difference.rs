use serde_json::Value;

use super::RowLines;
use super::terminal::{Tone, harmless};
use crate::platform::Platform;

/// How an event differs from a baseline, as the API says it: a line, and one for each field.
pub fn difference(told: &Value, lines: &RowLines) -> String {
    let said = |key: &str| told[key].as_str().map(harmless).unwrap_or_default();
    let terminal = lines.terminal;
    let tone = match told["what"].as_str() {
        Some("order") => Tone::Doubtful,
        _ => Tone::Bad,
    };
    let what = terminal.paint(tone, &format!("{:<8}", said("what")));
    let name = terminal.paint(Tone::Strong, &said("name"));
    let platform = platform(told);
    let mut text = format!("  {what}  {platform}  {name}: {}", said("message"));
    let id = said("event");
    if !id.is_empty() {
        let shown = match &lines.url {
            Some(url) => terminal.link(&format!("{url}/inspector/events/{id}"), &id),
            None => id,
        };
        text.push_str(&format!("  {}", terminal.paint(Tone::Faint, &shown)));
    }
    text.push('\n');
    let outcome = &told["outcome"];
    if let (Some(then), Some(now)) = (outcome["baseline"].as_str(), outcome["now"].as_str()) {
        let (then, now) = (harmless(then), harmless(now));
        let now = terminal.paint(Tone::Bad, &now);
        text.push_str(&format!("    outcome   baseline  {then}   now  {now}\n"));
    }
    for field in told["fields"].as_array().into_iter().flatten() {
        text.push_str(&field_line(field, lines));
    }
    text
}

fn field_line(field: &Value, lines: &RowLines) -> String {
    let pointer = harmless(field["pointer"].as_str().unwrap_or_default());
    let value = |key: &str| match field.get(key) {
        None => "nothing".to_string(),
        Some(value) => shortened(&harmless(&value.to_string())),
    };
    let (then, now) = (value("left"), value("right"));
    let now = lines.terminal.paint(Tone::Bad, &now);
    format!("    {pointer}   baseline  {then}   now  {now}\n")
}

/// A value on one line: what is left out of a long one is in the JSON.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_string(),
    }
}

/// The title of the platform that something is told of.
pub fn platform(told: &Value) -> String {
    let word = told["platform"].as_str().unwrap_or_default();
    match Platform::parse(word) {
        Some(platform) => platform.title().to_string(),
        None => harmless(word),
    }
}
