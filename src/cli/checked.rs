use std::time::Duration;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::differences::{self, difference};
use super::junit::{Case, junit};
use super::row_line::RowLines;
use super::terminal::{Tone, harmless, harmless_json};

/// How what was checked is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckOutput {
    /// Lines for a person.
    Human,
    /// JSON, laid out.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// XML in the format of JUnit.
    Junit,
}

/// Something that was expected, and what came of it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What it is called.
    pub name: String,
    /// How long it took.
    pub took: Duration,
    /// Whether it held.
    pub result: CheckResult,
    /// What the API says of it.
    pub answer: Value,
}

/// Whether something held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckResult {
    /// It holds.
    Holds,
    /// It does not.
    DoesNotHold,
    /// It did not come in time.
    TimedOut,
}

impl CheckResult {
    /// Whether it holds.
    pub fn now(holds: bool) -> CheckResult {
        match holds {
            true => CheckResult::Holds,
            false => CheckResult::DoesNotHold,
        }
    }

    /// What the API's status says.
    pub fn of(status: u16) -> CheckResult {
        match status {
            200 => CheckResult::Holds,
            408 => CheckResult::TimedOut,
            _ => CheckResult::DoesNotHold,
        }
    }

    /// The exit code that says it.
    pub fn exit_code(self) -> u8 {
        match self {
            CheckResult::Holds => 0,
            CheckResult::DoesNotHold => 1,
            CheckResult::TimedOut => 4,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            CheckResult::Holds => "holds",
            CheckResult::DoesNotHold => "does not hold",
            CheckResult::TimedOut => "timed out",
        }
    }
}

impl CheckOutput {
    /// All that was checked, as it is printed.
    pub fn told(self, all: &[Checked], lines: &RowLines) -> String {
        match self {
            CheckOutput::Human => all.iter().map(|it| it.human(lines)).collect(),
            CheckOutput::Json => match all {
                [one] => format!("{}\n", harmless_json(&format!("{:#}", one.json()))),
                all => {
                    let all: Vec<Value> = all.iter().map(Checked::json).collect();
                    format!("{}\n", harmless_json(&format!("{:#}", Value::Array(all))))
                }
            },
            CheckOutput::Ndjson => all
                .iter()
                .map(|it| format!("{}\n", harmless_json(&it.json())))
                .collect(),
            CheckOutput::Junit => {
                let cases: Vec<Case> = all.iter().flat_map(|it| it.cases(lines)).collect();
                junit("eventpit", &cases)
            }
        }
    }
}

impl Checked {
    fn json(&self) -> Value {
        let mut json = json!({"name": self.name, "result": self.result.as_str()});
        if let (Value::Object(json), Value::Object(answer)) = (&mut json, &self.answer) {
            json.extend(answer.clone());
        }
        json
    }

    fn cases(&self, lines: &RowLines) -> Vec<Case> {
        let plain = RowLines {
            terminal: super::terminal::Terminal::PLAIN,
            url: lines.url.clone(),
        };
        let seconds = self.took.as_secs_f64();
        if let Some(cases) = differences::cases(&self.answer, &self.name, seconds, &plain) {
            return cases;
        }
        vec![Case {
            name: self.name.clone(),
            seconds,
            failure: (self.result != CheckResult::Holds)
                .then(|| (self.message(), self.human(&plain))),
        }]
    }

    fn message(&self) -> String {
        let message = [&self.answer["detail"], &self.answer["message"]];
        let message = message.into_iter().find_map(Value::as_str);
        harmless(message.unwrap_or_default())
    }

    /// What a person reads: what came, or what came instead.
    fn human(&self, lines: &RowLines) -> String {
        let terminal = lines.terminal;
        let word = match self.result {
            CheckResult::Holds => terminal.paint(Tone::Good, "holds"),
            other => terminal.paint(Tone::Bad, other.as_str()),
        };
        let mut text = format!("{word}  {}: {}\n", harmless(&self.name), self.message());
        let answer = &self.answer;
        if self.result != CheckResult::Holds
            && let Some(expected) = answer["expected"].as_str()
        {
            text.push_str(&format!("  expected  {}\n", harmless(expected)));
        }
        for request in answer["requests"].as_array().into_iter().flatten() {
            text.push_str(&format!("  {}\n", lines.request(request)));
        }
        let events = answer["events"].as_array().into_iter().flatten();
        let steps = answer["steps"].as_array().into_iter().flatten();
        let steps = steps
            .map(|step| &step["event"])
            .filter(|event| !event.is_null());
        for event in events.chain(steps) {
            text.push_str(&format!("  {}\n", lines.event(event)));
        }
        for complaint in answer["complaints"].as_array().into_iter().flatten() {
            text.push_str(&complaint_line(complaint, lines));
        }
        for plan in answer["plans"].as_array().into_iter().flatten() {
            text.push_str(&plan_lines(plan, lines));
        }
        for told in answer["differences"].as_array().into_iter().flatten() {
            text.push_str(&difference(told, lines));
        }
        text.push_str(&missing(&answer["missing"], lines));
        if self.result != CheckResult::Holds
            && let Some(page) = answer["inspector"].as_str()
        {
            let page = harmless(page);
            text.push_str(&format!("  look at   {}\n", terminal.link(&page, &page)));
        }
        text
    }
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
