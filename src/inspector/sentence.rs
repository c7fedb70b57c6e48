//! What happened, in one sentence, for a person who reads no status codes.

use crate::event::{Outcome, Severity};
use crate::loss::STATUS as FAILED;

/// A finding, as far as a sentence needs it.
#[derive(Debug, Clone, Copy)]
pub struct Reason<'a> {
    /// How much it matters.
    pub severity: Severity,
    /// What is the matter.
    pub message: &'a str,
}

/// What the sentence is about.
#[derive(Debug, Clone, Copy)]
pub enum Subject {
    /// One event.
    Event,
    /// A request with so many events, of which so many were lost.
    Request {
        /// How many events it carried.
        events: usize,
        /// How many of them were not taken in, if they were counted.
        lost: Option<usize>,
    },
}

/// What happened to `subject`: who answered what, and what it means. `platform` is the name a
/// person reads; `reasons` are the findings in the order in which they were found.
pub fn sentence(
    platform: Option<&str>,
    status: u16,
    outcome: Outcome,
    subject: Subject,
    reasons: &[Reason],
) -> String {
    let who = platform.unwrap_or("eventpit");
    let happened = match (outcome, subject) {
        (Outcome::Dropped | Outcome::Partial, _) if status == FAILED => {
            format!(
                "{who} would have answered with success and lost {}; eventpit answered {status} in its place",
                lost(outcome, subject)
            )
        }
        (Outcome::Accepted, _) => format!("{who} answered {status} and took in {}", what(subject)),
        (Outcome::Dropped, Subject::Request { events: 0, .. }) => {
            format!("{who} answered {status}, and lost what came")
        }
        (Outcome::Dropped, _) => format!("{who} answered {status}, and lost {}", what(subject)),
        (Outcome::Partial, Subject::Request { .. }) => {
            format!(
                "{who} answered {status}, and lost {}",
                lost(outcome, subject)
            )
        }
        (Outcome::Partial, Subject::Event) => {
            format!("{who} answered {status}, and lost a part of the event")
        }
        (Outcome::Rejected, _) => {
            format!("{who} answered {status} and refused {}", refused(subject))
        }
        (Outcome::Throttled, _) => {
            format!("{who} answered {status} and refused {}", refused(subject))
        }
        (Outcome::Faulted, _) => {
            format!("eventpit answered {status} in place of {who}, because you asked for a fault")
        }
        (Outcome::Served, _) => format!("{who} answered {status}; no event was expected"),
        (Outcome::Unmatched, _) => {
            format!("No platform has this path, so eventpit answered {status}")
        }
    };
    match why(outcome, reasons) {
        Some(why) => format!("{happened}{why}."),
        None => format!("{happened}."),
    }
}

fn what(subject: Subject) -> String {
    match subject {
        Subject::Event => "the event".into(),
        Subject::Request { events: 0, .. } => "nothing that is an event".into(),
        Subject::Request { events: 1, .. } => "the event".into(),
        Subject::Request { events, .. } => format!("all {events} events"),
    }
}

fn lost(outcome: Outcome, subject: Subject) -> String {
    match (outcome, subject) {
        (Outcome::Partial, Subject::Request { events, lost }) => {
            let lost = lost.map_or("some".into(), |lost| lost.to_string());
            format!("{lost} of {events} events")
        }
        _ => what(subject),
    }
}

fn refused(subject: Subject) -> &'static str {
    match subject {
        Subject::Event => "the event",
        Subject::Request { .. } => "the request",
    }
}

