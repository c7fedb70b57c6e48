use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::compile::PlannedEvent;
use super::result::PlanProblem;
use crate::platform::pointer_step;
use crate::workspace::{cut, expected, nearest_name, shown};

/// How many of several ways to be right are told.
const WAYS: usize = 3;

/// What the platforms, and the common vocabulary, keep an event's properties in.
const WRAPPERS: &[&str] = &["properties", "params"];

/// What an error says, in words for someone who knows the plan and no JSON.
pub fn problems(planned: &PlannedEvent, error: &ValidationError) -> Vec<PlanProblem> {
    let pointer = error.instance_path().to_string();
    let problem =
        |pointer: String, expected: Option<String>, got: String, message: String| PlanProblem {
            rule: error.kind().keyword().to_string(),
            severity: planned.severity_at(&pointer),
            pointer,
            expected: expected.map(|text| cut(&text)),
            got: Some(cut(&got)),
            message: cut(&message),
        };
    match error.kind() {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            let at = format!("{pointer}/{}", pointer_step(name));
            let message = format!("{}{name} is missing", inside(&pointer));
            vec![problem(
                at,
                Some(name.to_string()),
                "nothing".into(),
                message,
            )]
        }
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let one = |name: &String| {
                let at = format!("{pointer}/{}", pointer_step(name));
                let got = error.instance().get(name).map_or_else(String::new, shown);
                let message = format!("{}{name} is not in the plan", inside(&pointer));
                problem(at, None, got, message)
            };
            unexpected.iter().map(one).collect()
        }
        kind => {
            let got = shown(error.instance());
            let subject = subject(&pointer);
            let (expected, message) = match wish(kind, error.instance()) {
                Wish::Is(wanted) => {
                    let message = format!("{subject} should be {wanted} and is {got}");
                    (Some(wanted), message)
                }
                Wish::Says(message) => (None, format!("{subject} {message}")),
                Wish::None => (None, format!("{subject}: {}", error.masked())),
            };
            vec![problem(pointer.clone(), expected, got, message)]
        }
    }
}

/// What is wrong with a schema, in words for whoever wrote it.
pub fn of_schema(error: &ValidationError) -> String {
    let got = shown(error.instance());
    match wish(error.kind(), error.instance()) {
        Wish::Is(wanted) => format!("expected {wanted}, got {got}"),
        Wish::Says(message) => format!("{got} {message}"),
        Wish::None => error.to_string(),
    }
}

/// What a rule wants of a value.
enum Wish {
    /// It should be this.
    Is(String),
    /// A sentence about it.
    Says(String),
    /// There are no words for it but the library's.
    None,
}

