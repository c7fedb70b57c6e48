use std::time::Duration;

use clap::ValueEnum;
use serde_json::{Value, json};

use super::differences;
use super::junit::{Case, junit};
use super::terminal::{Tone, harmless, harmless_json};
use crate::told::{RowLines, what_came, what_lacks};

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
    /// Without the page that shows it, of a server that is gone when this is read.
    pub fn without_page(mut self) -> Checked {
        if let Value::Object(answer) = &mut self.answer {
            // The hint is about the page, and the text names it.
            for member in ["inspector", "hint", "text"] {
                answer.remove(member);
            }
        }
        self
    }

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
        let word = match self.result {
            CheckResult::Holds => lines.terminal.paint(Tone::Good, "holds"),
            other => lines.terminal.paint(Tone::Bad, other.as_str()),
        };
        let details = match self.result {
            CheckResult::Holds => what_came(&self.answer, lines),
            _ => what_lacks(&self.answer, lines),
        };
        format!(
            "{word}  {}: {}\n{details}",
            harmless(&self.name),
            self.message()
        )
    }
}
