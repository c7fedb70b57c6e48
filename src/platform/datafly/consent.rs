use serde_json::{Map, Value};

use crate::event::Evidence::{Assumed, Documented};
use crate::event::{ConsentDecision, ConsentRule, Decision};
use crate::platform::json::pointer_step;

/// Consent Mode signals, which Datafly derives from its categories
/// (<https://docs.dataflysignal.com/processing/integration-config>): purposes, not categories.
const PURPOSES: [&str; 7] = [
    "ad_storage",
    "ad_user_data",
    "ad_personalization",
    "analytics_storage",
    "functionality_storage",
    "personalization_storage",
    "security_storage",
];

/// Codes of consent managers and Datafly's categories
/// (<https://docs.dataflysignal.com/consent/canonical-categories>).
const CODES: [(&str, &str); 8] = [
    ("necessary", "essential"),
    ("C0001", "essential"),
    ("preferences", "functional"),
    ("C0003", "functional"),
    ("statistics", "analytics"),
    ("C0002", "analytics"),
    ("marketing", "marketing"),
    ("C0004", "marketing"),
];

const ESSENTIAL: &ConsentRule = &ConsentRule::new(Documented, "essential is always granted");
const FLAT: &ConsentRule = &ConsentRule::new(
    Documented,
    "a boolean in context.consent decides its category",
);
const CANONICAL: &ConsentRule =
    &ConsentRule::new(Documented, "context.consent.canonical decides the category");
const VERBATIM: &ConsentRule = &ConsentRule::new(
    Documented,
    "context.consent.categories holds the consent manager's own codes",
);
const MAPPED: &ConsentRule = &ConsentRule::new(
    Documented,
    "no canonical category came; the consent manager's code stands for this one, and one granted code of several is enough",
);
const DISAGREE: &ConsentRule = &ConsentRule::new(
    Assumed,
    "two places in context.consent disagree, and the denial counts",
);
const PURPOSE: &ConsentRule =
    &ConsentRule::new(Documented, "a Consent Mode signal in context.consent");

