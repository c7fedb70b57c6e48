use serde::Deserialize;
use serde_json::Value;

/// A consent decision, as a page shows it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ConsentView {
    /// `vendor`, `category` or `purpose`.
    pub kind: String,
    /// Its id, as sent.
    pub id: String,
    /// `granted`, `denied`, `essential` or `undecided`.
    pub decision: String,
    /// Where it was read from.
    pub pointer: String,
    /// The rule applied.
    pub rule: String,
    /// How well the rule is known.
    pub evidence: String,
}

/// The decisions of an event, from its row.
pub fn decisions(consent: &Value) -> Vec<ConsentView> {
    Vec::deserialize(consent).unwrap_or_default()
}

/// All decisions in one word: theirs if they agree, `mixed` if not, `none` if there are none.
pub fn consent_word(decisions: &[ConsentView]) -> &str {
    match decisions {
        [] => "none",
        [first, rest @ ..] if rest.iter().all(|other| other.decision == first.decision) => {
            &first.decision
        }
        _ => "mixed",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_word_for_all_decisions() {
        let word = |words: &[&str]| {
            let consent = words.iter().map(|word| json!({"decision": word})).collect();
            consent_word(&decisions(&Value::Array(consent))).to_string()
        };
        assert_eq!(word(&[]), "none");
        assert_eq!(word(&["denied", "denied"]), "denied");
        assert_eq!(word(&["granted", "denied"]), "mixed");
    }
}
