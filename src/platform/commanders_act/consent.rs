use serde_json::Value;

use super::super::json::{id_text, pointer_step};
use super::format::Format;
use super::kinds;
use crate::event::{ConsentDecision, ConsentRule, Decision, Evidence, Finding};

const CATEGORY: &ConsentRule = &ConsentRule::new(
    Evidence::Documented,
    "A category listed in user.consent_categories is granted.",
);
const NUMBER: &ConsentRule = &ConsentRule::new(
    Evidence::Inferred,
    "A category listed in user.consent_categories is granted; a number is compared as its text.",
);
const VENDOR: &ConsentRule = &ConsentRule::new(
    Evidence::Observed,
    "A vendor listed in user.rejected_vendors (web) or user.refused_vendors (mobile) is denied; \"ALL\" denies every one.",
);
const GOOGLE: &ConsentRule = &ConsentRule::new(
    Evidence::Documented,
    "user.google_consent_mode says granted or denied for each of Google's purposes.",
);

/// What the Android SDK puts in the place of `user` until consent is given.
pub(super) const WAITING: &str = "{waiting_for_consent}";

/// The consent that an event carries, and what is the matter with it. A list of categories that
/// is not there decides nothing; an empty one grants none.
pub fn consent(payload: &Value, format: Format) -> (Vec<ConsentDecision>, Vec<Finding>) {
    let mut reader = Reader {
        decisions: Vec::new(),
        findings: Vec::new(),
    };
    let base = format.pointer("user");
    let user = payload.pointer(&base);
    if user.and_then(Value::as_str) == Some(WAITING) {
        let message = "user is the Android SDK's placeholder";
        reader.say(kinds::WAITING_FOR_CONSENT.says(message).at(&base));
    }
    let field = |name: &str| {
        let value = user.and_then(|user| user.get(name));
        (value.unwrap_or(&Value::Null), format!("{base}/{name}"))
    };
    let (categories, pointer) = field("consent_categories");
    reader.categories(categories, &pointer);
    for name in ["rejected_vendors", "refused_vendors"] {
        let (vendors, pointer) = field(name);
        reader.vendors(vendors, &pointer);
    }
    let (purposes, pointer) = field("google_consent_mode");
    reader.purposes(purposes, &pointer);
    (reader.decisions, reader.findings)
}

struct Reader {
    decisions: Vec<ConsentDecision>,
    findings: Vec<Finding>,
}

impl Reader {
    fn say(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn decide(
        &mut self,
        kind: &'static str,
        id: String,
        decision: Decision,
        pointer: String,
        rule: &'static ConsentRule,
    ) {
        self.decisions
            .push(ConsentDecision::new((kind, id), decision, pointer, rule));
    }

    fn categories(&mut self, value: &Value, pointer: &str) {
        match value {
            Value::Null => self.say(
                kinds::NO_CONSENT
                    .says("no consent categories: FILTERED (not consented) where a destination wants one")
                    .at(pointer)
                    .expected("the ids of the granted categories: [1, 3]"),
            ),
            Value::Array(ids) if ids.is_empty() => self.say(
                kinds::CONSENT_EMPTY
                    .says("no category is granted: FILTERED (not consented) where a destination wants one")
                    .at(pointer),
            ),
            other => {
                self.mixed(other, pointer);
                self.ids(other, pointer, "category", Decision::Granted, CATEGORY);
            }
        }
    }

    /// Both sorts of id are the pages' own, but each in a list of its own.
    fn mixed(&mut self, value: &Value, pointer: &str) {
        let ids = value.as_array().into_iter().flatten();
        if ids.clone().any(Value::is_string) && ids.clone().any(Value::is_number) {
            self.say(
                kinds::CONSENT_IDS_MIXED
                    .says("the consent categories are texts and numbers in one list")
                    .at(pointer)
                    .expected("all texts, or all numbers")
                    .got(value.to_string()),
            );
        }
    }

    fn vendors(&mut self, value: &Value, pointer: &str) {
        match value {
            Value::Null => {}
            Value::String(all) if all == "ALL" => {
                self.decide(
                    "vendor",
                    all.clone(),
                    Decision::Denied,
                    pointer.into(),
                    VENDOR,
                );
            }
            other => self.ids(other, pointer, "vendor", Decision::Denied, VENDOR),
        }
    }

    fn ids(
        &mut self,
        value: &Value,
        pointer: &str,
        kind: &'static str,
        decision: Decision,
        rule: &'static ConsentRule,
    ) {
        let Value::Array(ids) = value else {
            return self.unreadable(value, pointer, "a list of ids");
        };
        for (at, id) in ids.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            match id_text(id) {
                Some(text) => {
                    let is_number = id.is_number() && kind == "category";
                    let rule = if is_number { NUMBER } else { rule };
                    self.decide(kind, text, decision, pointer, rule);
                }
                None => self.unreadable(id, &pointer, "an id: a text or a number"),
            }
        }
    }

