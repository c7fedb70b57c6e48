use serde_json::Value;

use crate::event::epoch_millis;
use crate::monitor::{MonitorEntry, SessionOverview, Upload, logged};

/// How many entries of one upload are shown.
const TAGS: usize = 100;

/// How many characters of an entry are shown.
const LENGTH: usize = 500;

/// A line of the data logs.
pub struct LogLine {
    /// When: RFC 3339 in UTC; empty if the app's own time cannot be read.
    pub time: String,
    /// Who says it: `app`, `server` or `eventpit`.
    pub layer: &'static str,
    /// An outcome's word, for colour and icon.
    pub tone: &'static str,
    /// What happened, in words.
    pub title: String,
    /// What is said of it.
    pub text: String,
    /// Where more of it is.
    pub href: Option<String>,
}

/// The data logs: every stream as it came, the newest first.
pub fn lines(
    session: Option<&SessionOverview>,
    entries: &[MonitorEntry],
    more: bool,
) -> Vec<LogLine> {
    // By the server's clock: an app's own says nothing of the order here.
    let mut groups: Vec<(String, Vec<LogLine>)> = entries
        .iter()
        .map(|entry| {
            let mut lines = of_entry(entry);
            lines.reverse();
            (entry.at().to_string(), lines)
        })
        .collect();
    let mut said = |time: Option<&String>, title: &str| {
        let line = |time: &String| LogLine {
            time: time.clone(),
            layer: "eventpit",
            tone: "served",
            title: title.into(),
            text: String::new(),
            href: None,
        };
        groups.extend(time.map(|time| (time.clone(), vec![line(time)])));
    };
    said(
        session.and_then(|it| it.ended_at.as_ref()),
        "The debug session was ended",
    );
    let started = session.and_then(|it| it.started_at.as_ref());
    said(started.filter(|_| !more), "The debug session was started");
    groups.sort_by(|(one, _), (next, _)| next.cmp(one));
    groups.into_iter().flat_map(|(_, lines)| lines).collect()
}

fn of_entry(entry: &MonitorEntry) -> Vec<LogLine> {
    match entry {
        MonitorEntry::Upload(upload) => of_upload(upload),
        MonitorEntry::Unfit(unfit) => {
            let line = |why: &String| LogLine {
                time: unfit.at.0.clone(),
                layer: "server",
                tone: "dropped",
                title: "Not in this session".into(),
                text: shortened(why),
                href: Some(format!("/inspector/requests/{}", unfit.cursor)),
            };
            unfit.reasons.iter().map(line).collect()
        }
        MonitorEntry::State(executed) => {
            let event = format!("/inspector/events/{}", executed.id);
            let mut lines = vec![LogLine {
                time: executed.at.0.clone(),
                layer: "server",
                tone: "accepted",
                title: "A state was executed".into(),
                text: shortened(&match executed.state.initiator.as_str() {
                    "" => format!("{}, by {}", executed.name, executed.version_words()),
                    initiator => format!(
                        "{initiator}: {}, by {}",
                        executed.name,
                        executed.version_words()
                    ),
                }),
                href: Some(event.clone()),
            }];
            let deliveries = executed.deliveries.deliveries.iter();
            lines.extend(deliveries.map(|delivery| LogLine {
                time: executed.at.0.clone(),
                layer: "server",
                tone: match delivery.request {
                    Some(_) => "accepted",
                    None => "unknown",
                },
                title: format!("{}: {}", delivery.title, delivery.result.words()),
                text: shortened(&delivery.reason.message),
                href: Some(format!("{event}#destinations")),
            }));
            lines
        }
    }
}

fn of_upload(upload: &Upload) -> Vec<LogLine> {
    let request = format!("/inspector/requests/{}", upload.cursor);
    let all = upload.tags();
    let mut lines = vec![LogLine {
        time: upload.at.clone(),
        layer: "server",
        tone: "served",
        title: "An app uploaded its log".into(),
        text: match all.len() {
            1 => "1 entry".into(),
            count if count > TAGS => {
                format!("{count} entries, of which the first {TAGS} are shown")
            }
            count => format!("{count} entries"),
        },
        href: Some(request),
    }];
    lines.extend(all.iter().take(TAGS).map(of_tag));
    lines
}

fn of_tag(tag: &Value) -> LogLine {
    let text = |name: &str| tag.get(name).and_then(Value::as_str).unwrap_or_default();
    let logged = logged(text("_id"), text("name"));
    let time = tag.get("timestamp").and_then(epoch_millis);
    let is_info = matches!(text("type"), "info" | "");
    LogLine {
        time: time.unwrap_or_default(),
        layer: "app",
        tone: if is_info { "unknown" } else { "dropped" },
        title: match (logged.words, logged.id) {
            (Some(words), id) => format!("{words} ({id})"),
            (None, "") => "Log".into(),
            (None, id) => shortened(id),
        },
        text: shortened(logged.text),
        href: None,
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.into(),
    }
}
