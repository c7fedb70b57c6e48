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
    /// One that matches, came too early and is no other step, where none came in its turn.
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
        let rest = Scope {
            since: after,
            ..scope.clone()
        };
        let found = recorded(reader, &rest, step, upto, 1)?.into_first();
        let earlier = match found {
            Some(_) => Earlier::default(),
            None => Earlier::find(reader, scope, step, upto, &came)?,
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
            too_early: earlier.too_early,
        });
        if !is_there {
            return Ok(SequenceVerdict {
                holds: false,
                message: not_there(&came, steps.len(), &earlier.steps),
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

/// What matches a step and came before its turn.
#[derive(Default)]
struct Earlier {
    /// The first that is no other step.
    too_early: Option<Row>,
    /// The steps that it came for, by their numbers.
    steps: Vec<usize>,
}

impl Earlier {
    fn find(
        reader: &Reader,
        scope: &Scope,
        step: &Query,
        upto: i64,
        came: &[StepVerdict],
    ) -> Result<Earlier, StoreError> {
        let mut earlier = Earlier::default();
        // One more than there are steps: the first that is none is among them.
        for (id, row) in recorded(reader, scope, step, upto, came.len() + 1)?.apart() {
            match came.iter().position(|step| step.id() == Some(id.as_str())) {
                Some(place) => earlier.steps.push(place + 1),
                None => {
                    earlier.too_early = row.into_first();
                    break;
                }
            }
        }
        Ok(earlier)
    }
}

impl StepVerdict {
    /// The id of what came for it.
    fn id(&self) -> Option<&str> {
        let event = self.event.as_ref().map(|event| event.id.as_str());
        event.or(self.request.as_ref().map(|request| request.id.as_str()))
    }
}

/// What is said where the last step of `came` is missing; what matches it came for these `earlier`
/// steps, or for none.
fn not_there(came: &[StepVerdict], steps: usize, earlier: &[usize]) -> String {
    let (number, last) = (came.len(), came.last());
    let early = last.and_then(|step| step.too_early.as_ref());
    match (early, earlier) {
        (Some(early), _) => format!(
            "step {number} of {steps} did not come in its turn: {} came before step {}",
            early.id(),
            number - 1
        ),
        (None, []) => format!("step {number} of {steps} did not come"),
        (None, [one]) => {
            format!(
                "step {number} of {steps} did not come: what matches is step {one}, and no more came"
            )
        }
        (None, many) => {
            let many: Vec<String> = many.iter().map(ToString::to_string).collect();
            let many = many.join(", ");
            format!(
                "step {number} of {steps} did not come: what matches are steps {many}, and no more came"
            )
        }
    }
}
