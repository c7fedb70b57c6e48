use serde_json::{Map, Value};

use crate::event::Evidence::{Assumed, Documented};
use crate::event::{ConsentDecision, ConsentRule, Decision};
use crate::platform::consent_management;
use crate::platform::json::pointer_step;

use super::consent_mode::{SIGNALS, derived};

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
/// Datafly's pages show, or else in RudderStack's. Empty if it carries none.
pub fn decisions(event: &Map<String, Value>) -> Vec<ConsentDecision> {
    let consent = event
        .get("context")
        .and_then(|context| context.get("consent"))
        .and_then(Value::as_object);
    let Some(consent) = consent.filter(|consent| !consent.is_empty()) else {
        return consent_management::decisions(event);
    };
    let mut found = Vec::new();
    let canonical = consent.get("canonical").unwrap_or(&Value::Null);
    for (id, decision, pointer) in listed(canonical, "/context/consent/canonical") {
        push(&mut found, "category", id, decision, pointer, CANONICAL);
    }
    let has_canonical = !found.is_empty();
    for (id, value) in consent {
        let pointer = format!("/context/consent/{}", pointer_step(id));
        if SIGNALS.contains(&id.as_str()) {
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
    found.extend(derived(&found));
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
#[path = "tests/consent.rs"]
mod tests;