/// The reason, with what leads to it. What went well is only qualified by what needs a look.
fn why(outcome: Outcome, reasons: &[Reason]) -> Option<String> {
    let worst = reasons.iter().map(|reason| reason.severity).max()?;
    let first = reasons.iter().find(|reason| reason.severity == worst)?;
    let message = first.message;
    let many = reasons
        .iter()
        .filter(|reason| reason.severity == worst)
        .count();
    match outcome {
        Outcome::Accepted if worst == Severity::Info => None,
        Outcome::Accepted => Some(match (worst, many) {
            (Severity::Error, 1) => format!(", with an error: {message}"),
            (Severity::Error, _) => format!(", with {many} errors, the first: {message}"),
            (_, 1) => format!(", with a warning: {message}"),
            (_, _) => format!(", with {many} warnings, the first: {message}"),
        }),
        Outcome::Served | Outcome::Faulted | Outcome::Unmatched if worst == Severity::Info => None,
        Outcome::Unmatched if message.starts_with("no platform") => None,
        _ => Some(format!(": {message}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn reason(severity: Severity, message: &str) -> Reason<'_> {
        Reason { severity, message }
    }

    #[test]
    fn a_loss_that_eventpit_failed_is_not_said_to_be_the_platforms_answer() {
        let subject = Subject::Request {
            events: 3,
            lost: Some(1),
        };
        assert_eq!(
            sentence(Some("Jitsu"), 422, Outcome::Partial, subject, &[]),
            "Jitsu would have answered with success and lost 1 of 3 events; eventpit answered 422 in its place."
        );
    }

    #[test]
    fn a_hidden_loss_is_said_with_its_reason() {
        let reasons = [
            reason(Severity::Info, "the key is not checked"),
            reason(Severity::Error, "no site has this key"),
        ];
        assert_eq!(
            sentence(
                Some("Jitsu"),
                200,
                Outcome::Dropped,
                Subject::Event,
                &reasons
            ),
            "Jitsu answered 200, and lost the event: no site has this key."
        );
    }

    #[test]
    fn what_went_well_is_qualified_only_by_what_needs_a_look() {
        let info = [reason(Severity::Info, "the key is not checked")];
        let said = |reasons: &[Reason]| {
            sentence(
                Some("JENTIS"),
                200,
                Outcome::Accepted,
                Subject::Event,
                reasons,
            )
        };
        assert_eq!(said(&info), "JENTIS answered 200 and took in the event.");
        let warnings = [
            reason(Severity::Warning, "JENTIS ignores this"),
            reason(Severity::Warning, "the time is odd"),
        ];
        assert_eq!(
            said(&warnings),
            "JENTIS answered 200 and took in the event, with 2 warnings, the first: JENTIS ignores this."
        );
    }

    #[test]
    fn a_batch_counts() {
        let subject = Subject::Request {
            events: 5,
            lost: Some(2),
        };
        assert_eq!(
            sentence(Some("Commanders Act"), 200, Outcome::Partial, subject, &[]),
            "Commanders Act answered 200, and lost 2 of 5 events."
        );
        let subject = Subject::Request {
            events: 900,
            lost: None,
        };
        assert_eq!(
            sentence(Some("Jitsu"), 200, Outcome::Partial, subject, &[]),
            "Jitsu answered 200, and lost some of 900 events."
        );
        let subject = Subject::Request {
            events: 3,
            lost: Some(0),
        };
        assert_eq!(
            sentence(Some("Datafly"), 202, Outcome::Accepted, subject, &[]),
            "Datafly answered 202 and took in all 3 events."
        );
    }

    #[test]
    fn refusals_preflights_faults_and_strays() {
        let request = Subject::Request {
            events: 0,
            lost: Some(0),
        };
        let said = |outcome, status, reasons: &[Reason]| {
            sentence(Some("Datafly"), status, outcome, request, reasons)
        };
        let no_key = [reason(Severity::Error, "there is no key")];
        assert_eq!(
            said(Outcome::Rejected, 401, &no_key),
            "Datafly answered 401 and refused the request: there is no key."
        );
        assert_eq!(
            said(Outcome::Served, 204, &[]),
            "Datafly answered 204; no event was expected."
        );
        assert_eq!(
            said(Outcome::Faulted, 503, &[]),
            "eventpit answered 503 in place of Datafly, because you asked for a fault."
        );
        let stray = [reason(Severity::Error, "no platform has POST /x")];
        assert_eq!(
            sentence(None, 404, Outcome::Unmatched, request, &stray),
            "No platform has this path, so eventpit answered 404."
        );
    }
}
