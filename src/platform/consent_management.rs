//! The consent that RudderStack's SDKs put into an event
//! (<https://www.rudderstack.com/docs/data-governance/consent-management/passing-consent/>). Events
//! of the same shape come to other platforms too, when a page moves from one to another.

use serde_json::{Map, Value};

use super::json::id_text;
use crate::event::{ConsentDecision, ConsentRule, Decision, Evidence};

const RULE: &ConsentRule = &ConsentRule::new(
    Evidence::Documented,
    "RudderStack's context.consentManagement: ids in allowedConsentIds are granted, those in \
     deniedConsentIds denied, and a denial counts where an id is in both. This platform's pages do \
     not speak of it.",
);

/// The decisions in `context.consentManagement`. An id is read as it stands: upper case differs
/// (documented).
pub fn decisions(event: &Map<String, Value>) -> Vec<ConsentDecision> {
    let consent = event
        .get("context")
        .and_then(|context| context.get("consentManagement"));
    let mut found: Vec<ConsentDecision> = Vec::new();
    for (list, decision) in [
        ("deniedConsentIds", Decision::Denied),
        ("allowedConsentIds", Decision::Granted),
    ] {
        let ids = consent.and_then(|consent| consent.get(list));
        let ids = ids.and_then(Value::as_array).into_iter().flatten();
        for (at, id) in ids.enumerate() {
            let pointer = format!("/context/consentManagement/{list}/{at}");
            let Some(id) = id_text(id) else {
                continue;
            };
            if !found.iter().any(|known| known.id == id) {
                found.push(ConsentDecision::new(
                    ("category", id),
                    decision,
                    pointer,
                    RULE,
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_denial_counts_where_an_id_is_in_both_lists() {
        let event = json!({"context": {"consentManagement": {
            "provider": "oneTrust",
            "allowedConsentIds": ["C0001", 2, "C0004", null],
            "deniedConsentIds": ["C0004"],
        }}});
        let decisions = event.as_object().map(decisions).unwrap_or_default();
        let read: Vec<_> = decisions
            .iter()
            .map(|it| (it.id.as_str(), it.decision, it.pointer.rsplit('/').next()))
            .collect();
        assert_eq!(
            read,
            [
                ("C0004", Decision::Denied, Some("0")),
                ("C0001", Decision::Granted, Some("0")),
                ("2", Decision::Granted, Some("1")),
            ]
        );
    }

    #[test]
    fn what_is_no_list_decides_nothing() {
        for consent in [json!(null), json!({"allowedConsentIds": "C1"}), json!([])] {
            let event = json!({"context": {"consentManagement": consent}});
            let decisions = event.as_object().map(decisions).unwrap_or_default();
            assert_eq!(decisions, []);
        }
    }
}
