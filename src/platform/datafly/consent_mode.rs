use crate::event::{ConsentDecision, ConsentRule, Evidence};

/// Consent Mode signals: purposes, not categories
/// (<https://docs.dataflysignal.com/processing/integration-config>).
pub const SIGNALS: [&str; 7] = [
    "ad_storage",
    "ad_user_data",
    "ad_personalization",
    "analytics_storage",
    "functionality_storage",
    "personalization_storage",
    "security_storage",
];

/// The signals that Datafly derives, and the category that each comes from.
const DERIVED: [(&str, &str); 4] = [
    ("ad_storage", "marketing"),
    ("ad_user_data", "marketing"),
    ("ad_personalization", "marketing"),
    ("analytics_storage", "analytics"),
];

const RULE: &ConsentRule = &ConsentRule::new(
    Evidence::Documented,
    "Datafly derives Consent Mode signals from its categories: those of ads from marketing, \
     analytics_storage from analytics",
);

/// The signals that follow from the categories in `found`. One that the event itself carries is
/// not derived again.
pub fn derived(found: &[ConsentDecision]) -> Vec<ConsentDecision> {
    let decided = |kind: &str, id: &str| {
        let mut decisions = found.iter();
        decisions.find(|known| known.kind == kind && known.id == id)
    };
    let signals = DERIVED.iter();
    signals
        .filter(|(signal, _)| decided("purpose", signal).is_none())
        .filter_map(|(signal, category)| {
            let from = decided("category", category)?;
            let about = ("purpose", *signal);
            Some(ConsentDecision::new(
                about,
                from.decision,
                from.pointer.as_str(),
                RULE,
            ))
        })
        .collect()
}
