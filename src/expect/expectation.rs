use std::sync::Arc;

use super::Count;
use crate::live::Feed;
use crate::query::{Condition, Expression, Query, Word};
use crate::store::Bound;

/// What is expected.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// What is looked at.
    pub scope: Scope,
    /// What holds for it.
    pub query: Arc<Query>,
    /// How much of it.
    pub count: Count,
}

/// A part of the recording.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Events, or requests with what was answered.
    pub feed: Feed,
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
