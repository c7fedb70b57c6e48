use serde_json::{Map, Value};

use crate::event::{ConsentDecision, ConsentRule, Decision, Evidence};
use crate::platform::consent_management;
use crate::platform::json::pointer_step;

const RULE: &ConsentRule = &ConsentRule::new(
    Evidence::Observed,
    "Segment's consent categories, as @jitsu/js sends them: true is granted, false is denied. \
     Jitsu hands them on and enforces none of them.",
);

/// The decisions in `context.consent.categoryPreferences` (what `privacy.consentCategories` of
/// `@jitsu/js` becomes; observed), and those in RudderStack's place.
pub fn decisions(event: &Map<String, Value>) -> Vec<ConsentDecision> {
    let preferences = event
        .get("context")
        .and_then(|context| context.get("consent"))
        .and_then(|consent| consent.get("categoryPreferences"))
        .and_then(Value::as_object);
    let decision = |(id, value): (&String, &Value)| {
        let decision = match value {
            Value::Bool(true) => Decision::Granted,
            Value::Bool(false) => Decision::Denied,
            _ => Decision::Undecided,
        };
        let pointer = format!("/context/consent/categoryPreferences/{}", pointer_step(id));
        ConsentDecision::new(("category", id), decision, pointer, RULE)
    };
    let own = preferences.into_iter().flatten().map(decision);
    own.chain(consent_management::decisions(event)).collect()
}
