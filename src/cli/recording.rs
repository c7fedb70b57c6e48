use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::checked::CheckResult;
use super::exported::AskedExport;
use super::reindex::follow;
use super::source::SourceError;
use crate::api::{
    AssertQuestion, BaselineParameters, BaselineQuestion, CoverageQuestion, NoneQuestion,
    PlanQuestion, Problem, SequenceQuestion, place, read_question,
};
use crate::baseline::Baseline;
use crate::expect::{Verdict, holds_now, none_now, sequence_holds};
use crate::export::{Chosen, Exporter, Format};
use crate::query::Query;
use crate::store::{Bound, DataFolder, ListQuery, Listing, Page, Store, StoreError};
use crate::workspace::Workspace;

/// A recording that no server has open, read as it is.
pub struct Recording {
    store: Store,
    head: i64,
    workspace: Workspace,
}

/// Which events, or requests, are listed.
pub struct Asked {
    /// The query.
    pub query: String,
    /// Which list it is.
    pub listing: Listing,
    /// Only this test session.
    pub session: Option<String>,
    /// Only what came after this.
    pub since: Option<String>,
    /// How many at most.
    pub limit: usize,
}

impl Recording {
    /// Opens the recording in `folder`, and waits until all of it is explained. Another command that
    /// reads it is waited for.
    ///
    /// # Errors
    /// There is none, a server has it open, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Recording, StoreError> {
        let built_in = || Workspace::load(None).map_err(|_| StoreError::Closed);
        let store = Store::open_as_it_is(DataFolder::to_read(folder)?, built_in()?)?;
        let head = match follow(&store) {
            Ok(head) => head,
            Err(error) => {
                store.close();
                return Err(error);
            }
        };
        let workspace = match store.reader.newest_workspace()? {
            Some(workspace) => workspace,
            None => built_in()?,
        };
        Ok(Recording {
            store,
            head,
            workspace,
        })
    }

    /// Closes it.
    pub fn close(self) {
        self.store.close();
    }

    /// Whether something holds, as the route of the API at `path` says it.
    ///
    /// # Errors
    /// The question or the recording cannot be read.
    pub fn ask(&self, path: &str, question: &Value) -> Result<(CheckResult, Value), SourceError> {
        let (reader, head) = (&self.store.reader, self.head);
        let body = question.to_string();
        match path {
            "/assert/none" => {
                let question: NoneQuestion = read_question(body.as_bytes())?;
                let (quiet, _) = question.read(head)?;
                Ok(answered(&none_now(reader, quiet.scope, quiet.query, head)?))
            }
            "/assert/sequence" => {
                let question: SequenceQuestion = read_question(body.as_bytes())?;
                let (scope, steps) = question.read(head)?;
                Ok(answered(&sequence_holds(reader, &scope, &steps, head)?))
            }
            "/assert/plan" => {
                let question: PlanQuestion = read_question(body.as_bytes())?;
                Ok(answered(&question.judge(reader, &self.workspace, head)?))
            }
            "/assert/coverage" => {
                let question: CoverageQuestion = read_question(body.as_bytes())?;
                Ok(answered(&question.judge(reader, &self.workspace, head)?))
            }
            "/assert/baseline" => {
                let question: BaselineQuestion = read_question(body.as_bytes())?;
                Ok(answered(&question.judge(reader, head)?))
            }
            _ => {
                let question: AssertQuestion = read_question(body.as_bytes())?;
                let (expectation, _) = question.read(head)?;
                Ok(answered(&holds_now(reader, &expectation, head)?))
            }
        }
    }

    /// What was recorded as a baseline.
    ///
    /// # Errors
    /// The question or the recording cannot be read.
    pub fn baseline(&self, asked: BaselineParameters) -> Result<Baseline, SourceError> {
        Ok(asked.baseline(&self.store.reader, self.head)?)
    }

    /// The newest events, or requests, newest first.
    ///
    /// # Errors
    /// The query or the recording cannot be read.
    pub fn newest(&self, asked: &Asked) -> Result<Vec<Value>, SourceError> {
        let mut list = self.list(asked)?;
        let mut newest = Vec::new();
        loop {
            let reader = &self.store.reader;
            let (rows, rest) = match asked.listing {
                Listing::Events => values(reader.events(&list)?),
                Listing::Requests => values(reader.requests(&list)?),
            };
            newest.extend(rows);
            list.limit = asked.limit - newest.len();
            match rest {
                Some(rest) if list.limit > 0 => list.before = Some(rest),
                _ => return Ok(newest),
            }
        }
    }
}

impl Recording {
    /// What is asked of a list.
    ///
    /// # Errors
    /// The query or the place cannot be read.
    fn list(&self, asked: &Asked) -> Result<ListQuery, Problem> {
        let now = Timestamp::now().as_microsecond();
        let query = Query::parse(&asked.query, now).map_err(|error| Problem::query(&error))?;
        let after = asked.since.as_deref();
        let after = after.map(|since| place("since", since, self.head));
        Ok(ListQuery {
            after: after.transpose()?,
            session: asked.session.clone(),
            query: Some(Arc::new(query)),
            limit: asked.limit,
            ..ListQuery::default()
        })
    }

    /// What is exported of it.
    ///
    /// # Errors
    /// The query or the place cannot be read.
    pub fn exporter(&self, asked: &AskedExport, base: &str) -> Result<Exporter, SourceError> {
        let query = self.list(&Asked {
            query: asked.query.clone(),
            listing: asked.listing,
            session: asked.session.clone(),
            since: asked.since.clone(),
            limit: 0,
        })?;
        let query = ListQuery {
            query: query.query.filter(|_| !asked.query.trim().is_empty()),
            ..query
        };
        let listing = match asked.format {
            Format::Csv => asked.listing,
            _ => Chosen::listing_for(asked.listing, &query),
        };
        let patterns = asked.mask.then(|| self.workspace.redaction.clone());
        let chosen = Chosen::new(listing, query, self.head);
        let reader = Arc::clone(&self.store.reader);
        Ok(Exporter::new(reader, chosen, asked.format, patterns, base))
    }
}

/// The rows of a page, and where it goes on if it took too long to read all of it.
fn values<T: Serialize>(page: Page<T>) -> (Vec<Value>, Option<Bound>) {
    let rows = page.items.iter();
    let rows = rows.filter_map(|row| serde_json::to_value(row).ok());
    let next = page.next.as_deref().filter(|_| page.incomplete);
    (rows.collect(), next.and_then(Bound::parse))
}

fn answered(verdict: &impl Verdict) -> (CheckResult, Value) {
    let answer = serde_json::to_value(verdict).unwrap_or_default();
    (CheckResult::now(verdict.holds()), answer)
}

impl From<Problem> for SourceError {
    fn from(problem: Problem) -> SourceError {
        SourceError::Question(problem)
    }
}

impl From<StoreError> for SourceError {
    fn from(error: StoreError) -> SourceError {
        SourceError::Recording(error)
    }
}
