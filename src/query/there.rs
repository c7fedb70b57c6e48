use serde_json::Value;

use super::matching::Looked;
use super::{Condition, Document, Word, time};

/// What a document itself has where a condition looks.
pub(super) fn there(condition: &Condition, looked: &Looked) -> Vec<String> {
    let document = looked.document;
    let text = |there: Option<&str>| there.map(String::from).into_iter().collect();
    match condition {
        Condition::Word { word, .. } => word_values(document, *word),
        Condition::Consent { id, .. } => {
            let of = document.consent.iter();
            let of = of.filter(|(of, _)| id.as_ref().is_none_or(|id| id == of));
            of.map(|(of, decision)| format!("{of}: {decision}"))
                .collect()
        }
        Condition::Connector { name, .. } => {
            let of = looked.connectors().iter();
            let of = of.filter(|(of, _)| name.as_ref().is_none_or(|name| name == of));
            of.map(|(of, result)| format!("{of}: {}", result.as_str()))
                .collect()
        }
        Condition::After(_) | Condition::Before(_) => vec![time::print(document.received_at)],
        Condition::Has(path) | Condition::Compare { path, .. } => {
            looked.values(path).into_iter().map(shown).collect()
        }
        Condition::Url(_) => text(document.url),
        Condition::Duplicate | Condition::Double | Condition::Text(_) => Vec::new(),
    }
}

/// A value as JSON; of a list or an object only what it is, as it may be large and deep.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(members) => format!("an object of {}", members.len()),
        other => other.to_string(),
    }
}

fn word_values(document: &Document, word: Word) -> Vec<String> {
    let one = |there: Option<&str>| there.map(String::from).into_iter().collect();
    match word {
        Word::Platform => one(document.platform),
        Word::Source => one(document.source),
        Word::Session => one(Some(document.session)),
        Word::Type => one(document.kind),
        Word::Name => {
            let mut names: Vec<String> = one(document.name);
            let canonical = document.canonical_name.map(String::from);
            names.extend(canonical.filter(|canonical| !names.contains(canonical)));
            names
        }
        Word::Outcome => one(Some(document.outcome)),
        Word::Finding => document.findings.iter().map(ToString::to_string).collect(),
        Word::User => one(document.user_id),
        Word::AnonymousId => one(document.anonymous_id),
        Word::SessionId => one(document.session_id),
        Word::MessageId => one(document.message_id),
        Word::Status => vec![document.status.to_string()],
        Word::Transport => one(document.transport),
    }
}
