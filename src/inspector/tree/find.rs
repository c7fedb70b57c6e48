use regex::{Regex, RegexBuilder};
use serde_json::Value;

use crate::platform::pointer_step;

/// How many places are counted. Who has more looks for something else.
const MOST: usize = 1000;

/// How many bytes the pointers of all places may have together: names may be long.
const POINTERS: usize = 4_000_000;

/// How many places are listed at a time.
const LISTED: usize = 100;

/// How many characters are shown on either side of what was found.
const AROUND: usize = 30;

/// The longest text that is looked for, in characters.
pub const LONGEST: usize = 500;

/// Where a text is in a payload: in names and in values, in upper or lower case.
#[derive(Debug)]
pub struct Found {
    /// What was looked for.
    pub text: String,
    /// How many places there are.
    pub count: usize,
    /// Whether there are more than were counted.
    pub more: bool,
    /// The places listed: those around the one that the address points at.
    pub places: Vec<Place>,
    /// The number of the first one listed, from 1.
    pub first: usize,
    /// The number of the one that the address points at, from 1, if it is one.
    pub here: Option<usize>,
    /// The pointers of the places before and after that one, all around.
    pub previous: Option<String>,
    pub next: Option<String>,
}

/// A name or a value that has it.
#[derive(Debug)]
pub struct Place {
    /// Its JSON pointer.
    pub pointer: String,
    /// What stands before it, itself, and what stands after it; cut.
    pub before: String,
    pub at: String,
    pub after: String,
    /// Whether the address points at it.
    pub here: bool,
}

struct Finder {
    text: Regex,
    pointer: String,
    places: Vec<Place>,
    room: usize,
    more: bool,
}

impl Found {
    /// Looks for `text` in all of `payload`; nothing if there is none to look for.
    pub fn new(payload: &Value, text: &str, at: Option<&str>) -> Option<Found> {
        let literal: String = regex::escape(&text.chars().take(LONGEST).collect::<String>());
        let mut builder = RegexBuilder::new(&literal);
        let regex = builder.case_insensitive(true).build().ok()?;
        if text.is_empty() {
            return None;
        }
        let mut finder = Finder {
            text: regex,
            pointer: String::new(),
            places: Vec::new(),
            room: POINTERS,
            more: false,
        };
        finder.look(payload, None);
        Some(Found::of(finder, text, at))
    }

    fn of(finder: Finder, text: &str, at: Option<&str>) -> Found {
        let Finder {
            mut places, more, ..
        } = finder;
        let count = places.len();
        let here = places
            .iter()
            .position(|place| Some(place.pointer.as_str()) == at);
        let pointer = |place: usize| places.get(place).map(|place| place.pointer.clone());
        let (previous, next) = match here {
            Some(here) => (
                pointer((here + count - 1) % count),
                pointer((here + 1) % count),
            ),
            None => (pointer(count.saturating_sub(1)), pointer(0)),
        };
        let first = here.map_or(0, |here| here - here % LISTED);
        if let Some(place) = here.and_then(|here| places.get_mut(here)) {
            place.here = true;
        }
        Found {
            text: text.to_string(),
            count,
            more,
            places: places.into_iter().skip(first).take(LISTED).collect(),
            first: first + 1,
            here: here.map(|here| here + 1),
            previous,
            next,
        }
    }
}

impl Finder {
    /// Looks at a value and at the name that it has.
    fn look(&mut self, value: &Value, name: Option<&str>) {
        let in_value = match value {
            Value::Object(_) | Value::Array(_) => None,
            Value::String(text) => self.found(text),
            other => self.found(&other.to_string()),
        };
        if let Some(place) = in_value.or_else(|| self.found(name?)) {
            self.keep(place);
        }
        match value {
            Value::Object(fields) => {
                for (name, inner) in fields {
                    self.below(&pointer_step(name), inner, Some(name));
                }
            }
            Value::Array(items) => {
                for (place, inner) in items.iter().enumerate() {
                    self.below(&place.to_string(), inner, None);
                }
            }
            _ => {}
        }
    }