fn wish(kind: &Kind, value: &Value) -> Wish {
    match kind {
        Kind::Type { kind } => Wish::Is(expected(kind)),
        Kind::Constant { expected_value } => Wish::Is(shown(expected_value)),
        Kind::Enum { options } => {
            let options = options.as_array().map_or(&[][..], Vec::as_slice);
            let named: Vec<String> = options.iter().map(shown).collect();
            let texts = options.iter().filter_map(Value::as_str);
            let near = value.as_str().and_then(|got| nearest_name(got, texts));
            let meant = near.map_or(String::new(), |near| format!(" (most likely \"{near}\")"));
            Wish::Is(format!("one of {}{meant}", named.join(", ")))
        }
        Kind::Format { format } => Wish::Is(format_words(format)),
        Kind::Pattern { pattern } => Wish::Is(format!("a text of the pattern {pattern}")),
        Kind::Minimum { limit } => Wish::Is(format!("at least {limit}")),
        Kind::Maximum { limit } => Wish::Is(format!("at most {limit}")),
        Kind::ExclusiveMinimum { limit } => Wish::Is(format!("more than {limit}")),
        Kind::ExclusiveMaximum { limit } => Wish::Is(format!("less than {limit}")),
        Kind::MultipleOf { multiple_of } => Wish::Is(format!("a multiple of {multiple_of}")),
        Kind::MinLength { limit: 1 } => Wish::Is("a text that is not empty".into()),
        Kind::MinLength { limit } => Wish::Is(format!("a text of at least {limit} characters")),
        Kind::MaxLength { limit } => Wish::Is(format!("a text of at most {limit} characters")),
        Kind::MinItems { limit: 1 } => Wish::Is("a list that is not empty".into()),
        Kind::MinItems { limit } => Wish::Is(format!("a list of at least {limit}")),
        Kind::MaxItems { limit } => Wish::Is(format!("a list of at most {limit}")),
        Kind::AdditionalItems { limit } => Wish::Is(format!("a list of at most {limit}")),
        Kind::MinProperties { limit } => Wish::Is(format!("an object of at least {limit} entries")),
        Kind::MaxProperties { limit } => Wish::Is(format!("an object of at most {limit} entries")),
        Kind::UniqueItems => Wish::Says("has an entry twice".into()),
        Kind::Contains => Wish::Says("lacks an entry that the plan wants in it".into()),
        Kind::FalseSchema => Wish::Says("should not be there".into()),
        Kind::Not { .. } => Wish::Says("is what the plan rules out".into()),
        Kind::OneOfMultipleValid { .. } => {
            Wish::Says("fits several of the plan's forms, and should fit one".into())
        }
        Kind::PropertyNames { .. } => Wish::Says("has a name in it that the plan rules out".into()),
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            let ways = context
                .iter()
                .filter_map(|errors| errors.first())
                .take(WAYS);
            let ways: Vec<String> = ways.map(way).collect();
            Wish::Says(format!(
                "fits none of the plan's forms: {}",
                ways.join(", or ")
            ))
        }
        _ => Wish::None,
    }
}

/// What one of several forms misses.
fn way(error: &ValidationError) -> String {
    let pointer = error.instance_path().to_string();
    match error.kind() {
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            format!("{name} is missing")
        }
        kind => match wish(kind, error.instance()) {
            Wish::Is(wanted) => format!("{} is not {wanted}", subject(&pointer)),
            Wish::Says(message) => format!("{} {message}", subject(&pointer)),
            Wish::None => error.masked().to_string(),
        },
    }
}

/// The value at a pointer, as a person calls it: `price of items 2`, `the event`.
fn subject(pointer: &str) -> String {
    match named(pointer) {
        named if named.is_empty() => "the event".into(),
        named => named.join(" of "),
    }
}

/// Where a property is missing or too much, as the beginning of a sentence: `in items 2: `.
fn inside(pointer: &str) -> String {
    match named(pointer) {
        named if named.is_empty() => String::new(),
        named => format!("in {}: ", named.join(" of ")),
    }
}

/// The steps of a pointer, the innermost first, a place in a list with its list.
fn named(pointer: &str) -> Vec<String> {
    let steps = pointer.split('/').skip(1);
    // What the platforms wrap an event's properties in is no part of the tracking plan.
    let steps = steps
        .enumerate()
        .filter(|(at, step)| *at > 0 || !WRAPPERS.contains(step));
    let mut named: Vec<String> = Vec::new();
    for step in steps.map(|(_, step)| unescaped(step)) {
        match (step.parse::<usize>(), named.last_mut()) {
            // People count from one.
            (Ok(place), Some(list)) => list.push_str(&format!(" {}", place.saturating_add(1))),
            _ => named.push(step),
        }
    }
    named.reverse();
    named
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

fn format_words(format: &str) -> String {
    match format {
        "date-time" => "a date and time, such as 2026-01-31T12:00:00Z".into(),
        "date" => "a date, such as 2026-01-31".into(),
        "time" => "a time, such as 12:00:00Z".into(),
        "email" => "an e-mail address".into(),
        "uri" => "an address, such as https://shop.example/".into(),
        "uuid" => "a UUID".into(),
        other => format!("of the format {other}"),
    }
}
