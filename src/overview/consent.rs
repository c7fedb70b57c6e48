use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Scope;
use super::newest::newest;
use crate::store::{EventRow, Reader, StoreError};

/// How many events are looked at.
const LOOKED: usize = 2000;

/// How many changes are told, and how many subjects.
const TOLD: usize = 200;

/// What visitors consented to, over time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ConsentOverview {
    /// How many events were looked at, the newest ones.
    pub looked_at: usize,
    /// Whether there are older ones.
    pub more: bool,
    /// How many of those carry consent.
    pub carrying: usize,
    /// Each vendor, category or purpose, by its kind and id; the 200 that most events speak of.
    pub subjects: Vec<ConsentSubject>,
    /// How many others there are.
    pub more_subjects: usize,
    /// When somebody's decision came or changed, the newest first, 200 at most.
    pub changes: Vec<ConsentChange>,
}

/// What was decided about one vendor, category or purpose: in how many events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ConsentSubject {
    /// `vendor`, `category` or `purpose`.
    pub kind: String,
    /// Its id, as sent.
    pub id: String,
    /// In how many events it was granted.
    pub granted: usize,
    /// In how many it was denied.
    pub denied: usize,
    /// In how many only its essential mode may run.
    pub essential: usize,
    /// In how many nothing was decided.
    pub undecided: usize,
    /// Of how many visitors.
    pub visitors: usize,
    /// The newest event that says something of it.
    pub last: String,
}

/// A decision that came or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ConsentChange {
    /// When: RFC 3339 in UTC.
    pub at: String,
    /// The event that carries it.
    pub event: String,
    /// The platform.
    pub platform: String,
    /// The visitor, or the known user; null if the event has neither.
    pub visitor: Option<String>,
    /// `vendor`, `category` or `purpose`.
    pub kind: String,
    /// Its id, as sent.
    pub id: String,
    /// What was decided.
    pub decision: String,
    /// What had been decided before; null for the first time among the events looked at.
    pub before: Option<String>,
}

/// A decision, as a row keeps it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Decided {
    kind: String,
    id: String,
    decision: String,
}

/// What visitors consented to, in the newest 2,000 events. Blocks.
///
/// # Errors
/// The index cannot be read.
pub fn consent(reader: &Reader, scope: &Scope) -> Result<ConsentOverview, StoreError> {
    let mut carrying = Vec::new();
    let (looked_at, more) = newest(reader, scope, LOOKED, |mut row| {
        if let Some(mut masker) = scope.masker() {
            masker.event(&mut row);
        }
        let decisions: Vec<Decided> = Vec::deserialize(&row.consent).unwrap_or_default();
        if !decisions.is_empty() {
            carrying.push((row, decisions));
        }
        true
    })?;
    let mut overview = ConsentOverview {
        looked_at,
        more,
        carrying: carrying.len(),
        ..ConsentOverview::default()
    };
    let mut counted: HashMap<(String, String), Counted> = HashMap::new();
    // From the oldest on, so that a change is one.
    for (row, decisions) in carrying.into_iter().rev() {
        for decided in decisions {
            let subject = (decided.kind.clone(), decided.id.clone());
            counted
                .entry(subject)
                .or_default()
                .count(&row, decided, &mut overview.changes);
            // An event may have thousands of vendors.
            if overview.changes.len() > 2 * TOLD {
                overview.changes.drain(..TOLD);
            }
        }
    }
    overview.changes.reverse();
    overview.changes.truncate(TOLD);
    overview.more_subjects = counted.len().saturating_sub(TOLD);
    let mut subjects: Vec<Counted> = counted.into_values().collect();
    subjects.sort_by(|a, b| (b.events(), &a.subject.id).cmp(&(a.events(), &b.subject.id)));
    subjects.truncate(TOLD);
    overview.subjects = subjects.into_iter().map(Counted::subject).collect();
    overview
        .subjects
        .sort_by(|a, b| (&a.kind, &a.id).cmp(&(&b.kind, &b.id)));
    Ok(overview)
}

#[derive(Default)]
struct Counted {
    subject: ConsentSubject,
    by_visitor: HashMap<(String, Option<String>), String>,
}

impl Counted {
    fn count(&mut self, row: &EventRow, decided: Decided, changes: &mut Vec<ConsentChange>) {
        let subject = &mut self.subject;
        let count = match decided.decision.as_str() {
            "granted" => &mut subject.granted,
            "denied" => &mut subject.denied,
            "essential" => &mut subject.essential,
            _ => &mut subject.undecided,
        };
        *count += 1;
        subject.last = row.id.clone();
        subject.kind.clone_from(&decided.kind);
        subject.id.clone_from(&decided.id);
        let visitor = row.anonymous_id.clone().or_else(|| row.user_id.clone());
        let who = (row.platform.clone(), visitor.clone());
        let before = self.by_visitor.insert(who, decided.decision.clone());
        if before.as_deref() == Some(decided.decision.as_str()) {
            return;
        }
        changes.push(ConsentChange {
            at: row.received_at.clone(),
            event: row.id.clone(),
            platform: row.platform.clone(),
            visitor,
            kind: decided.kind,
            id: decided.id,
            decision: decided.decision,
            before,
        });
    }

    /// How many events speak of it.
    fn events(&self) -> usize {
        let of = &self.subject;
        of.granted + of.denied + of.essential + of.undecided
    }

    fn subject(self) -> ConsentSubject {
        ConsentSubject {
            visitors: self.by_visitor.len(),
            ..self.subject
        }
    }
}
