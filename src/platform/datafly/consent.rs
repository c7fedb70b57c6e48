use serde_json::{Map, Value};

use crate::event::Decision::{self, Denied, Granted, Undecided};
use crate::event::Evidence::{Assumed, Documented, Inferred};
use crate::event::{ConsentDecision, ConsentRule};
use crate::platform::consent_management;
use crate::platform::json::{id_text, pointer_step};

use super::consent_mode::{SIGNALS, derived};

/// Codes of consent managers and Datafly's categories
/// (<https://docs.dataflysignal.com/consent/canonical-categories>): Cookiebot's words, OneTrust's
/// codes, and the purposes of the IAB by number.
const CODES: [(&str, &str); 16] = [
    ("necessary", "essential"),
    ("C0001", "essential"),
    ("1", "essential"),
    ("preferences", "functional"),
    ("C0003", "functional"),
    ("5", "functional"),
    ("statistics", "analytics"),
    ("C0002", "analytics"),
    ("8", "analytics"),
    ("9", "analytics"),
    ("marketing", "marketing"),
    ("C0004", "marketing"),
    ("2", "marketing"),
    ("3", "marketing"),
    ("4", "marketing"),
    ("7", "marketing"),
];

/// What the consent for ads is called on an older page, where `marketing` is that for mails
/// (<https://docs.dataflysignal.com/security/consent>).
const ADVERTISING: &str = "advertising";

/// The categories that Datafly's pages name.
const CATEGORIES: [&str; 6] = [
    "essential",
    "functional",
    "analytics",
    "marketing",
    "personalization",
    ADVERTISING,
];

const ESSENTIAL: &ConsentRule = &ConsentRule::new(Documented, "essential is always granted");
const FLAT: &ConsentRule = &ConsentRule::new(
    Documented,
    "a boolean in context.consent decides its category",
);
const CANONICAL: &ConsentRule =
    &ConsentRule::new(Documented, "context.consent.canonical decides the category");
const LIST: &ConsentRule = &ConsentRule::new(
    Assumed,
    "a list in context.consent.canonical has the granted categories; the pages show no list",
);
const WORD: &ConsentRule = &ConsentRule::new(
    Assumed,
    "a text that says yes or no decides as a boolean would; the pages show booleans",
);
const UNREADABLE: &ConsentRule = &ConsentRule::new(
    Assumed,
    "what stands here is neither yes nor no; the pages show booleans",
);
const ADS: &ConsentRule = &ConsentRule::new(
    Inferred,
    "an older page calls the consent for ads advertising, a newer one marketing",
);
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
    "two places in the event's consent disagree, and the denial counts",
);
const PURPOSE: &ConsentRule =
    &ConsentRule::new(Documented, "a Consent Mode signal in context.consent");

/// The decisions that an event carries: in `context.consent`, in each of the three shapes that
/// Datafly's pages show, and in RudderStack's. Empty if it carries none.
pub fn decisions(event: &Map<String, Value>) -> Vec<ConsentDecision> {
    let consent = event
        .get("context")
        .and_then(|context| context.get("consent"))
        .and_then(Value::as_object);
    let mut found = Vec::new();
    if let Some(consent) = consent.filter(|consent| !consent.is_empty()) {
        own(consent, &mut found);
    }
    for decision in consent_management::decisions(event) {
        push(&mut found, decision);
    }
    found.extend(derived(&found));
    found
}

/// What stands in `context.consent`.
fn own(consent: &Map<String, Value>, found: &mut Vec<ConsentDecision>) {
    let canonical = consent.get("canonical").unwrap_or(&Value::Null);
    for said in listed(canonical, "/context/consent/canonical") {
        push(found, said.about("category", said.rule(CANONICAL, LIST)));
    }
    let has_canonical = !found.is_empty();
    for (id, value) in consent {
        let said = Said::of(value, id, "/context/consent");
        if SIGNALS.contains(&id.as_str()) {
            push(found, said.about("purpose", PURPOSE));
            continue;
        }
        // Its members are not all categories: a version, the time of the decision.
        let is_category = CATEGORIES.contains(&id.as_str()) || said.decision != Undecided;
        if is_category && id != "canonical" && id != "categories" {
            push(found, said.about("category", said.rule(FLAT, LIST)));
        }
    }
    let ads = found.iter().find(|it| it.id == ADVERTISING);
    let ads = ads.map(|it| (it.decision, it.pointer.clone()));
    if let Some((decision, pointer)) = ads {
        let about = ("category", "marketing");
        push(found, ConsentDecision::new(about, decision, pointer, ADS));
    }
    if let Some(categories) = consent.get("categories") {
        let codes = listed(categories, "/context/consent/categories");
        if !has_canonical {
            map_codes(&codes, found);
        }
        for code in codes {
            push(found, code.about("category", VERBATIM));
        }
    }
    let pointer = "/context/consent".to_string();
    let about = ("category", "essential");
    push(
        found,
        ConsentDecision::new(about, Granted, pointer, ESSENTIAL),
    );
}

