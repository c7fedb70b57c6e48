use std::sync::Arc;

use serde::Serialize;

use super::nearest::missing;
use super::recorded::recorded;
use super::{Missing, Scope};
use crate::live::Row;
use crate::query::Query;
use crate::store::{Bound, EventRow, Reader, RequestRow, StoreError};

/// What came of events, or requests, that were to come one after another.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SequenceVerdict {
    /// Whether they did.
    pub holds: bool,
    /// What came of it, in a sentence.
    pub message: String,
    /// Each step, up to the one that is missing.
    pub steps: Vec<StepVerdict>,
    /// Everything up to this cursor was looked at.
    pub cursor: i64,
    /// What came instead of the step that is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

/// What came of a step.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct StepVerdict {
    /// What was expected, in words.
    pub expected: String,
    /// The first event after the step before that matches, if events were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<EventRow>,
    /// The first request that does, if requests were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestRow>,
    /// One that matches and came too early, where none came in its turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub too_early: Option<Row>,
}

/// Whether events, or requests, came up to the cursor `upto` that match `steps`, one after another.
/// Others may come in between. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn sequence_holds(
    reader: &Reader,
    scope: &Scope,
    steps: &[Arc<Query>],
    upto: i64,
) -> Result<SequenceVerdict, StoreError> {
    let mut came: Vec<StepVerdict> = Vec::new();
    let mut after = scope.since;
    for step in steps {
        let first = |since| {
            let scope = Scope {
                since,
                ..scope.clone()
            };
            let found = recorded(reader, &scope, step, upto, 1)?;
            Ok::<_, StoreError>(found.into_first())
        };
        let found = first(after)?;
        let too_early = match found {
            Some(_) => None,
            None => first(scope.since)?,
        };
        let is_there = found.is_some();
        if let Some(place) = found.as_ref().and_then(|row| Bound::parse(row.id())) {
            after = place;
        }
        let (event, request) = match found {
            Some(Row::Event(row)) => (Some(*row), None),
            Some(Row::Request(row)) => (None, Some(*row)),
            None => (None, None),
        };
        came.push(StepVerdict {
            expected: step.explain_as(scope.feed.as_str()),
            event,
            request,
            too_early,
        });
        if !is_there {
            let rest = Scope {
                since: after,
                ..scope.clone()
            };
            return Ok(SequenceVerdict {
                holds: false,
                message: not_there(&came, steps.len()),
                steps: came,
                cursor: upto,
                missing: Some(missing(reader, &rest, step, upto)?),
            });
        }
    }
    Ok(SequenceVerdict {
        holds: true,
        message: format!("all {} steps came in order", steps.len()),
        steps: came,
        cursor: upto,
        missing: None,
    })
}

fn not_there(came: &[StepVerdict], steps: usize) -> String {
    let (number, last) = (came.len(), came.last());
    let early = last.and_then(|step| step.too_early.as_ref());
    match early {
        Some(early) => format!(
            "step {number} of {steps} did not come in its turn: {} came before step {}",
            early.id(),
            number - 1
        ),
        None => format!("step {number} of {steps} did not come"),
    }
}
