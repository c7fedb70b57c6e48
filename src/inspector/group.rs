use super::Here;
use super::lines::EventLine;
use super::title::path_of;
use crate::store::EventRow;

/// Events that follow each other in the list and are of one page and test session: most often of
/// one page load.
pub struct EventGroup {
    /// What tells it from its neighbours: rows that come later join it by this.
    pub key: String,
    /// The page; nothing for events of no page.
    pub page: Option<GroupPage>,
    /// Its events, as the list has them.
    pub lines: Vec<EventLine>,
}

/// The page of a group.
pub struct GroupPage {
    /// Its path.
    pub path: String,
    /// Its whole address.
    pub url: String,
}

impl EventGroup {
    /// The groups of `rows`, in their order.
    pub fn all(rows: &[EventRow], here: &Here) -> Vec<EventGroup> {
        let mut groups: Vec<EventGroup> = Vec::new();
        for row in rows {
            let url = url(row);
            let key = format!("{} {}", row.session, url.unwrap_or_default());
            let line = EventLine::new(row, here);
            match groups.last_mut() {
                Some(last) if last.key == key => last.lines.push(line),
                _ => groups.push(EventGroup {
                    page: url.map(|url| GroupPage {
                        path: path_of(url),
                        url: url.to_string(),
                    }),
                    lines: vec![line],
                    key,
                }),
            }
        }
        groups
    }

    /// When its first event came.
    pub fn since(&self) -> &str {
        self.lines.last().map_or("", |line| &line.time)
    }
}

/// The address of the page that the event is of.
fn url(row: &EventRow) -> Option<&str> {
    let page = &row.canonical["page"];
    let known = page["url"].as_str().or_else(|| page["path"].as_str());
    known.filter(|url| !url.trim().is_empty())
}
