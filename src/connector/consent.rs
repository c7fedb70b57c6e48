use schemars::JsonSchema;
use serde::Deserialize;

use super::file::{Absent, Binding, Bindings, ConsentKind};
use crate::event::{ConsentDecision, Decision, Event, Evidence};
use crate::platform::Platform;

/// How a JENTIS vendor is set up
/// (<https://docs.jentis.com/consent-center/vendor-consent-settings>).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VendorMode {
    /// Consent Mode: it is sent something where the visitor agreed.
    Consent,
    /// Essential Mode: and something else where they did not.
    Essential,
    /// No Consent Mode: it is sent everything, whatever the visitor decided.
    None,
}

/// What consent says about one connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// The decision that counts.
    pub decision: Decision,
    /// Why, in a sentence.
    pub message: String,
    /// JSON pointer into the payload to where it was read from; empty if nothing was said.
    pub pointer: String,
    /// How well the rule is known, where one was applied.
    pub evidence: Option<Evidence>,
}

/// What the event's decisions say about what a connector takes on its platform: all of its ids
/// have to be granted; of several decisions the strictest counts.
pub fn gate(binding: Option<&Binding>, platform: Platform, event: &Event) -> Gate {
    let decisions = &event.consent;
    let Some(binding) = binding else {
        return Gate {
            decision: Decision::Granted,
            message: "the connector asks for no consent on this platform".into(),
            pointer: String::new(),
            evidence: None,
        };
    };
    let kind = binding.kind.as_str();
    let each = binding.ids.iter().flat_map(|id| {
        let found = decisions
            .iter()
            .filter(|it| it.kind == kind && (it.id == *id || refuses_all(platform, it)));
        let mut found: Vec<Gate> = found
            .map(|it| Gate {
                decision: it.decision,
                message: format!(
                    "{kind} {id} is {}: {}{}",
                    it.decision.as_str(),
                    it.rule,
                    enforced_here(platform)
                ),
                pointer: it.pointer.clone(),
                evidence: Some(match platform {
                    Platform::Jitsu => Evidence::Assumed,
                    _ => it.evidence,
                }),
            })
            .collect();
        if found.is_empty() {
            let (decision, evidence) = absent(binding, platform, event);
            found.push(Gate {
                decision,
                message: format!(
                    "the event does not name {kind} {id}, which counts as {}{}",
                    decision.as_str(),
                    enforced_here(platform)
                ),
                pointer: String::new(),
                evidence: Some(evidence),
            });
        }
        found
    });
    // Of equals, the first.
    let strictest = each.reduce(|first, next| {
        if strictness(next.decision) > strictness(first.decision) {
            next
        } else {
            first
        }
    });
    strictest.unwrap_or_else(|| gate(None, platform, event))
}

/// Jitsu enforces no consent: what a workspace binds there is eventpit's own.
fn enforced_here(platform: Platform) -> &'static str {
    match platform {
        Platform::Jitsu => " (bound in the workspace; Jitsu itself would send the event)",
        _ => "",
    }
}

/// Whether a decision is about every id: Commanders Act's `rejected_vendors` may be `"ALL"`
/// (observed). Anywhere else that is an id like others, and it never grants anything.
fn refuses_all(platform: Platform, decision: &ConsentDecision) -> bool {
    platform == Platform::CommandersAct
        && decision.id == "ALL"
        && decision.decision == Decision::Denied
}

/// What an id is that the event does not name, and how well that is known.
fn absent(binding: &Binding, platform: Platform, event: &Event) -> (Decision, Evidence) {
    let is_listed = platform == Platform::CommandersAct && binding.kind == ConsentKind::Category;
    let decision = match binding.absent {
        Some(Absent::Granted) => Decision::Granted,
        Some(Absent::Denied) => Decision::Denied,
        Some(Absent::Essential) => Decision::Essential,
        Some(Absent::Undecided) => Decision::Undecided,
        // Segment's rule, of which no platform here speaks: a setting, so `assumed`.
        Some(Absent::Segment) => match event.payload.pointer("/context/consent") {
            Some(consent) if !consent.is_null() => Decision::Denied,
            _ => Decision::Granted,
        },
        // A category that is not in the list of the granted ones is "not consented" (documented);
        // that no list, or an empty one, comes to the same is inferred from it.
        None if is_listed => {
            let has_list = event.consent.iter().any(|it| it.kind == "category");
            let evidence = match has_list {
                true => Evidence::Documented,
                false => Evidence::Inferred,
            };
            return (Decision::Denied, evidence);
        }
        None => Decision::Undecided,
    };
    (decision, Evidence::Assumed)
}

fn strictness(decision: Decision) -> u8 {
    match decision {
        Decision::Granted => 0,
        Decision::Essential => 1,
        Decision::Undecided => 2,
        Decision::Denied => 3,
    }
}