/// The decisions that an event carries in `context.consent`, in each of the three shapes that
/// Datafly's pages show. Empty if it carries none.
pub fn decisions(event: &Map<String, Value>) -> Vec<ConsentDecision> {
    let consent = event
        .get("context")
        .and_then(|context| context.get("consent"))
        .and_then(Value::as_object);
    let Some(consent) = consent.filter(|consent| !consent.is_empty()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let canonical = consent.get("canonical").unwrap_or(&Value::Null);
    for (id, decision, pointer) in listed(canonical, "/context/consent/canonical") {
        push(&mut found, "category", id, decision, pointer, CANONICAL);
    }
    let has_canonical = !found.is_empty();
    for (id, value) in consent {
        let pointer = format!("/context/consent/{}", pointer_step(id));
        if PURPOSES.contains(&id.as_str()) {
            push(&mut found, "purpose", id, decide(value), pointer, PURPOSE);
        } else if id != "canonical" && id != "categories" {
            push(&mut found, "category", id, decide(value), pointer, FLAT);
        }
    }
    if let Some(categories) = consent.get("categories") {
        let codes = listed(categories, "/context/consent/categories");
        if !has_canonical {
            map_codes(&codes, &mut found);
        }
        for (id, decision, pointer) in codes {
            push(&mut found, "category", id, decision, pointer, VERBATIM);
        }
    }
    let consent_itself = "/context/consent".to_string();
    push(
        &mut found,
        "category",
        "essential",
        Decision::Granted,
        consent_itself,
        ESSENTIAL,
    );
    found
}

/// Codes and their decisions: an object of booleans, or an array of the granted ones. Neither
/// shape is documented beyond its name.
fn listed<'a>(value: &'a Value, pointer: &str) -> Vec<(&'a str, Decision, String)> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(id, value)| {
                let pointer = format!("{pointer}/{}", pointer_step(id));
                (id.as_str(), decide(value), pointer)
            })
            .collect(),
        Value::Array(granted) => granted
            .iter()
            .enumerate()
            .filter_map(|(index, id)| {
                let pointer = format!("{pointer}/{index}");
                Some((id.as_str()?, Decision::Granted, pointer))
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn map_codes(codes: &[(&str, Decision, String)], found: &mut Vec<ConsentDecision>) {
    // Granted codes first, so that one of them decides for the category they share.
    let (granted, others): (Vec<_>, Vec<_>) = codes
        .iter()
        .partition(|(_, decision, _)| *decision == Decision::Granted);
    for (code, decision, pointer) in granted.into_iter().chain(others) {
        if let Some((_, category)) = CODES.iter().find(|(known, _)| known == code) {
            push(
                found,
                "category",
                category,
                *decision,
                pointer.clone(),
                MAPPED,
            );
        }
    }
}

/// Adds a decision, unless there is one about the same: the clearest source comes first. Where two
/// shapes disagree, the denial counts; a consent manager's own codes are no shape of the same.
fn push(
    found: &mut Vec<ConsentDecision>,
    kind: &'static str,
    id: &str,
    decision: Decision,
    pointer: String,
    rule: &'static ConsentRule,
) {
    let essential = id == "essential";
    let same = |known: &&mut ConsentDecision| known.kind == kind && known.id == id;
    if let Some(known) = found.iter_mut().find(same) {
        let disagree = known.rule != rule.says && rule != VERBATIM && !essential;
        if disagree && (known.decision, decision) == (Decision::Granted, Decision::Denied) {
            *known = ConsentDecision::new((kind, id), decision, pointer, DISAGREE);
        }
        return;
    }
    let (decision, rule) = match essential {
        true => (Decision::Granted, ESSENTIAL),
        false => (decision, rule),
    };
    found.push(ConsentDecision::new((kind, id), decision, pointer, rule));
}

fn decide(value: &Value) -> Decision {
    match value {
        Value::Bool(true) => Decision::Granted,
        Value::Bool(false) => Decision::Denied,
        Value::String(word) => match word.to_ascii_lowercase().as_str() {
            "granted" | "true" => Decision::Granted,
            "denied" | "false" => Decision::Denied,
            _ => Decision::Undecided,
        },
        _ => Decision::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(consent: Value) -> Vec<(String, Decision, String)> {
        let event = json!({"context": {"consent": consent}});
        event
            .as_object()
            .map(decisions)
            .unwrap_or_default()
            .into_iter()
            .map(|decision| (decision.id, decision.decision, decision.pointer))
            .collect()
    }

    fn row(id: &str, decision: Decision, pointer: &str) -> (String, Decision, String) {
        (id.into(), decision, format!("/context/consent{pointer}"))
    }

    #[test]
    fn flat_booleans_decide_and_essential_cannot_be_denied() {
        assert_eq!(
            read(json!({"analytics": true, "marketing": false, "essential": false, "other": 3})),
            [
                row("analytics", Decision::Granted, "/analytics"),
                row("marketing", Decision::Denied, "/marketing"),
                row("essential", Decision::Granted, "/essential"),
                row("other", Decision::Undecided, "/other"),
            ]
        );
    }

    #[test]
    fn canonical_categories_win_over_the_codes_they_came_from() {
        assert_eq!(
            read(json!({
                "categories": {"C0002": true, "marketing": true},
                "canonical": {"analytics": true, "marketing": false},
                "ad_user_data": false
            })),
            [
                row("analytics", Decision::Granted, "/canonical/analytics"),
                row("marketing", Decision::Denied, "/canonical/marketing"),
                row("ad_user_data", Decision::Denied, "/ad_user_data"),
                row("C0002", Decision::Granted, "/categories/C0002"),
                row("essential", Decision::Granted, ""),
            ]
        );
    }

    #[test]
    fn codes_alone_are_merged_into_categories() {
        assert_eq!(
            read(json!({"categories": {"C0002": false, "statistics": true}})),
            [
                row("analytics", Decision::Granted, "/categories/statistics"),
                row("C0002", Decision::Denied, "/categories/C0002"),
                row("statistics", Decision::Granted, "/categories/statistics"),
                row("essential", Decision::Granted, ""),
            ]
        );
    }

    #[test]
    fn what_is_denied_in_one_place_is_not_granted_by_another() {
        assert_eq!(
            read(json!({"canonical": ["analytics"], "analytics": false})),
            [
                row("analytics", Decision::Denied, "/analytics"),
                row("essential", Decision::Granted, ""),
            ]
        );
        assert_eq!(
            read(json!({"marketing": true, "canonical": null, "categories": {"C0004": false}})),
            [
                row("marketing", Decision::Denied, "/categories/C0004"),
                row("C0004", Decision::Denied, "/categories/C0004"),
                row("essential", Decision::Granted, ""),
            ]
        );
        assert_eq!(
            read(json!({"canonical": {"ad_storage": true}, "ad_storage": "denied"})),
            [
                row("ad_storage", Decision::Granted, "/canonical/ad_storage"),
                row("ad_storage", Decision::Denied, "/ad_storage"),
                row("essential", Decision::Granted, ""),
            ]
        );
    }

    #[test]
    fn no_consent_is_no_decision() {
        assert_eq!(read(Value::Null), []);
        assert_eq!(read(json!({})), []);
        assert_eq!(read(json!("yes")), []);
    }
}
