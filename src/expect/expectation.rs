use std::sync::Arc;

use super::Count;
use crate::query::{Condition, Expression, Query, Word};
use crate::store::Bound;

/// Events that are expected.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// Which events are looked at.
    pub scope: Scope,
    /// What holds for them.
    pub query: Arc<Query>,
    /// How many of them.
    pub count: Count,
}

/// A part of the recording.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Only this test session, if given.
    pub session: Option<String>,
    /// Only what comes after this place.
    pub since: Bound,
}

impl Scope {
    /// `query`, of what is in this session.
    pub fn narrow(&self, query: &Query) -> Arc<Query> {
        let Some(session) = &self.session else {
            return Arc::new(query.clone());
        };
        let session = Expression::Is(Condition::Word {
            word: Word::Session,
            value: session.clone(),
            prefix: false,
        });
        let parts = [session, query.expression().clone()];
        Arc::new(Query::new(Expression::all_of(parts)))
    }
}

impl Expectation {
    /// The query, of what is in the session.
    pub fn narrowed(&self) -> Arc<Query> {
        self.scope.narrow(&self.query)
    }
}
