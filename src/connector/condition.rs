use std::collections::BTreeMap;

use serde_json::Value;
use serde_json_path::JsonPath;

use super::file::Parameter;
use super::parameters::fill_path;
use super::path::{Marks, Place, Scope};
use super::patterns::{self, PatternTest};

/// A condition: the inside of an RFC 9535 filter. Of the event it speaks with `$`, inside an
/// `@each` of the item with `@`.
#[derive(Debug)]
pub struct Condition {
    patterns: Vec<PatternTest>,
    /// For each outcome of the patterns, the condition with those in it: the first pattern is the
    /// lowest bit of the place.
    queries: Vec<JsonPath>,
    of_item: bool,
}

impl Condition {
    /// The condition of that text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(
        text: &str,
        parameters: &BTreeMap<String, Parameter>,
        scope: Scope,
    ) -> Result<Condition, String> {
        let text = fill_path(text, parameters)?;
        let marks = Marks::of(&text)?;
        let of_item = scope == Scope::Item;
        if of_item && marks.root {
            return Err(
                "inside an @each, a condition speaks of the item (@), not of the event ($)".into(),
            );
        }
        if !of_item && !marks.root {
            return Err("a condition speaks of the event: $.name == 'purchase'".into());
        }
        if marks.filters > usize::from(!of_item) || marks.wide || marks.unions > 0 {
            return Err(
                "a condition has no * or :, and one filter at most: it reads the event once".into(),
            );
        }
        // The whole first: what is wrong with it is said of the text as it was written.
        parsed(&text)?;
        let patterns = patterns::tests(&text, scope)?;
        let outcomes = 0..1_usize << patterns.len();
        let queries = outcomes.map(|outcome| parsed(&patterns::decided(&text, &patterns, outcome)));
        Ok(Condition {
            queries: queries.collect::<Result<_, _>>()?,
            patterns,
            of_item,
        })
    }

    /// Whether it holds.
    pub fn holds(&self, place: Place) -> bool {
        // A filter asks of each child: any one of the event's can stand for it.
        match (self.of_item, place.item) {
            (true, Some((_, item))) => {
                let list = Value::Array(vec![item.clone()]);
                self.finds(&list, item)
            }
            (true, None) => false,
            (false, _) => self.finds(place.event, place.event),
        }
    }

    /// Whether it holds for a child of `parent`; its patterns are tried on what they find in `of`.
    fn finds(&self, parent: &Value, of: &Value) -> bool {
        let tests = self.patterns.iter().enumerate();
        let outcome = tests.fold(0, |outcome, (nth, test)| {
            outcome | usize::from(test.holds(of)) << nth
        });
        let query = self.queries.get(outcome);
        query.is_some_and(|query| !query.query(parent).is_empty())
    }
}

fn parsed(condition: &str) -> Result<JsonPath, String> {
    JsonPath::parse(&format!("$[?{condition}]")).map_err(|error| error.to_string())
}
