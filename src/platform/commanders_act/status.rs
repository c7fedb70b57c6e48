use super::kinds;
use crate::event::Finding;
use crate::workspace::{CommandersActSettings, SpecificationRule};

/// The platform's status of an event that is not VALID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Kept, and reported.
    InvalidAccepted,
    /// Refused, as the Event Specification is set.
    InvalidRejected,
}

/// The status of an event with these anomalies; none if it is VALID.
pub fn status(
    anomalies: &[Finding],
    settings: &CommandersActSettings,
) -> Option<(Status, Finding)> {
    let rules = anomalies
        .iter()
        .filter_map(|finding| rule(finding, settings));
    let strictest = rules.clone().max()?;
    let properties = match rules.count() {
        1 => "1 property breaks".to_string(),
        count => format!("{count} properties break"),
    };
    Some(match strictest {
        SpecificationRule::Accept => (
            Status::InvalidAccepted,
            kinds::INVALID_ACCEPTED
                .says(format!("INVALID ACCEPTED: {properties} the specification")),
        ),
        SpecificationRule::Reject => (
            Status::InvalidRejected,
            kinds::INVALID_REJECTED
                .says(format!("INVALID REJECTED: {properties} the specification")),
        ),
    })
}

fn rule(anomaly: &Finding, settings: &CommandersActSettings) -> Option<SpecificationRule> {
    if anomaly.kind == kinds::MISSING_PROPERTY {
        Some(settings.missing_required_property)
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
            unexpected_value_format: SpecificationRule::Reject,
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
}
