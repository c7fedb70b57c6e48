use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::redaction::{Pattern, strip};

/// What Datafly's organisation layer does with an event at a destination whose consent the visitor
/// denied (<https://docs.dataflysignal.com/processing/org-data-layer>: Allow, Drop, Strip).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ConsentAction {
    /// The destination gets nothing.
    #[default]
    Drop,
    /// It gets the event all the same.
    Allow,
    /// It gets the event without personal data.
    Strip,
}

/// What becomes of an event whose consent is denied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OnDenied {
    /// Nothing is sent.
    #[default]
    Drop,
    /// It is sent.
    Allow,
    /// It is sent without what these mean.
    Strip(Vec<Pattern>),
}

impl OnDenied {
    /// What of the event's document is mapped.
    pub(super) fn left_of<'a>(&self, document: &'a Value) -> Cow<'a, Value> {
        match self {
            OnDenied::Strip(patterns) => {
                let mut left = document.clone();
                strip(&mut left, patterns);
                Cow::Owned(left)
            }
            OnDenied::Allow | OnDenied::Drop => Cow::Borrowed(document),
        }
    }

    /// How a reason goes on where something is sent in spite of it.
    pub(super) fn words(&self) -> Option<&'static str> {
        match self {
            OnDenied::Drop => None,
            OnDenied::Allow => Some("; the source's consent_action is allow"),
            OnDenied::Strip(_) => {
                Some("; the source's consent_action is strip: it is sent without personal data")
            }
        }
    }
}
