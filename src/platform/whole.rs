use crate::capture::{BodyState, KEPT_WHOLE, Request};

/// Whether a body is here to its end. One that broke off is not JSON, even if what came of it
/// happens to be: no platform ever has it whole.
///
/// # Errors
/// What is missing: of a body that broke off in the words of Go, in which Jitsu is written.
pub fn whole(request: &Request) -> Result<(), String> {
    match request.body.state {
        BodyState::Complete => Ok(()),
        BodyState::Incomplete(_) => Err("unexpected EOF".into()),
        BodyState::Truncated => Err(format!(
            "eventpit reads bodies up to {KEPT_WHOLE} bytes; this one has {}",
            request.body.length
        )),
    }
}

#[cfg(test)]
mod tests {
    use crate::capture::{Body, BodyState, BrokenOff, Request};
    use crate::event::Outcome;
    use crate::limit::LiveLimiter;
    use crate::platform::{Call, Moment, Platform, decode, respond};
    use crate::workspace::Workspace;

    /// Sends `body`, of which the rest never came, with a key that every platform takes.
    fn broken_off(platform: Platform, path: &str, body: &'static str) -> (Outcome, usize, usize) {
        let Ok(workspace) = Workspace::load(None) else {
            return (Outcome::Accepted, 0, 0);
        };
        let request = Request {
            received_at: 0,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: path.into(),
            query: "tc_s=29&token=k".into(),
            headers: vec![
                ("authorization".into(), "Bearer dk_test".into()),
                ("content-type".into(), "application/json".into()),
            ],
            body: Body {
                state: BodyState::Incomplete(BrokenOff::Cut),
                ..Body::complete(body)
            },
        };
        let limiter = LiveLimiter::default();
        let moment = Moment::now(0, "default", &limiter);
        let call = |moment| Call {
            request: &request,
            path,
            mount: "",
            workspace: &workspace,
            moment,
        };
        let reply = respond(platform, call(&moment));
        let record = moment.record();
        let again = Moment::again(0, "default", &record);
        let decoded = decode(platform, call(&again));
        let errors = decoded.findings.iter();
        let errors = errors.filter(|it| it.kind.severity == crate::event::Severity::Error);
        (reply.outcome, decoded.events.len(), errors.count())
    }

    #[test]
    fn a_body_that_broke_off_is_never_taken_and_its_end_is_missed_only_once() {
        let event = r#"{"type":"track","event":"a","version":"3","event_name":"a"}"#;
        for (platform, path, outcome) in [
            (Platform::Jentis, "/", Outcome::Rejected),
            (Platform::Jitsu, "/api/s/track", Outcome::Dropped),
            (Platform::Jitsu, "/v1/batch", Outcome::Rejected),
            (Platform::CommandersAct, "/events", Outcome::Rejected),
            (Platform::Datafly, "/v1/t", Outcome::Rejected),
        ] {
            for body in [event, ""] {
                let told = broken_off(platform, path, body);
                assert_eq!(told, (outcome, 0, 0), "{path} {body}");
            }
        }
    }
}
