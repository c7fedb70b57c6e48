use serde_json::Value;

use super::junit::Case;
use crate::told::RowLines;
use crate::told::terminal::harmless;
use crate::told::{counted, difference, platform};

/// The verdict on a baseline as tests: one for each event name; none if the answer is on something
/// else.
pub fn cases(answer: &Value, suite: &str, seconds: f64, plain: &RowLines) -> Option<Vec<Case>> {
    let names = answer["names"].as_array()?;
    let differences = answer["differences"].as_array();
    let cases = names.iter().map(|name| {
        let of = |key: &str| name[key].as_i64().unwrap_or_default();
        let is_its = |told: &&Value| {
            ["platform", "name"]
                .iter()
                .all(|key| told[key] == name[key])
        };
        let own = differences.into_iter().flatten().filter(is_its);
        let text: String = own.map(|told| difference(told, plain)).collect();
        let message = format!(
            "{} from the baseline, which has {} of it; {} came",
            counted(of("differences"), "difference", "differences"),
            of("baseline"),
            of("now")
        );
        Case {
            name: format!(
                "{suite}: {} {}",
                platform(name),
                harmless(name["name"].as_str().unwrap_or_default())
            ),
            // All were looked at at once.
            seconds: 0.0,
            failure: (of("differences") > 0).then_some((message, text)),
        }
    });
    let mut cases: Vec<Case> = cases.collect();
    if let Some(first) = cases.first_mut() {
        first.seconds = seconds;
    }
    Some(cases)
}
