use super::{Filter, View};

/// What a filter was understood as, or why it was not.
pub enum Meaning {
    /// In words.
    Words(String),
    /// It cannot be read, so it narrows nothing.
    Wrong(WrongPlace),
}

/// What is wrong with a query, and where.
pub struct WrongPlace {
    /// What stands before the place.
    pub before: String,
    /// What is wrong; empty where something is missing.
    pub at: String,
    /// What stands behind it.
    pub after: String,
    /// Which character it is, from 1.
    pub position: usize,
    /// What is the matter.
    pub message: String,
    /// How to mend it.
    pub hint: String,
}

impl Meaning {
    /// Of a filter; nothing if nothing is asked for. After which place the list begins is told apart.
    pub fn of(filter: &Filter, view: View) -> Option<Meaning> {
        let Some(wrong) = filter.wrong() else {
            return (!filter.text().is_empty()).then(|| Meaning::Words(filter.explain(view)));
        };
        let letters: Vec<char> = filter.text().chars().collect();
        let start = wrong.position.min(letters.len());
        let end = (start + wrong.length).min(letters.len());
        let part =
            |from: usize, to: usize| letters.get(from..to).unwrap_or_default().iter().collect();
        Some(Meaning::Wrong(WrongPlace {
            before: part(0, start),
            at: part(start, end),
            after: part(end, letters.len()),
            position: start + 1,
            message: wrong.message.clone(),
            hint: wrong.hint.clone(),
        }))
    }
}
