use super::{Comparison, Condition, Literal, Word, time};
use crate::platform::Platform;

/// What a condition says of events, as the end of a sentence: `were dropped`.
pub(super) struct Phrase {
    /// What they do, in the plural.
    verb: &'static str,
    /// What stands before the value.
    lead: String,
    /// The value, if there is one.
    value: String,
}

impl Phrase {
    fn new(verb: &'static str, lead: impl Into<String>, value: impl Into<String>) -> Phrase {
        Phrase {
            verb,
            lead: lead.into(),
            value: value.into(),
        }
    }

    /// What a condition says.
    pub fn of(condition: &Condition) -> Phrase {
        match condition {
            Condition::Word {
                word,
                value,
                prefix: false,
            } => of_word(*word, value),
            Condition::Word { word, value, .. } if value.is_empty() => {
                Phrase::new("have", article(*word), "")
            }
            Condition::Word { word, value, .. } => {
                let lead = format!("{} that begins with ", article(*word));
                Phrase::new("have", lead, quoted(value))
            }
            Condition::Consent { id: None, decision } => {
                Phrase::new("carry", "the consent decision ", decision.as_str())
            }
            Condition::Consent {
                id: Some(id),
                decision,
            } => {
                let lead = format!("for the consent {} the decision ", quoted(id));
                Phrase::new("carry", lead, decision.as_str())
            }
            Condition::Connector { name, result } => {
                let whose = match name {
                    Some(name) => format!("the destination {}", quoted(name)),
                    None => "a destination".into(),
                };
                Phrase::new("have", format!("at {whose} the result "), result.words())
            }
            Condition::After(micros) => {
                Phrase::new("came", "", format!("at {} or later", time::print(*micros)))
            }
            Condition::Before(micros) => Phrase::new("came", "before ", time::print(*micros)),
            Condition::Has(path) => Phrase::new("have", "a value at ", path.to_string()),
            Condition::Compare {
                path,
                comparison,
                literal,
            } => {
                let lead = format!("{path} {} ", words(*comparison));
                let value = match literal {
                    Literal::Text(text) => quoted(text),
                    other => other.to_string(),
                };
                Phrase::new("have", lead, value)
            }
            Condition::Duplicate => Phrase::new("are", "duplicates", ""),
            Condition::Double => Phrase::new("are", "double fires", ""),
            Condition::Text(words) => Phrase::new("contain", "", quoted(&words.join(" "))),
            Condition::Url(words) => {
                Phrase::new("have", "in their address ", quoted(&words.join(" ")))
            }
        }
    }

    /// One phrase for one or the other, if they differ in the value alone.
    pub fn or(mut self, other: &Phrase) -> Option<Phrase> {
        let is_alike = self.verb == other.verb && self.lead == other.lead;
        if !is_alike || self.value.is_empty() || other.value.is_empty() {
            return None;
        }
        self.value = format!("{} or {}", self.value, other.value);
        Some(self)
    }

    /// As it stands.
    pub fn affirmed(&self) -> String {
        format!("{} {}{}", self.verb, self.lead, self.value)
    }

    /// The opposite.
    pub fn denied(&self) -> String {
        let verb = match self.verb {
            "are" => "are not",
            "were" => "were not",
            "came" => "did not come",
            "carry" => "do not carry",
            "contain" => "do not contain",
            _ => "do not have",
        };
        format!("{verb} {}{}", self.lead, self.value)
    }
}

fn of_word(word: Word, value: &str) -> Phrase {
    let quoted = quoted(value);
    match word {
        Word::Platform => Phrase::new("are", "of the platform ", platform(value)),
        Word::Source => Phrase::new("are", "from the source ", quoted),
        Word::Session => Phrase::new("are", "in the test session ", quoted),
        Word::Type => Phrase::new("are", "of type ", value),
        Word::Name => Phrase::new("are", "named ", quoted),
        Word::Outcome => Phrase::new("were", "", value),
        Word::Finding => Phrase::new("have", "the finding ", value),
        Word::User => Phrase::new("are", "of the user ", quoted),
        Word::AnonymousId => Phrase::new("are", "of the visitor ", quoted),
        Word::SessionId => Phrase::new("are", "of the visit ", quoted),
        Word::MessageId => Phrase::new("have", "the message id ", quoted),
        Word::Status => Phrase::new("were", "answered with ", value),
        Word::Transport => Phrase::new("were", "sent by ", value),
    }
}

/// A platform's name for a person.
pub(super) fn platform(value: &str) -> &str {
    match Platform::parse(value) {
        Some(platform) => platform.title(),
        None => value,
    }
}

fn article(word: Word) -> &'static str {
    match word {
        Word::Platform => "a platform",
        Word::Source => "a source",
        Word::Session => "a test session",
        Word::Type => "a type",
        Word::Name => "a name",
        Word::Outcome => "an outcome",
        Word::Finding => "a finding",
        Word::User => "a user",
        Word::AnonymousId => "a visitor",
        Word::SessionId => "a visit",
        Word::MessageId => "a message id",
        Word::Status => "a status",
        Word::Transport => "a transport",
    }
}

fn words(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "equal to",
        Comparison::NotEqual => "other than",
        Comparison::Greater => "more than",
        Comparison::AtLeast => "at least",
        Comparison::Less => "less than",
        Comparison::AtMost => "at most",
    }
}

fn quoted(text: &str) -> String {
    format!("“{text}”")
}
