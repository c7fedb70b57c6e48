use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Form, Path};
use askama::Template;
use serde_json::{Map, Number, Value};

use super::PageError;
use super::known_sessions::known_sessions;
use super::render::{form_page, see_other};
use crate::api::{FaultList, arm_checked};
use crate::fault::{Fault, Kind, PRESETS, preset};
use crate::platform::Platform;
use crate::server::App;
use crate::store::SessionRow;

/// The page of the faults.
#[derive(Template)]
#[template(path = "faults.html")]
struct FaultsPage {
    list: FaultList,
    /// What was typed into the form, where it could not be armed.
    typed: Typed,
    /// Why not.
    wrong: Option<String>,
    /// The test sessions to choose from.
    sessions: Vec<SessionRow>,
}

/// The fields of a form, as they were typed.
type Typed = BTreeMap<String, String>;

/// The status of the kind `status` where none was typed.
const STATUS: &str = "503";

/// A field with a choice: its name, its label, what none means, and each value with its words.
type Choice = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// Fields with a choice, of what a fault does.
const SELECTS: [Choice; 3] = [
    (
        "retry_after_form",
        "Retry-After as",
        "seconds",
        &[("date", "a date")],
    ),
    (
        "rate_limit_reset",
        "X-RateLimit-Reset",
        "left out",
        &[
            ("seconds", "seconds from now"),
            ("epoch", "seconds since 1970"),
        ],
    ),
    (
        "taken_in",
        "Taken in by the platform",
        "as the kind is",
        &[("yes", "yes"), ("no", "no")],
    ),
];

/// Fields that are numbers.
const NUMBERS: [&str; 10] = [
    "status",
    "retry_after",
    "per_second",
    "burst",
    "latency_ms",
    "latency_max_ms",
    "timeout_ms",
    "times",
    "every",
    "seed",
];

/// Fields that are text.
const TEXTS: [&str; 12] = [
    "kind",
    "name",
    "platform",
    "source",
    "session",
    "method",
    "path",
    "q",
    "body",
    "content_type",
    "retry_after_form",
    "rate_limit_reset",
];

/// What is armed, what each did so far, and a form to arm one.
pub async fn list(app: Data<App>) -> Result<HttpResponse, PageError> {
    shown(&app, Typed::new(), None).await
}

/// Arms the fault of the form, or of a preset.
pub async fn arm(app: Data<App>, Form(typed): Form<Typed>) -> Result<HttpResponse, PageError> {
    let fault = match typed.get("preset") {
        Some(name) => match preset(name) {
            Some(preset) => preset.fault(),
            None => return Err(PageError::not_found("preset", name)),
        },
        None => read(&typed),
    };
    let armed = fault.and_then(|fault| arm_checked(&app, fault).map_err(|problem| problem.detail));
    match armed {
        Ok(_) => Ok(back()),
        Err(wrong) => shown(&app, typed, Some(wrong)).await,
    }
}

/// Disarms one.
pub async fn disarm(app: Data<App>, id: Path<String>) -> Result<HttpResponse, PageError> {
    match app.faults.disarm(&id) {
        Some(_) => Ok(back()),
        None => Err(PageError::not_found("fault", &id)),
    }
}

/// Disarms all.
pub async fn disarm_all(app: Data<App>) -> HttpResponse {
    app.faults.disarm_all();
    back()
}

/// To the list.
fn back() -> HttpResponse {
    see_other("/inspector/faults")
}

async fn shown(
    app: &Data<App>,
    typed: Typed,
    wrong: Option<String>,
) -> Result<HttpResponse, PageError> {
    let page = FaultsPage {
        list: FaultList::of(app),
        typed,
        wrong,
        sessions: known_sessions(app).await,
    };
    form_page(&page, page.wrong.as_ref())
}

/// The fault of a form: the same JSON as the API takes, of what was typed.
fn read(typed: &Typed) -> Result<Fault, String> {
    let given = |name: &str| {
        typed
            .get(name)
            .map(|value| value.trim())
            .filter(|it| !it.is_empty())
    };
    let mut fault = Map::new();
    for name in TEXTS {
        if let Some(text) = given(name) {
            fault.insert(name.into(), text.into());
        }
    }
    for name in NUMBERS {
        if let Some(text) = given(name) {
            let number: u64 = text
                .parse()
                .map_err(|_| format!("{name} is {text:?}; expected a whole number"))?;
            fault.insert(name.into(), number.into());
        }
    }
    if let Some(text) = given("probability") {
        let number = text.parse().ok().and_then(Number::from_f64);
        let number = number
            .ok_or_else(|| format!("probability is {text:?}; expected a number, such as 0.5"))?;
        fault.insert("probability".into(), number.into());
    }
    if let Some(lines) = given("headers") {
        fault.insert("headers".into(), headers(lines)?);
    }
    match given("taken_in") {
        None => {}
        Some("yes") => drop(fault.insert("taken_in".into(), true.into())),
        Some("no") => drop(fault.insert("taken_in".into(), false.into())),
        Some(other) => return Err(format!("taken_in is {other:?}; expected yes or no")),
    }
    if given("kind") == Some(Kind::Status.as_str()) && given("status").is_none() {
        let status: u64 = STATUS.parse().unwrap_or(503);
        fault.insert("status".into(), status.into());
    }
    serde_json::from_value(Value::Object(fault)).map_err(|error| error.to_string())
}

/// Headers as they were typed: a line for each.
fn headers(lines: &str) -> Result<Value, String> {
    let mut headers = Map::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| format!("headers has {line:?}; expected a line such as X-Region: eu"))?;
        headers.insert(name.trim().into(), value.trim().into());
    }
    Ok(Value::Object(headers))
}

impl FaultsPage {
    /// What was typed into a field.
    fn value(&self, name: &str) -> &str {
        self.typed.get(name).map_or("", String::as_str)
    }
}