/// What an event says of one category, code or signal.
struct Said {
    id: String,
    decision: Decision,
    pointer: String,
    /// Nothing, if a list names it.
    value: Option<Value>,
}

impl Said {
    fn of(value: &Value, id: &str, base: &str) -> Said {
        Said {
            id: id.into(),
            decision: decide(value),
            pointer: format!("{base}/{}", pointer_step(id)),
            value: Some(value.clone()),
        }
    }

    /// The rule by which it is read: `documented` for a boolean.
    fn rule(
        &self,
        documented: &'static ConsentRule,
        listed: &'static ConsentRule,
    ) -> &'static ConsentRule {
        match &self.value {
            None => listed,
            Some(Value::Bool(_)) => documented,
            Some(_) if self.decision == Undecided => UNREADABLE,
            Some(_) => WORD,
        }
    }

    fn about(&self, kind: &'static str, rule: &'static ConsentRule) -> ConsentDecision {
        let about = (kind, self.id.as_str());
        ConsentDecision::new(about, self.decision, self.pointer.as_str(), rule)
    }
}

/// Codes and what is said of them: an object of booleans, or an array of the granted ones. Neither
/// shape is documented beyond its name.
fn listed(value: &Value, pointer: &str) -> Vec<Said> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(id, value)| Said::of(value, id, pointer))
            .collect(),
        Value::Array(granted) => granted
            .iter()
            .enumerate()
            .filter_map(|(index, id)| {
                Some(Said {
                    id: id_text(id)?,
                    decision: Granted,
                    pointer: format!("{pointer}/{index}"),
                    value: None,
                })
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn map_codes(codes: &[Said], found: &mut Vec<ConsentDecision>) {
    // Granted codes first, so that one of them decides for the category they share.
    let (granted, others): (Vec<&Said>, Vec<&Said>) =
        codes.iter().partition(|code| code.decision == Granted);
    for code in granted.into_iter().chain(others) {
        if let Some((_, category)) = CODES.iter().find(|(known, _)| *known == code.id) {
            let (about, pointer) = (("category", *category), code.pointer.as_str());
            push(
                found,
                ConsentDecision::new(about, code.decision, pointer, MAPPED),
            );
        }
    }
}

/// Adds a decision, unless there is one about the same: the clearest source comes first. Where two
/// places disagree, the denial counts; a consent manager's own codes are no other place, and of
/// those that are mapped to one category, one that is granted is enough.
fn push(found: &mut Vec<ConsentDecision>, decision: ConsentDecision) {
    let essential = decision.kind == "category" && decision.id == "essential";
    let same = |it: &&mut ConsentDecision| it.kind == decision.kind && it.id == decision.id;
    if let Some(known) = found.iter_mut().find(same) {
        let mapped = known.rule == MAPPED.says && decision.rule == MAPPED.says;
        let is_other = !mapped && decision.rule != VERBATIM.says && !essential;
        if is_other && known.decision != Denied && decision.decision == Denied {
            let about = (decision.kind, decision.id);
            *known = ConsentDecision::new(about, Denied, decision.pointer, DISAGREE);
        }
        return;
    }
    found.push(match essential {
        true => {
            let about = (decision.kind, decision.id);
            ConsentDecision::new(about, Granted, decision.pointer, ESSENTIAL)
        }
        false => decision,
    });
}

fn decide(value: &Value) -> Decision {
    match value {
        Value::Bool(true) => Granted,
        Value::Bool(false) => Denied,
        Value::String(word) => match word.to_ascii_lowercase().as_str() {
            "granted" | "true" => Granted,
            "denied" | "false" => Denied,
            _ => Undecided,
        },
        _ => Undecided,
    }
}

#[cfg(test)]
#[path = "tests/consent.rs"]
mod tests;
