mod shape;
mod texts;

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::platform::Platform;
use shape::Shape;

/// How many names a plan is inferred for.
const NAMES: usize = 500;

/// The longest name that is planned, in bytes.
const LONGEST: usize = 200;

/// Types of events that are planned by their type: what they are called is a page's title, or
/// nothing.
const BY_TYPE: &[&str] = &["page", "screen", "identify", "group", "alias", "consent"];

/// A first plan, made from what was recorded.
#[derive(Debug, Default)]
pub struct Inferred {
    shapes: Vec<(String, Shape)>,
    places: HashMap<String, usize>,
    left_out: usize,
}

impl Inferred {
    /// Takes in an event of that name and type, as the platform takes it.
    pub fn take(&mut self, name: Option<&str>, kind: &str, payload: &Value) {
        let named = name.filter(|name| !name.trim().is_empty() && !BY_TYPE.contains(&kind));
        let name = named.unwrap_or(kind);
        let place = match self.places.get(name) {
            Some(place) => *place,
            None if self.shapes.len() >= NAMES || name.len() > LONGEST => {
                self.left_out += 1;
                return;
            }
            None => {
                self.shapes.push((name.to_string(), Shape::default()));
                self.places.insert(name.to_string(), self.shapes.len() - 1);
                self.shapes.len() - 1
            }
        };
        if let Some((_, shape)) = self.shapes.get_mut(place) {
            shape.take(payload);
        }
    }

    /// The names, and how often each came.
    pub fn names(&self) -> impl Iterator<Item = (&str, usize)> {
        self.shapes
            .iter()
            .map(|(name, shape)| (name.as_str(), shape.count()))
    }

    /// How many events have a name too long, or one too many.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The plan's file.
    pub fn plan(&self, platform: Platform) -> Value {
        let event = |(name, shape): &(String, Shape)| {
            let times = match shape.count() {
                1 => "once".to_string(),
                times => format!("{times} times"),
            };
            let planned = json!({
                "description": format!("Seen {times} when the plan was inferred."),
                "schema": shape.schema(""),
            });
            (name.clone(), planned)
        };
        let events: Map<String, Value> = self.shapes.iter().map(event).collect();
        json!({
            "title": format!("{} events", platform.title()),
            "description": "Inferred from what was recorded: read it, and make it the plan.",
            "platforms": [platform.as_str()],
            "events": events,
        })
    }
}
