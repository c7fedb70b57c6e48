use std::collections::HashMap;

use indexmap::IndexMap;

use super::checklist::{FrequentProblem, UnexpectedName};
use super::result::Verdict;

/// What came of each planned event so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlanCounts {
    events: HashMap<(String, String), EventCount>,
    problems: HashMap<(String, String), IndexMap<(String, String), FrequentProblem>>,
    unexpected: HashMap<String, HashMap<String, UnexpectedName>>,
    unexpected_more: HashMap<String, i64>,
}

/// What came of one planned event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventCount {
    /// How many were taken in and as planned.
    pub valid: i64,
    /// How many were taken in and broke a rule.
    pub invalid: i64,
    /// How many were not taken in.
    pub lost: i64,
    /// The id of the newest one.
    pub last: Option<String>,
}

/// What is counted of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Taken in and as planned.
    Valid,
    /// Taken in; it breaks a rule.
    Invalid,
    /// Not taken in.
    Lost,
    /// Taken in under a name that is not planned.
    Unexpected,
    /// The same, of a name beyond those that are kept.
    UnexpectedMore,
}

impl Counted {
    const ALL: [Counted; 5] = [
        Counted::Valid,
        Counted::Invalid,
        Counted::Lost,
        Counted::Unexpected,
        Counted::UnexpectedMore,
    ];

    /// What is counted of an event of which a plan says `verdict` and which was `taken` in or not;
    /// nothing of one that is neither planned nor taken in.
    pub fn of(verdict: Verdict, taken: bool) -> Option<Counted> {
        match (verdict, taken) {
            (Verdict::Valid, true) => Some(Counted::Valid),
            (Verdict::Invalid, true) => Some(Counted::Invalid),
            (Verdict::Valid | Verdict::Invalid, false) => Some(Counted::Lost),
            (Verdict::Unexpected, true) => Some(Counted::Unexpected),
            (Verdict::Unexpected, false) => None,
        }
    }

    /// The stable word in the index.
    pub fn as_str(self) -> &'static str {
        match self {
            Counted::Valid => "valid",
            Counted::Invalid => "invalid",
            Counted::Lost => "lost",
            Counted::Unexpected => "unexpected",
            Counted::UnexpectedMore => "unexpected-more",
        }
    }

    /// What that word says.
    pub fn parse(word: &str) -> Option<Counted> {
        Counted::ALL.into_iter().find(|it| it.as_str() == word)
    }
}

impl PlanCounts {
    /// Adds how many of a plan's event came of what, and the id of the newest.
    pub fn count(&mut self, plan: String, event: String, what: Counted, count: i64, last: String) {
        match what {
            Counted::UnexpectedMore => {
                *self.unexpected_more.entry(plan).or_default() += count;
            }
            Counted::Unexpected => {
                let names = self.unexpected.entry(plan).or_default();
                let name = names.entry(event.clone()).or_insert(UnexpectedName {
                    name: event,
                    seen: 0,
                    last: String::new(),
                });
                name.seen += count;
                if place(&last) > place(&name.last) || name.last.is_empty() {
                    name.last = last;
                }
            }
            Counted::Valid | Counted::Invalid | Counted::Lost => {
                let counted = self.events.entry((plan, event)).or_default();
                match what {
                    Counted::Valid => counted.valid += count,
                    Counted::Invalid => counted.invalid += count,
                    _ => counted.lost += count,
                }
                let newer = |known: &String| place(known) >= place(&last);
                if !counted.last.as_ref().is_some_and(newer) {
                    counted.last = Some(last);
                }
            }
        }
    }

    /// Adds how often a problem came.
    pub fn count_problem(&mut self, plan: String, event: String, problem: FrequentProblem) {
        let problems = self.problems.entry((plan, event)).or_default();
        let key = (problem.rule.clone(), problem.pointer.clone());
        match problems.get_mut(&key) {
            None => drop(problems.insert(key, problem)),
            Some(known) => {
                let count = known.count + problem.count;
                if place(&problem.last) > place(&known.last) {
                    *known = problem;
                }
                known.count = count;
            }
        }
    }

    /// What came of an event of a plan.
    pub fn event(&self, plan: &str, event: &str) -> EventCount {
        let key = (plan.to_string(), event.to_string());
        self.events.get(&key).cloned().unwrap_or_default()
    }

    /// What was wrong with it, the most frequent first.
    pub fn problems(&self, plan: &str, event: &str) -> Vec<&FrequentProblem> {
        let key = (plan.to_string(), event.to_string());
        let problems = self.problems.get(&key).into_iter();
        let mut problems: Vec<_> = problems.flat_map(IndexMap::values).collect();
        problems.sort_by(|a, b| (b.count, &a.pointer).cmp(&(a.count, &b.pointer)));
        problems
    }

    /// What was wrong with it most often.
    pub fn problem(&self, plan: &str, event: &str) -> Option<FrequentProblem> {
        let key = (plan.to_string(), event.to_string());
        let problems = self.problems.get(&key)?;
        let most = |a: &&FrequentProblem, b: &&FrequentProblem| {
            let key = |it: &FrequentProblem| (it.count, it.severity);
            // Of those that came as often, always the same one.
            (key(a), &a.rule, &a.pointer).cmp(&(key(b), &b.rule, &b.pointer))
        };
        problems.values().max_by(most).cloned()
    }

    /// How often it came without what has to come before it.
    pub fn out_of_order(&self, plan: &str, event: &str) -> i64 {
        let key = (plan.to_string(), event.to_string());
        let problems = self.problems.get(&key).into_iter();
        let late = problems.flat_map(IndexMap::values);
        let late = late.filter(|problem| problem.rule == "after");
        late.map(|problem| problem.count).sum()
    }

    /// The names that a plan does not have, the most frequent first, and how many events came with
    /// further ones.
    pub fn unexpected(&self, plan: &str) -> (Vec<UnexpectedName>, i64) {
        let names = self.unexpected.get(plan).into_iter();
        let mut names: Vec<_> = names.flat_map(HashMap::values).cloned().collect();
        names.sort_by(|a, b| b.seen.cmp(&a.seen).then_with(|| a.name.cmp(&b.name)));
        let more = self.unexpected_more.get(plan).copied().unwrap_or_default();
        (names, more)
    }
}

/// An event's id as numbers, which order as the events came.
fn place(id: &str) -> (i64, i64) {
    let (cursor, place) = id.split_once('.').unwrap_or((id, "0"));
    (
        cursor.parse().unwrap_or_default(),
        place.parse().unwrap_or_default(),
    )
}
