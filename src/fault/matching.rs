use jiff::Timestamp;

use super::Fault;
use super::acted::Seen;
use crate::query::{Query, QueryError};

impl Fault {
    /// Whether a request is one of those that it is for.
    pub fn matches(&self, seen: &Seen) -> bool {
        let same = |wanted: &Option<String>, got: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| Some(wanted) == got)
        };
        self.platform
            .is_none_or(|wanted| seen.platform == Some(wanted))
            && same(&self.session, Some(seen.session))
            && same(&self.source, seen.source)
            && self.matches_method(&seen.request.method)
            && self.matches_path(seen.path)
    }

    /// Its query, read now; none if it has none.
    pub fn query(&self) -> Option<Result<Query, QueryError>> {
        let now = Timestamp::now().as_microsecond();
        self.q.as_deref().map(|text| Query::parse(text, now))
    }

    fn matches_method(&self, method: &str) -> bool {
        match self.method.as_deref() {
            None => method != "OPTIONS",
            Some("*") => true,
            Some(wanted) => wanted.eq_ignore_ascii_case(method),
        }
    }

    fn matches_path(&self, path: &str) -> bool {
        let Some(wanted) = self.path.as_deref() else {
            return true;
        };
        match wanted.strip_suffix('*') {
            Some(front) => path.starts_with(front),
            None => path == wanted,
        }
    }
}
