use std::collections::HashSet;

use askama::Template;

use super::consent::{consent_word, decisions};
use super::facts::key_facts;
use super::finding::{FindingView, findings};
use super::group::EventGroup;
use super::plan_results::breaks_plan;
use super::title::{page_path, title};
use super::visible::visible;
use super::{Here, View};
use crate::capture::with_query;
use crate::event::Outcome;
use crate::live::Rows;
use crate::platform::Platform;
use crate::route::DEFAULT_SESSION;
use crate::store::{EventRow, RequestRow};

/// How many colours for names there are.
const HUES: u8 = 6;

/// The rows of a list, written by one template in a page and in the live stream.
#[derive(Template)]
#[template(path = "rows.html")]
pub enum Lines {
    /// Of events.
    Events(Vec<EventGroup>),
    /// Of requests.
    Requests(Vec<RequestLine>),
}

/// An event, as a row shows it.
pub struct EventLine {
    /// Its id.
    pub id: String,
    /// Where its page is.
    pub href: String,
    /// When its request came: RFC 3339 in UTC.
    pub time: String,
    /// Its platform, as a person reads it.
    pub platform: String,
    /// What a person calls it.
    pub title: String,
    /// Its name as sent, where the title says it in other words.
    pub name: Option<String>,
    /// Its test session, but for the default one.
    pub session: Option<SessionTag>,
    /// Its fate.
    pub outcome: OutcomeTag,
    /// What was found.
    pub findings: Summary,
    /// How much it matters that it breaks a plan, if it does.
    pub breaks_plan: Option<&'static str>,
    /// The consent it carries, in a word.
    pub consent: String,
    /// One to three key facts, but for its page.
    pub facts: Vec<String>,
    /// The path of its page, where it is one of the facts: rows below it need not repeat it.
    pub path: Option<String>,
    /// Whether it came before.
    pub repeats: Option<Repeats>,
    /// Whether it is highlighted.
    pub marked: bool,
}

/// That an event came more than once.
pub struct Repeats {
    /// In a word.
    pub word: &'static str,
    /// What it means.
    pub explain: &'static str,
}

/// A test session, as a row shows it.
pub struct SessionTag {
    /// Its name.
    pub name: String,
    /// Which of the colours for names it has.
    pub hue: u8,
}

/// A request, as a row shows it.
pub struct RequestLine {
    /// Its id.
    pub id: String,
    /// Where its page is.
    pub href: String,
    /// When it came: RFC 3339 in UTC.
    pub time: String,
    /// Its platform, as a person reads it.
    pub platform: String,
    /// Its test session, but for the default one.
    pub session: Option<SessionTag>,
    /// Its method.
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    /// Its fate.
    pub outcome: OutcomeTag,
    /// What was found.
    pub findings: Summary,
    /// How many events it carried.
    pub events: i64,
    /// The status answered.
    pub status: u16,
    /// Whether the answer reached its client.
    pub delivered: bool,
    /// Whether it is highlighted.
    pub marked: bool,
}

/// An outcome as a word with an icon, and what it means.
pub struct OutcomeTag {
    /// The stable word.
    pub word: &'static str,
    /// What it means.
    pub explain: &'static str,
}

/// How many findings there are, and the worst one.
pub struct Summary {
    /// How many.
    pub count: usize,
    /// The severity of the worst.
    pub severity: &'static str,
    /// The message of the worst.
    pub message: String,
}

impl Lines {
    /// The rows of a list, with links that keep it.
    pub fn new(rows: &Rows, here: &Here) -> Lines {
        match rows {
            Rows::Events(rows) => Lines::Events(EventGroup::all(rows, here)),
            Rows::Requests(rows) => {
                Lines::Requests(rows.iter().map(|row| RequestLine::new(row, here)).collect())
            }
        }
    }

    /// Highlights those with these ids.
    pub fn mark(&mut self, ids: &HashSet<String>) {
        match self {
            Lines::Events(groups) => {
                for line in groups.iter_mut().flat_map(|group| &mut group.lines) {
                    line.marked = ids.contains(&line.id);
                }
            }
            Lines::Requests(lines) => {
                for line in lines {
                    line.marked = ids.contains(&line.id);
                }
            }
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Lines::Events(groups) => groups.iter().map(|group| group.lines.len()).sum(),
            Lines::Requests(lines) => lines.len(),
        }
    }
}