    fn purposes(&mut self, value: &Value, pointer: &str) {
        match value {
            Value::Null => {}
            Value::Object(purposes) => {
                for (id, said) in purposes {
                    let pointer = format!("{pointer}/{}", pointer_step(id));
                    let decision = match said.as_str() {
                        Some("granted") => Decision::Granted,
                        Some("denied") => Decision::Denied,
                        _ => {
                            self.unreadable(said, &pointer, "\"granted\" or \"denied\"");
                            Decision::Undecided
                        }
                    };
                    self.decide("purpose", id.clone(), decision, pointer, GOOGLE);
                }
            }
            other => self.unreadable(other, pointer, "an object of granted and denied"),
        }
    }

    fn unreadable(&mut self, value: &Value, pointer: &str, expected: &str) {
        self.say(
            kinds::CONSENT_UNREADABLE
                .says("nothing can be read from this consent field")
                .at(pointer)
                .expected(expected)
                .got(value.to_string()),
        );
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    type Read = (Vec<(String, Decision, String)>, Vec<&'static str>);

    fn read(user: Value) -> Read {
        let (decisions, findings) = consent(&json!({"user": user}), Format::V2);
        let decisions = decisions.into_iter().map(|decision| {
            let id = format!("{} {}", decision.kind, decision.id);
            (id, decision.decision, decision.pointer)
        });
        let codes = findings.iter().map(|finding| finding.kind.code);
        (decisions.collect(), codes.collect())
    }

    #[test]
    fn listed_categories_are_granted_and_listed_vendors_denied() {
        let (decisions, codes) = read(json!({
            "consent_categories": [1, "C0003"], "rejected_vendors": ["7"], "refused_vendors": "ALL",
            "google_consent_mode": {"ad_storage": "denied", "a/b": "granted"}
        }));
        let expected = [
            (
                "category 1",
                Decision::Granted,
                "/user/consent_categories/0",
            ),
            (
                "category C0003",
                Decision::Granted,
                "/user/consent_categories/1",
            ),
            ("vendor 7", Decision::Denied, "/user/rejected_vendors/0"),
            ("vendor ALL", Decision::Denied, "/user/refused_vendors"),
            (
                "purpose ad_storage",
                Decision::Denied,
                "/user/google_consent_mode/ad_storage",
            ),
            (
                "purpose a/b",
                Decision::Granted,
                "/user/google_consent_mode/a~1b",
            ),
        ];
        let expected =
            expected.map(|(id, decision, at)| (id.to_string(), decision, at.to_string()));
        assert_eq!(decisions, expected);
        assert_eq!(codes, ["commanders-act-consent-ids-mixed"]);
    }

    #[test]
    fn no_list_and_an_empty_list_are_two_things() {
        assert_eq!(read(json!({})), (vec![], vec!["commanders-act-no-consent"]));
        assert_eq!(
            read(json!(null)),
            (vec![], vec!["commanders-act-no-consent"])
        );
        assert_eq!(
            read(json!({"consent_categories": []})),
            (vec![], vec!["commanders-act-consent-empty"])
        );
        assert_eq!(
            read(json!("{waiting_for_consent}")),
            (
                vec![],
                vec![
                    "commanders-act-waiting-for-consent",
                    "commanders-act-no-consent"
                ]
            )
        );
    }

    #[test]
    fn what_cannot_be_read_decides_nothing() {
        assert_eq!(
            read(json!({"consent_categories": "1,3"})),
            (vec![], vec!["commanders-act-consent-unreadable"])
        );
        let (decisions, codes) = read(json!({
            "consent_categories": [null, 3], "google_consent_mode": {"ad_storage": true}
        }));
        assert_eq!(decisions.len(), 2);
        assert_eq!(
            codes,
            [
                "commanders-act-consent-unreadable",
                "commanders-act-consent-unreadable"
            ]
        );
    }
}