    fn below(&mut self, step: &str, value: &Value, name: Option<&str>) {
        if self.more {
            return;
        }
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(step);
        self.look(value, name);
        self.pointer.truncate(length);
    }

    fn found(&self, text: &str) -> Option<Place> {
        let found = self.text.find(text)?;
        let (before, after) = (text.get(..found.start())?, text.get(found.end()..)?);
        let start = before.char_indices().rev().nth(AROUND - 1);
        let before = match start {
            Some((at, _)) if at > 0 => format!("…{}", before.get(at..)?),
            _ => before.to_string(),
        };
        let after = match after.char_indices().nth(AROUND) {
            Some((at, _)) => format!("{}…", after.get(..at)?),
            None => after.to_string(),
        };
        Some(Place {
            pointer: String::new(),
            before,
            at: found.as_str().to_string(),
            after,
            here: false,
        })
    }

    fn keep(&mut self, place: Place) {
        if self.places.len() == MOST || self.room < self.pointer.len() {
            self.more = true;
            return;
        }
        self.room -= self.pointer.len();
        let pointer = self.pointer.clone();
        self.places.push(Place { pointer, ..place });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(payload: &Value, text: &str, at: Option<&str>) -> Found {
        Found::new(payload, text, at).expect("there is something to look for")
    }

    fn pointers(found: &Found) -> Vec<&str> {
        found
            .places
            .iter()
            .map(|place| place.pointer.as_str())
            .collect()
    }

    #[test]
    fn names_and_values_are_found_in_either_case() {
        let payload =
            json!({"Price": 12.5, "list": [{"a/b": "the PRICE"}, true], "price": {"x": null}});
        assert_eq!(
            pointers(&found(&payload, "price", None)),
            ["/Price", "/list/0/a~1b", "/price"]
        );
        assert_eq!(pointers(&found(&payload, "12.5", None)), ["/Price"]);
        assert_eq!(pointers(&found(&payload, "true", None)), ["/list/1"]);
        // What is looked for is a text, no pattern.
        assert_eq!(found(&payload, ".*", None).count, 0);
        assert!(Found::new(&payload, "", None).is_none());
    }

    #[test]
    fn what_stands_around_it_is_cut_at_a_letter() {
        let long = format!("{}Needle{}", "ä".repeat(100), "ö".repeat(100));
        let found = found(&json!([long]), "needle", None);
        let place = &found.places[0];
        assert_eq!(place.before, format!("…{}", "ä".repeat(AROUND)));
        assert_eq!(
            (place.at.as_str(), place.after.as_str()),
            ("Needle", format!("{}…", "ö".repeat(AROUND)).as_str())
        );
    }

    #[test]
    fn one_leads_to_the_next_all_around_and_only_so_many_are_listed() {
        let payload = json!(vec!["x"; 250]);
        let some = found(&payload, "x", Some("/149"));
        assert_eq!((some.count, some.first, some.here), (250, 101, Some(150)));
        assert_eq!((some.places.len(), some.places[49].here), (LISTED, true));
        let last = found(&payload, "x", Some("/249"));
        assert_eq!(last.next.as_deref(), Some("/0"));
        assert_eq!(last.previous.as_deref(), Some("/248"));
        let none = found(&payload, "x", Some("/elsewhere"));
        assert_eq!((none.here, none.next.as_deref()), (None, Some("/0")));
    }

    #[test]
    fn of_very_many_only_so_many_are_counted() {
        let all = found(&json!(vec!["x"; MOST]), "x", None);
        assert_eq!((all.count, all.more), (MOST, false));
        let more = found(&json!(vec!["x"; MOST + 1]), "x", None);
        assert_eq!((more.count, more.more), (MOST, true));
        let long = json!({"y".repeat(1_000_000): vec!["x"; 900]});
        assert!(found(&long, "x", None).count < 10);
    }
}