impl EventLine {
    /// The row of an event.
    pub fn new(row: &EventRow, here: &Here) -> EventLine {
        let title = visible(&title(row));
        let facts = key_facts(&row.canonical);
        let mut facts: Vec<_> = facts.iter().map(|fact| visible(fact)).collect();
        let path = page_path(&row.canonical).map(|path| visible(&path));
        let path = path.filter(|path| facts.last() == Some(path) && *path != title);
        facts.retain(|fact| *fact != title && Some(fact) != path.as_ref());
        EventLine {
            href: here.link(&format!("{}/{}", View::Events.path(), row.id)),
            time: row.received_at.clone(),
            platform: platform_title(Some(&row.platform)),
            name: Some(visible(event_name(row))).filter(|name| *name != title),
            session: SessionTag::new(&row.session),
            outcome: OutcomeTag::new(&row.outcome),
            findings: Summary::new(findings(&row.findings)),
            breaks_plan: breaks_plan(&row.plan),
            consent: consent_word(&decisions(&row.consent)).to_string(),
            title,
            facts,
            path,
            repeats: Repeats::of(row),
            marked: false,
            id: row.id.clone(),
        }
    }
}

impl EventLine {
    /// What it is called, whole: a row may have no room for it.
    pub fn whole_name(&self) -> String {
        match &self.name {
            Some(name) => format!("{} ({name})", self.title),
            None => self.title.clone(),
        }
    }

    /// Its facts, whole.
    pub fn whole_facts(&self) -> String {
        let all: Vec<&str> = self
            .facts
            .iter()
            .chain(&self.path)
            .map(String::as_str)
            .collect();
        all.join(" · ")
    }
}

impl RequestLine {
    /// The row of a request.
    pub fn new(row: &RequestRow, here: &Here) -> RequestLine {
        RequestLine {
            href: here.link(&format!("{}/{}", View::Requests.path(), row.id)),
            time: row.received_at.clone(),
            platform: platform_title(row.platform.as_deref()),
            session: SessionTag::new(&row.session),
            method: row.method.clone(),
            target: visible(&with_query(&row.path, &row.query)),
            outcome: OutcomeTag::new(&row.outcome),
            findings: Summary::new(findings(&row.findings)),
            events: row.events,
            status: row.status,
            delivered: row.delivered,
            marked: false,
            id: row.id.clone(),
        }
    }
}

impl RequestLine {
    /// Whether its events are where to look for what went wrong.
    pub fn loses_events(&self) -> bool {
        self.events > 0 && self.outcome.word != Outcome::Accepted.as_str()
    }
}

impl Repeats {
    fn of(row: &EventRow) -> Option<Repeats> {
        let (word, explain) = match (row.duplicate, row.double) {
            (true, _) => ("duplicate", "an event with the same id came before"),
            (false, true) => (
                "double",
                "the same visitor had sent the same within the last 3 seconds",
            ),
            (false, false) => return None,
        };
        Some(Repeats { word, explain })
    }
}

impl SessionTag {
    fn new(name: &str) -> Option<SessionTag> {
        // Names that look alike get colours that do not.
        let mixed = |sum: u32, byte: u8| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        let hash = name.bytes().fold(0x811c_9dc5_u32, mixed);
        (name != DEFAULT_SESSION).then(|| SessionTag {
            name: name.to_string(),
            hue: (hash >> 16) as u8 % HUES,
        })
    }
}

impl OutcomeTag {
    /// The outcome that a row names.
    pub fn new(word: &str) -> OutcomeTag {
        // A word that a newer eventpit wrote is no reason to show nothing.
        Outcome::parse(word).map_or(
            OutcomeTag {
                word: "unknown",
                explain: "this eventpit does not know the outcome",
            },
            |outcome| OutcomeTag {
                word: outcome.as_str(),
                explain: outcome.explain(),
            },
        )
    }
}

impl Summary {
    fn new(findings: Vec<FindingView>) -> Summary {
        let count = findings.len();
        match findings.into_iter().next() {
            Some(worst) => Summary {
                count,
                severity: worst.severity_word(),
                message: worst.message,
            },
            None => Summary {
                count,
                severity: "info",
                message: String::new(),
            },
        }
    }
}

/// What a person calls the event: its name as sent, else its canonical name, else its type.
pub fn event_name(row: &EventRow) -> &str {
    let named = row.name.as_deref().filter(|name| !name.trim().is_empty());
    named.unwrap_or(match row.canonical_name.trim() {
        "" => &row.r#type,
        canonical => canonical,
    })
}

/// The platform's name as a person reads it.
pub fn platform_title(word: Option<&str>) -> String {
    match word.map(|word| (word, Platform::parse(word))) {
        Some((_, Some(platform))) => platform.title().into(),
        Some((word, None)) => word.into(),
        None => "no platform".into(),
    }
}
