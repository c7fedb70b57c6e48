use indexmap::IndexMap;
use serde::Serialize;

use super::Scope;
use super::newest::newest;
use crate::compare::{Comparison, Ignored, IgnoredCount, compare_without};
use crate::redaction::{Masker, Pattern};
use crate::store::{EventRow, Reader, StoreError};

/// How many events of each test session are looked at.
const LOOKED: usize = 2000;

/// Two recordings, event name by event name.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SessionsComparison {
    /// The first test session.
    pub a: String,
    /// The second.
    pub b: String,
    /// Whether one of them has more events than the newest 2,000, which are looked at.
    pub more: bool,
    /// Each ignored field that was asked for, and how many differences it leaves out of all events.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignored_by: Vec<IgnoredCount>,
    /// Each event name, in the order in which the first session has them; those that only the
    /// second has come last.
    pub events: Vec<ComparedName>,
}

/// One event name in two recordings.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ComparedName {
    /// The platform.
    pub platform: String,
    /// The name as sent, else the canonical name.
    pub name: String,
    /// How often it came in the first session.
    pub a: usize,
    /// How often in the second.
    pub b: usize,
    /// The newest one of the first session.
    pub last_a: Option<String>,
    /// The newest one of the second session.
    pub last_b: Option<String>,
    /// How the newest ones differ, without the fields themselves; null if only one has it.
    pub difference: Option<Difference>,
}

/// How many fields differ; those that differ each time anyway are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Difference {
    /// Only in the second.
    pub added: usize,
    /// Only in the first.
    pub removed: usize,
    /// Of another type.
    pub retyped: usize,
    /// Of another value.
    pub changed: usize,
    /// In a field that is ignored; counted in none of the others.
    pub ignored: usize,
}

#[derive(Default)]
struct Pair {
    count: (usize, usize),
    last: (Option<EventRow>, Option<EventRow>),
}

/// Compares two test sessions by the names of their events, of what `scope` has of each; they are
/// told masked if it says so. Differences in what is `ignored` are counted apart. Blocks.
///
/// # Errors
/// The index cannot be read.
pub fn sessions(
    reader: &Reader,
    (a, b): (&str, &str),
    scope: &Scope,
    ignored: &Ignored,
) -> Result<SessionsComparison, StoreError> {
    let mut pairs: IndexMap<(String, String), Pair> = IndexMap::new();
    let of = |session: &str| Scope {
        session: Some(session.to_string()),
        ..scope.clone()
    };
    let (_, more_a) = newest(reader, &of(a), LOOKED, |row| {
        let pair = pairs.entry(key(&row)).or_default();
        pair.count.0 += 1;
        pair.last.0.get_or_insert(row);
        true
    })?;
    // The newest come first: turned round, the names stand in the order in which they were sent.
    pairs.reverse();
    let (_, more_b) = newest(reader, &of(b), LOOKED, |row| {
        let pair = pairs.entry(key(&row)).or_default();
        pair.count.1 += 1;
        pair.last.1.get_or_insert(row);
        true
    })?;
    let mut ignored_by = ignored.counts();
    let patterns = scope.redaction.as_deref();
    let mut events = Vec::with_capacity(pairs.len());
    for (key, pair) in pairs {
        let comparison = pair.comparison(ignored);
        let counted = comparison.iter().flat_map(|it| &it.ignored_by);
        for (all, of_this) in ignored_by.iter_mut().zip(counted) {
            all.differences += of_this.differences;
        }
        events.push(pair.compared(key, comparison.map(Difference::from), patterns));
    }
    Ok(SessionsComparison {
        a: a.to_string(),
        b: b.to_string(),
        more: more_a || more_b,
        ignored_by,
        events,
    })
}

fn key(row: &EventRow) -> (String, String) {
    (row.platform.clone(), row.shown_name().to_string())
}

impl Pair {
    /// How the newest of either differ, if there is one of each.
    fn comparison(&self, ignored: &Ignored) -> Option<Comparison> {
        let (Some(a), Some(b)) = &self.last else {
            return None;
        };
        Some(compare_without(&a.payload, &b.payload, ignored))
    }

    fn compared(
        mut self,
        (platform, name): (String, String),
        difference: Option<Difference>,
        patterns: Option<&[Pattern]>,
    ) -> ComparedName {
        let masked = patterns.and_then(|patterns| {
            let row = self.last.0.as_mut().or(self.last.1.as_mut())?;
            Masker::new(patterns).event(row);
            Some(row.shown_name().to_string())
        });
        ComparedName {
            platform,
            name: masked.unwrap_or(name),
            a: self.count.0,
            b: self.count.1,
            last_a: self.last.0.map(|row| row.id),
            last_b: self.last.1.map(|row| row.id),
            difference,
        }
    }
}

impl From<Comparison> for Difference {
    fn from(comparison: Comparison) -> Difference {
        Difference {
            added: comparison.added,
            removed: comparison.removed,
            retyped: comparison.retyped,
            changed: comparison.changed,
            ignored: comparison.ignored,
        }
    }
}

impl Difference {
    /// Whether nothing differs that counts.
    pub fn is_none(&self) -> bool {
        self.added + self.removed + self.retyped + self.changed == 0
    }
}
