use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::failed::failed;
use super::seen::{Remembered, Seen};
use crate::capture::{Answer, BodyState, Request};
use crate::event::{COMMON, Event, Finding, Outcome, worst};
use crate::platform::{self, Call, Decoded, Moment, Platform, Reply};

/// Finds the silent losses of a running server.
#[derive(Default)]
pub struct SilentLosses {
    seen: Seen,
    cleared: Mutex<Cleared>,
}

/// Since when the ids of a test session count, in microseconds since 1970: what was cleared is
/// forgotten.
#[derive(Debug, Default)]
struct Cleared {
    all: i64,
    sessions: HashMap<String, i64>,
}

impl SilentLosses {
    /// The error that takes the place of a success, if the request's source has
    /// `fail_silent_losses` and an event is lost. To know that, the request is explained before
    /// its answer, which costs speed; other sources pay nothing.
    ///
    /// The ids of events that are taken are known from here on, so that of two that are equal and
    /// under way at once one is a duplicate. They are noted in `remembered`, for [`Self::forget`].
    pub fn fail(
        &self,
        platform: Platform,
        call: Call,
        session: &str,
        reply: &Reply,
        remembered: &mut Remembered,
    ) -> Option<Answer> {
        let source = reply.source.as_deref();
        if reply.outcome == Outcome::Served
            || !reply.answer.is_success()
            || !call.workspace.fails_silent_losses(platform, source)
        {
            return None;
        }
        let record = call.moment.record();
        let moment = Moment::again(call.moment.received_at, session, &record);
        let call = Call {
            moment: &moment,
            ..call
        };
        let decoded = platform::decode(platform, call);
        // All of them, also after the first: the ids of those that are taken have to be remembered.
        let lost: Vec<Finding> = decoded
            .events
            .iter()
            .filter_map(|event| self.lost(platform, call, session, source, event, remembered))
            .collect();
        let reason = lost
            .into_iter()
            .next()
            .or_else(|| without_event(call.request, &decoded, reply.outcome))?;
        Some(failed(&reply.answer, &reason))
    }

    /// Takes back what a request had remembered that could not be recorded: its client sends it
    /// again.
    pub fn forget(&self, remembered: &Remembered) {
        self.seen.forget(remembered);
    }

    /// Forgets the ids that came before `at` (microseconds since 1970), those of a test session or
    /// all: they were cleared.
    pub fn clear(&self, session: Option<&str>, at: i64) {
        let mut cleared = self.cleared.lock().unwrap_or_else(PoisonError::into_inner);
        match session {
            Some(session) => drop(cleared.sessions.insert(session.to_string(), at)),
            None => {
                cleared.all = at;
                cleared.sessions.clear();
            }
        }
    }

    fn since(&self, session: &str) -> i64 {
        let cleared = self.cleared.lock().unwrap_or_else(PoisonError::into_inner);
        let of_session = cleared.sessions.get(session).copied();
        of_session.unwrap_or(cleared.all)
    }

    /// Why `event` is lost, if it is.
    fn lost(
        &self,
        platform: Platform,
        call: Call,
        session: &str,
        source: Option<&str>,
        event: &Event,
        remembered: &mut Remembered,
    ) -> Option<Finding> {
        if event.outcome == Outcome::Dropped {
            return Some(worst(&event.findings).cloned().unwrap_or_else(unexplained));
        }
        let source = source.unwrap_or_default();
        let window = platform::deduplicate_window(platform, call.workspace, source)?;
        let id = event.message_id.as_deref()?;
        let key = format!("{session}\n{source}\n{id}");
        let at = call.moment.received_at;
        let since = self.since(session);
        let again = self.seen.before(&key, (since, at), window, remembered);
        again.then(|| {
            let message = "the same messageId came before";
            COMMON.duplicate.says(message).at("/messageId").got(id)
        })
    }
}

/// Why a request is lost of which no event can be shown.
fn without_event(request: &Request, decoded: &Decoded, outcome: Outcome) -> Option<Finding> {
    let lost = matches!(outcome, Outcome::Dropped | Outcome::Partial);
    let unsaid = || match request.body.state {
        // No platform tells of it: the recording does, of every request alike.
        BodyState::Incomplete(_) => COMMON.body_incomplete.says("the body broke off"),
        _ => unexplained(),
    };
    lost.then(|| worst(&decoded.findings).cloned().unwrap_or_else(unsaid))
}

fn unexplained() -> Finding {
    COMMON
        .not_explained
        .says("eventpit failed to say why the event is lost")
}
