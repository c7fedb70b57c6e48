use serde_json::Value;

use super::format::{Format, first};
use super::kinds;
use super::standard::standard;
use crate::event::Finding;
use crate::workspace::{CommandersActSettings, FormatRule, SpecificationRule};

/// The platform's status of an event that is not VALID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Kept, and reported.
    InvalidAccepted,
    /// Refused, as the Event Specification is set.
    InvalidRejected,
}

/// The status of an event with these anomalies; none if they do not count against it.
pub fn status(
    anomalies: &[Finding],
    settings: &CommandersActSettings,
) -> Option<(Status, Finding)> {
    let rules = anomalies
        .iter()
        .filter_map(|finding| rule(finding, settings));
    let strictest = rules.clone().max()?;
    let mut message = match rules.count() {
        1 => "1 property breaks the specification".to_string(),
        count => format!("{count} properties break the specification"),
    };
    if strictest == FormatRule::Omit {
        message.push_str("; what has the wrong format is omitted");
    }
    Some(match strictest {
        FormatRule::Accept | FormatRule::Omit => (
            Status::InvalidAccepted,
            kinds::INVALID_ACCEPTED.says(format!("INVALID ACCEPTED: {message}")),
        ),
        FormatRule::Reject => (
            Status::InvalidRejected,
            kinds::INVALID_REJECTED.says(format!("INVALID REJECTED: {message}")),
        ),
    })
}

/// Tells of a standard event without anomalies that it is VALID: it has all that the reference
/// requires in any event.
pub fn valid(payload: &Value) -> Option<Finding> {
    let format = Format::of(payload);
    let (_, name) = first(payload, format.names())?;
    let name = name.as_str().filter(|name| standard(name).is_some())?;
    first(payload, format.ids())?;
    first(payload, format.times())?;
    let message = format!("VALID by the specification of {name}");
    Some(kinds::VALID.says(message))
}

/// What the platform goes on with: the event without the values that it omits.
pub fn kept(payload: &Value, anomalies: &[Finding], settings: &CommandersActSettings) -> Value {
    let mut kept = payload.clone();
    // From the last, as what is taken out of a list moves what stands behind it.
    let omitted = |finding: &&Finding| rule(finding, settings) == Some(FormatRule::Omit);
    for finding in anomalies.iter().rev().filter(omitted) {
        let Some((parent, step)) = finding.pointer.rsplit_once('/') else {
            continue;
        };
        match kept.pointer_mut(parent) {
            Some(Value::Object(members)) => {
                members.shift_remove(step);
            }
            Some(Value::Array(values)) => {
                if let Some(at) = step.parse().ok().filter(|at| *at < values.len()) {
                    let _: Value = values.remove(at);
                }
            }
            _ => {}
        }
    }
    kept
}

fn rule(anomaly: &Finding, settings: &CommandersActSettings) -> Option<FormatRule> {
    if anomaly.kind == kinds::MISSING_PROPERTY {
        Some(match settings.missing_required_property {
            SpecificationRule::Accept => FormatRule::Accept,
            SpecificationRule::Reject => FormatRule::Reject,
        })
    } else if [kinds::WRONG_TYPE, kinds::CURRENCY_PATTERN].contains(&anomaly.kind) {
        Some(settings.unexpected_value_format)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::specification::anomalies;
    use super::*;

    #[test]
    fn the_status_is_the_strictest_rule_that_was_broken() {
        let strict = CommandersActSettings {
            unexpected_value_format: FormatRule::Reject,
            ..CommandersActSettings::default()
        };
        let status_of = |payload: Value, settings| {
            let found = status(&anomalies(&payload, false), settings);
            found.map(|(status, finding)| (status, finding.message))
        };
        let missing = json!({"event_name": "login"});
        let wrong = json!({"event_name": "login", "method": 1});
        let foreign = json!({"event_name": "login", "user": {"gender": "x"}});
        let lenient = CommandersActSettings::default();
        let accepted = |text: &str| Some((Status::InvalidAccepted, text.to_string()));
        assert_eq!(status_of(foreign, &strict), None);
        assert_eq!(
            status_of(missing, &strict),
            accepted("INVALID ACCEPTED: 1 property breaks the specification")
        );
        assert_eq!(
            status_of(wrong.clone(), &lenient),
            accepted("INVALID ACCEPTED: 2 properties break the specification")
        );
        let rejected = "INVALID REJECTED: 2 properties break the specification".to_string();
        assert_eq!(
            status_of(wrong, &strict),
            Some((Status::InvalidRejected, rejected))
        );
    }

    #[test]
    fn what_has_the_wrong_format_can_be_omitted() {
        let omitting = CommandersActSettings {
            unexpected_value_format: FormatRule::Omit,
            ..CommandersActSettings::default()
        };
        let payload = json!({"event_name": "login", "method": 1, "user": {"id": 5, "city": "x"},
            "items": [7, {"id": "1", "quantity": 1, "product": {"id": "1", "name": "a", "price": 1,
                "colors": [1, "red", 2]}}, 8]});
        let anomalies = anomalies(&payload, false);
        let said = status(&anomalies, &omitting).map(|(_, finding)| finding.message);
        assert_eq!(
            said.as_deref(),
            Some(
                "INVALID ACCEPTED: 6 properties break the specification; what has the wrong format is omitted"
            )
        );
        assert_eq!(
            kept(&payload, &anomalies, &omitting),
            json!({"event_name": "login", "user": {"city": "x"}, "items": [{"id": "1",
                "quantity": 1, "product": {"id": "1", "name": "a", "price": 1, "colors": ["red"]}}]})
        );
        assert_eq!(
            kept(&payload, &anomalies, &CommandersActSettings::default()),
            payload
        );
    }

    #[test]
    fn a_standard_event_with_all_that_is_required_is_valid() {
        let of = |payload: Value| valid(&payload).map(|finding| finding.message);
        let context = json!({"eventId": "1", "created": "2024-01-01T10:00:00.000Z"});
        assert_eq!(
            of(json!({"event_name": "login", "context": context})).as_deref(),
            Some("VALID by the specification of login")
        );
        assert_eq!(of(json!({"event_name": "own", "context": context})), None);
        assert_eq!(of(json!({"event_name": "login"})), None);
    }
}
