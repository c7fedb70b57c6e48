//! An event or a request in a line.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::terminal::{Terminal, Tone, harmless};
use crate::event::Outcome;
use crate::inspector::key_facts;
use crate::platform::Platform;
use crate::route::DEFAULT_SESSION;

/// How rows are written for a person.
#[derive(Debug, Clone)]
pub struct RowLines {
    /// The terminal.
    pub terminal: Terminal,
    /// The address of the server, for links; none where there is no server.
    pub url: Option<String>,
}

impl RowLines {
    /// Text only.
    pub const PLAIN: RowLines = RowLines {
        terminal: Terminal::PLAIN,
        url: None,
    };

    /// An event in a line, as the API shows it: when, what became of it, who sent it, its name,
    /// what tells it from its neighbours, and what was found.
    pub fn event(&self, row: &Value) -> String {
        let names = [&row["name"], &row["canonical_name"], &row["type"]];
        let name = names.into_iter().find_map(Value::as_str);
        let mut what = self
            .terminal
            .paint(Tone::Strong, &harmless(name.unwrap_or_default()));
        let facts = key_facts(&row["canonical"]);
        if !facts.is_empty() {
            what.push_str(&format!("  {}", harmless(&facts.join(" · "))));
        }
        self.line(row, "events", &what)
    }

    /// A request in a line, as the API shows it.
    pub fn request(&self, row: &Value) -> String {
        let text = |key: &str| row[key].as_str().map(harmless).unwrap_or_default();
        let mut what = format!("{} {}", text("method"), text("path"));
        if row["query"].as_str().is_some_and(|query| !query.is_empty()) {
            what.push_str(&format!("?{}", text("query")));
        }
        let what = self.terminal.paint(Tone::Strong, &what);
        self.line(row, "requests", &format!("{what}  {}", row["status"]))
    }

    fn line(&self, row: &Value, list: &str, what: &str) -> String {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let (time, outcome) = (local_time(text("received_at")), text("outcome"));
        let platform = Platform::parse(text("platform"));
        let platform = platform.map_or("no platform", Platform::title);
        let (id, session) = (harmless(text("id")), text("session"));
        let shown = match &self.url {
            Some(url) => {
                let page = format!("{url}/inspector/{list}/{id}");
                self.terminal.link(&page, &id)
            }
            None => id,
        };
        let mut line = format!(
            "{}  {}  {platform:<15}  {what}",
            self.terminal.paint(Tone::Faint, &time),
            self.terminal
                .paint(tone(outcome), &format!("{:<9}", harmless(outcome))),
        );
        if let Some((severity, told)) = worst(&row["findings"]) {
            let tone = match severity {
                "error" => Tone::Bad,
                _ => Tone::Doubtful,
            };
            line.push_str(&format!("  {}", self.terminal.paint(tone, &told)));
        }
        if session != DEFAULT_SESSION {
            line.push_str(&format!("  [{}]", harmless(session)));
        }
        format!("{line}  {}", self.terminal.paint(Tone::Faint, &shown))
    }
}

/// The colour of an outcome.
fn tone(outcome: &str) -> Tone {
    match Outcome::parse(outcome) {
        Some(Outcome::Accepted) => Tone::Good,
        Some(Outcome::Served) => Tone::Faint,
        Some(Outcome::Partial | Outcome::Faulted) => Tone::Doubtful,
        _ => Tone::Bad,
    }
}

/// The finding that matters most, and how many more matter; none if all are only good to know.
fn worst(findings: &Value) -> Option<(&str, String)> {
    let weight = |finding: &Value| match finding["severity"].as_str() {
        Some("error") => 0,
        Some("warning") => 1,
        _ => 2,
    };
    let serious = findings.as_array()?.iter().filter(|it| weight(it) < 2);
    let first = serious.clone().min_by_key(|it| weight(it))?;
    let more = match serious.count() {
        0 | 1 => String::new(),
        many => format!(" (+{})", many - 1),
    };
    let message = first["message"].as_str().unwrap_or_default();
    let told = format!("{}{more}", harmless(message));
    Some((first["severity"].as_str().unwrap_or_default(), told))
}

/// A time of the API as a clock on this machine shows it.
fn local_time(received_at: &str) -> String {
    let time = received_at.parse::<Timestamp>();
    let time = time.map(|time| time.to_zoned(TimeZone::system()).time());
    time.map_or_else(|_| harmless(received_at), |time| format!("{time:.3}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_says_what_happened_and_nothing_in_it_steers_the_terminal() {
        let row = json!({
            "id": "17.0", "received_at": "2026-11-21T10:14:09.123Z", "session": "run\u{1b}",
            "platform": "jitsu", "outcome": "dropped", "name": "a\u{1b}[2Jb\u{202e}",
            "canonical_name": "b", "type": "track",
            "canonical": {"params": {"value": 12.5, "currency": "\u{9b}EUR"}},
            "findings": [
                {"severity": "info", "message": "known"},
                {"severity": "warning", "message": "odd"},
                {"severity": "error", "message": "lost\u{7}"}
            ]
        });
        let lines = RowLines {
            terminal: Terminal::PLAIN,
            url: None,
        };
        let line = lines.event(&row);
        assert!(!line.contains(char::is_control), "{line:?}");
        let expected = "dropped    Jitsu            a␛[2Jb<U+202E>  12.5 <U+009B>EUR  lost␇ (+1)  \
                        [run␛]  17.0";
        assert!(line.ends_with(expected), "{line}");
        assert!(line.contains(":09.123  "), "{line}");
    }
}
