use serde_json::{Map, Value};

use crate::event::Evidence::{Documented, Inferred};
use crate::event::{ConsentDecision, ConsentRule, Decision, Finding};
use crate::platform::json::pointer_step;

use super::kinds;
use super::submission::Shape;

/// The decisions that a body carries, one for each vendor.
pub fn decisions(shape: Shape, body: &Value) -> Vec<ConsentDecision> {
    let Some(vendors) = vendors(shape, body) else {
        return Vec::new();
    };
    vendors
        .iter()
        .map(|(id, given)| {
            let at_vendor = pointer(shape, id);
            let (status, pointer) = match shape {
                Shape::Data => match given.get("status") {
                    Some(status) => (status, format!("{at_vendor}/status")),
                    None => (&Value::Null, at_vendor),
                },
                Shape::Consent => (given, at_vendor),
            };
            let (decision, rule) = decide(status);
            ConsentDecision::new(("vendor", id), decision, pointer, rule)
        })
        .collect()
}

// <https://docs.jentis.com/developer-guide/consent-javascript-sdk/consent-processing-logic>
const AGREED: &ConsentRule = &ConsentRule::new(Documented, "true: the visitor agreed");
const DECLINED: &ConsentRule = &ConsentRule::new(Documented, "false: the visitor declined");
const ESSENTIAL: &ConsentRule = &ConsentRule::new(
    Documented,
    "ncm: the visitor did not agree; only the essential mode may run",
);
const NOTHING: &ConsentRule =
    &ConsentRule::new(Inferred, "neither true, false nor ncm: no decision");

/// What a status means.
fn decide(status: &Value) -> (Decision, &'static ConsentRule) {
    match status {
        Value::Bool(true) => (Decision::Granted, AGREED),
        Value::Bool(false) => (Decision::Denied, DECLINED),
        Value::String(text) if text == "ncm" => (Decision::Essential, ESSENTIAL),
        _ => (Decision::Undecided, NOTHING),
    }
}

/// What is worth telling about the consent in a body.
pub fn findings(shape: Shape, body: &Value) -> Vec<Finding> {
    let Some(vendors) = vendors(shape, body).filter(|vendors| !vendors.is_empty()) else {
        return vec![
            kinds::NO_CONSENT
                .says("no vendor has a decision")
                .at(base(shape))
                .expected("a status for each vendor"),
        ];
    };
    let switched_off = |given: &Value| given.get("execute").and_then(Value::as_bool) == Some(false);
    vendors
        .iter()
        .filter(|(_, given)| shape == Shape::Data && switched_off(given))
        .map(|(id, _)| {
            kinds::EXECUTE_FALSE
                .says(format!("{id} does not get this event: execute is false"))
                .at(format!("{}/execute", pointer(shape, id)))
                .got("false")
        })
        .collect()
}

fn vendors(shape: Shape, body: &Value) -> Option<&Map<String, Value>> {
    body.pointer(base(shape))?.as_object()
}

fn base(shape: Shape) -> &'static str {
    match shape {
        Shape::Data => "/consent",
        Shape::Consent => "/data/consent/vendors",
    }
}

fn pointer(shape: Shape, id: &str) -> String {
    format!("{}/{}", base(shape), pointer_step(id))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(shape: Shape, body: Value) -> Vec<(String, Decision, String)> {
        let decisions = decisions(shape, &body).into_iter();
        decisions
            .map(|it| (it.id, it.decision, it.pointer))
            .collect()
    }

    #[test]
    fn each_status_is_a_decision() {
        let body = json!({"consent": {
            "a": {"status": true}, "b/c": {"status": false}, "d": {"status": "ncm", "execute": false},
            "e": {"status": "true"}, "f": {}, "g": true,
        }});
        let expected = [
            ("a", Decision::Granted, "/consent/a/status"),
            ("b/c", Decision::Denied, "/consent/b~1c/status"),
            ("d", Decision::Essential, "/consent/d/status"),
            ("e", Decision::Undecided, "/consent/e/status"),
            ("f", Decision::Undecided, "/consent/f"),
            ("g", Decision::Undecided, "/consent/g"),
        ];
        let expected = expected.map(|(id, decision, at)| (id.into(), decision, at.into()));
        assert_eq!(read(Shape::Data, body.clone()), expected);
        let pointers: Vec<_> = findings(Shape::Data, &body)
            .into_iter()
            .map(|it| it.pointer)
            .collect();
        assert_eq!(pointers, ["/consent/d/execute"]);
    }

    #[test]
    fn a_consent_submission_has_bare_statuses() {
        let body = json!({"data": {"consent": {"vendors": {"a": "ncm", "b": "false"}}}});
        let expected = [
            ("a", Decision::Essential, "/data/consent/vendors/a"),
            ("b", Decision::Undecided, "/data/consent/vendors/b"),
        ];
        let expected = expected.map(|(id, decision, at)| (id.into(), decision, at.into()));
        assert_eq!(read(Shape::Consent, body), expected);
    }
}
