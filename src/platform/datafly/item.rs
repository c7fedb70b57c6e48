use serde_json::Value;

use super::invalid::Invalid;
use super::routes::Endpoint;
use super::validate::{Valid, validate};
use crate::event::Outcome;
use crate::workspace::DataflySource;

/// An event in a request, and what the gateway makes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// The event as sent; in a batch it may be no object.
    pub value: Value,
    /// What it is: what the path says, in a batch its `type`. `None` if that is none of the four.
    pub endpoint: Option<Endpoint>,
    /// Whether it is taken.
    pub fate: Result<Valid, Invalid>,
}

impl Item {
    /// Judges an event. `path` is what the path says it is; a batch's says nothing.
    pub fn judged(value: Value, path: Option<Endpoint>, source: &DataflySource) -> Item {
        let fate = match &value {
            Value::Object(event) => validate(event, path, source),
            other => Err(Invalid::EventNotObject(other.to_string())),
        };
        Item {
            endpoint: path.or_else(|| own_type(&value)),
            value,
            fate,
        }
    }

    /// An event of a batch that is refused unread.
    pub fn refused(value: Value, invalid: Invalid) -> Item {
        Item {
            endpoint: own_type(&value),
            value,
            fate: Err(invalid),
        }
    }

    /// What becomes of it, in an answer that is a success: one that is refused is lost, and so is
    /// one that the processor will not take.
    pub fn outcome(&self) -> Outcome {
        match &self.fate {
            Ok(valid) if valid.wrong.is_empty() => Outcome::Accepted,
            _ => Outcome::Dropped,
        }
    }
}

fn own_type(event: &Value) -> Option<Endpoint> {
    Endpoint::of_type(event.get("type")?.as_str()?)
}
