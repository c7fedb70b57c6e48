use std::path::Path;

use libtest_mimic::{Failed, Trial};
use serde_json::{Value, json};

use crate::jitsu::{of_input, same_rows};

const CONNECTOR: &str = "jitsu-warehouse-legacy";

/// What the recorded seven events leave open in the layout `jitsu-legacy`: rows of Jitsu's own
/// function for events with little, much or odd in them, and what its user-agent parser reads.
pub fn trials(file: &Path) -> Vec<Trial> {
    let text = std::fs::read_to_string(file).expect("the recorded outputs are there");
    let recorded: Value = serde_json::from_str(&text).expect("they are JSON");
    let mut trials = Vec::new();
    for (name, output) in recorded["outputs"].as_object().expect("rows") {
        let (input, output) = (recorded["inputs"][name].clone(), output.clone());
        trials.push(Trial::test(format!("jitsu-legacy/{name}"), move || {
            let preview = of_input(CONNECTOR, &[], input)?;
            same_rows(&preview, &output).map_err(Failed::from)
        }));
    }
    for read in recorded["user_agents"].as_array().expect("user agents") {
        let read = read.clone();
        let name = read["name"].as_str().expect("a name");
        let name = format!("jitsu-legacy/user-agent/{name}");
        trials.push(Trial::test(name, move || {
            same_parts(&read["user_agent"], &read["parsed_ua"]).map_err(Failed::from)
        }));
    }
    trials
}

fn same_parts(agent: &Value, parts: &Value) -> Result<(), String> {
    let event = json!({"type": "page", "context": {"userAgent": agent}});
    let preview = of_input(CONNECTOR, &[], event)?;
    let request = preview.request.ok_or("expected a row")?;
    let row = &request.body[0];
    if row["event"]["parsed_ua"] != *parts {
        return Err(format!("expected {parts:#}\ngot {:#}", row["event"]));
    }
    for (name, part) in parts.as_object().into_iter().flatten() {
        let column = &row["columns"][format!("parsed_ua_{name}")];
        if column != part {
            return Err(format!(
                "expected {part} in the column of {name}, got {column}"
            ));
        }
    }
    Ok(())
}
