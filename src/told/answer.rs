use serde_json::Value;

use super::terminal::{Tone, harmless};
use super::{RowLines, difference};

/// What came, of an answer of the API to what is expected: a line for each event or request.
pub fn what_came(answer: &Value, lines: &RowLines) -> String {
    let mut text = String::new();
    let came = |list: &str, of_step: &str| {
        let steps = answer["steps"].as_array().into_iter().flatten();
        let steps = steps.filter_map(|step| step.get(of_step));
        let rows = answer[list].as_array().into_iter().flatten().chain(steps);
        rows.collect::<Vec<_>>()
    };
    for request in came("requests", "request") {
        text.push_str(&format!("  {}\n", lines.request(request)));
    }
    for event in came("events", "event") {
        text.push_str(&format!("  {}\n", lines.event(event)));
    }
    for plan in answer["plans"].as_array().into_iter().flatten() {
        text.push_str(&plan_lines(plan, lines));
    }
    text
}

/// What was expected and does not hold, what came instead, and where a person looks at it.
pub fn what_lacks(answer: &Value, lines: &RowLines) -> String {
    let mut text = String::new();
    if let Some(expected) = answer["expected"].as_str() {
        text.push_str(&format!("  expected  {}\n", harmless(expected)));
    }
    text.push_str(&what_came(answer, lines));
    for complaint in answer["complaints"].as_array().into_iter().flatten() {
        text.push_str(&complaint_line(complaint, lines));
    }
    for told in answer["differences"].as_array().into_iter().flatten() {
        text.push_str(&difference(told, lines));
    }
    text.push_str(&missing(&answer["missing"], lines));
    if let Some(page) = answer["inspector"].as_str() {
        let page = harmless(page);
        text.push_str(&format!(
            "  look at   {}\n",
            lines.terminal.link(&page, &page)
        ));
    }
    text
}

fn complaint_line(complaint: &Value, lines: &RowLines) -> String {
    let said = |key: &str| complaint[key].as_str().map(harmless).unwrap_or_default();
    let what = lines.terminal.paint(Tone::Bad, &said("what"));
    let times = match complaint["count"].as_i64() {
        None | Some(0) => String::new(),
        Some(1) => format!(" (once, {})", said("last")),
        Some(times) => format!(" ({times} times, last {})", said("last")),
    };
    format!(
        "  {what}  {} of {}: {}{times}\n",
        said("event"),
        said("plan"),
        said("message")
    )
}

/// Each event of a plan, with what came of it.
fn plan_lines(plan: &Value, lines: &RowLines) -> String {
    let title = harmless(plan["plan"].as_str().unwrap_or_default());
    let events = plan["events"].as_array().into_iter().flatten();
    let events = events.map(|event| {
        let state = event["state"].as_str().unwrap_or_default();
        let tone = match state {
            "valid" => Tone::Good,
            "never seen" => Tone::Doubtful,
            _ => Tone::Bad,
        };
        let state = lines.terminal.paint(tone, &format!("{state:<10}"));
        let name = harmless(event["event"].as_str().unwrap_or_default());
        format!(
            "  {state}  {name} of {title}: {} seen, {} as planned\n",
            event["seen"], event["valid"]
        )
    });
    events.collect()
}

/// What came instead of what was expected.
fn missing(missing: &Value, lines: &RowLines) -> String {
    let mut text = String::new();
    let nearest = &missing["nearest"];
    if !nearest.is_null() {
        let line = match &nearest["event"] {
            Value::Null => lines.request(&nearest["request"]),
            event => lines.event(event),
        };
        text.push_str(&format!("  nearest   {line}\n"));
        for unmet in nearest["unmet"].as_array().into_iter().flatten() {
            let expected = unmet["expected"].as_str().map(harmless);
            let got = unmet["got"].as_array().into_iter().flatten();
            let got: Vec<String> = got.filter_map(Value::as_str).map(harmless).collect();
            let got = match got.is_empty() {
                true => "nothing".into(),
                false => got.join(", "),
            };
            text.push_str(&format!(
                "    expected  {}   got  {}\n",
                lines
                    .terminal
                    .paint(Tone::Good, &expected.unwrap_or_default()),
                lines.terminal.paint(Tone::Bad, &got)
            ));
        }
    }
    let came = missing["came"].as_array();
    match came.map(Vec::as_slice) {
        None => {}
        Some([]) => text.push_str("  came      nothing\n"),
        Some(came) => {
            let names = came.iter().map(|it| {
                let name = it["name"].as_str();
                let outcome = match it["outcome"].as_str() {
                    Some("accepted") | None => String::new(),
                    Some(other) => format!(" ({})", harmless(other)),
                };
                format!("{}{outcome}", harmless(name.unwrap_or_default()))
            });
            let names: Vec<String> = names.collect();
            text.push_str(&format!("  came      {}\n", names.join(", ")));
        }
    }
    text
}
