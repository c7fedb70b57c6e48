use crate::redaction::{Masker, Pattern};
use crate::store::{Bound, EventRow, ListQuery, Reader, StoreError};

/// How many rows are read at a time.
const STEP: usize = 500;

/// Which events are looked at.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Only this test session, if given.
    pub session: Option<String>,
    /// Only this platform, if given.
    pub platform: Option<String>,
    /// Only what comes after this place, if given.
    pub since: Option<Bound>,
    /// What is masked in what is told, if anything is.
    pub redaction: Option<Vec<Pattern>>,
}

impl Scope {
    /// What masks one event, if it is to be masked.
    pub fn masker(&self) -> Option<Masker> {
        self.redaction.as_deref().map(Masker::new)
    }
}

/// Shows the newest `most` events to `look`, the newest first, until it has seen enough (`false`).
/// How many were shown, and whether there are more. Blocks.
///
/// # Errors
/// The index cannot be read.
pub fn newest(
    reader: &Reader,
    scope: &Scope,
    most: usize,
    mut look: impl FnMut(EventRow) -> bool,
) -> Result<(usize, bool), StoreError> {
    let mut before = None;
    let mut looked = 0;
    loop {
        let page = reader.events(&ListQuery {
            after: scope.since,
            before,
            limit: STEP.min(most - looked),
            session: scope.session.clone(),
            platform: scope.platform.clone(),
            ..ListQuery::default()
        })?;
        for row in page.items {
            before = Bound::parse(&row.id);
            looked += 1;
            if !look(row) {
                return Ok((looked, true));
            }
        }
        match page.next {
            Some(_) if looked < most && before.is_some() => {}
            next => return Ok((looked, next.is_some())),
        }
    }
}