impl Bindings {
    /// What is asked for on one platform.
    pub fn of(&self, platform: Platform) -> Option<&Binding> {
        match platform {
            Platform::Jentis => self.jentis.as_ref(),
            Platform::Jitsu => self.jitsu.as_ref(),
            Platform::CommandersAct => self.commanders_act.as_ref(),
            Platform::Datafly => self.datafly.as_ref(),
        }
    }
}

impl ConsentKind {
    fn as_str(self) -> &'static str {
        match self {
            ConsentKind::Vendor => "vendor",
            ConsentKind::Category => "category",
            ConsentKind::Purpose => "purpose",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn gate_of(
        binding: Option<&Binding>,
        platform: Platform,
        decisions: &[ConsentDecision],
    ) -> Gate {
        let consent = decisions.to_vec();
        let event = Event {
            consent,
            ..Event::new("track", json!({}))
        };
        gate(binding, platform, &event)
    }

    fn decided(id: &str, decision: Decision) -> ConsentDecision {
        ConsentDecision {
            kind: "category",
            id: id.into(),
            decision,
            pointer: format!("/c/{id}"),
            rule: "a rule",
            evidence: Evidence::Documented,
        }
    }

    #[test]
    fn only_commanders_act_refuses_all_and_nobody_grants_all() {
        let binding = Binding {
            kind: ConsentKind::Category,
            ids: vec!["a".into()],
            absent: None,
        };
        let told = |platform, decision| {
            gate_of(Some(&binding), platform, &[decided("ALL", decision)]).decision
        };
        let act = Platform::CommandersAct;
        assert_eq!(told(act, Decision::Denied), Decision::Denied);
        assert_eq!(told(act, Decision::Granted), Decision::Denied);
        for platform in [Platform::Jentis, Platform::Datafly, Platform::Jitsu] {
            assert_eq!(told(platform, Decision::Granted), Decision::Undecided);
            assert_eq!(told(platform, Decision::Denied), Decision::Undecided);
        }
    }

    #[test]
    fn the_strictest_decision_counts() {
        let binding = Binding {
            kind: ConsentKind::Category,
            ids: vec!["a".into(), "b".into()],
            absent: None,
        };
        let bindings = Bindings {
            datafly: Some(binding.clone()),
            commanders_act: Some(binding),
            ..Bindings::default()
        };
        let told = |decisions: &[ConsentDecision]| {
            let gate = gate_of(bindings.of(Platform::Datafly), Platform::Datafly, decisions);
            (gate.decision, gate.pointer)
        };
        let yes = decided("a", Decision::Granted);
        assert_eq!(told(&[]), (Decision::Undecided, String::new()));
        assert_eq!(
            told(std::slice::from_ref(&yes)),
            (Decision::Undecided, String::new())
        );
        let essential = decided("b", Decision::Essential);
        assert_eq!(
            told(&[yes.clone(), essential]),
            (Decision::Essential, "/c/b".into())
        );
        let no = decided("b", Decision::Denied);
        assert_eq!(told(&[yes.clone(), no]), (Decision::Denied, "/c/b".into()));
        let both = [yes, decided("b", Decision::Granted)];
        assert_eq!(told(&both), (Decision::Granted, "/c/a".into()));
        let unbound = gate_of(bindings.of(Platform::Jitsu), Platform::Jitsu, &[]);
        assert_eq!(unbound.decision, Decision::Granted);
        let of_a_list = |decisions: &[ConsentDecision]| {
            let gate = gate_of(
                bindings.of(Platform::CommandersAct),
                Platform::CommandersAct,
                decisions,
            );
            (gate.decision, gate.evidence)
        };
        let (listed, no_list) = (of_a_list(&both[..1]), of_a_list(&[]));
        assert_eq!(listed, (Decision::Denied, Some(Evidence::Documented)));
        assert_eq!(no_list, (Decision::Denied, Some(Evidence::Inferred)));
    }

    #[test]
    fn segment_enforces_where_an_event_has_consent_at_all() {
        let binding = Binding {
            kind: ConsentKind::Category,
            ids: vec!["Advertising".into()],
            absent: Some(Absent::Segment),
        };
        let told = |payload: serde_json::Value| {
            let event = Event::new("track", payload);
            gate(Some(&binding), Platform::Jitsu, &event).decision
        };
        let with = |consent: serde_json::Value| json!({"context": {"consent": consent}});
        assert_eq!(told(json!({})), Decision::Granted);
        assert_eq!(told(with(json!(null))), Decision::Granted);
        for consent in [json!({}), json!({"categoryPreferences": {"Other": true}})] {
            assert_eq!(told(with(consent)), Decision::Denied);
        }
    }
}
