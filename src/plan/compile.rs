use std::collections::{BTreeMap, BTreeSet, HashMap};

use jsonschema::{Draft, PatternOptions, Validator, draft202012};
use serde_json::{Map, Value};

use super::check::check;
use super::file::{Judged, PlanFile, PlannedEventFile, Unexpected};
use super::keywords::unknown_keywords;
use super::words;
use super::work::too_much_work;
use crate::event::Severity;
use crate::platform::{Platform, pointer_step};
use crate::workspace::{Problem, cut};

/// How many problems of one schema are told.
const MOST: usize = 10;

/// A tracking plan, ready to judge.
#[derive(Debug)]
pub struct Plan {
    /// Its name: that of its file, without `.json`.
    pub name: String,
    /// What it is called; the name if nothing else is said.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// The platforms whose events it plans; all if there are none.
    pub platforms: Vec<Platform>,
    /// The sources whose events it plans; all if there are none.
    pub sources: Vec<String>,
    /// What it is about.
    pub judged: Judged,
    /// How much an event matters whose name is not planned.
    pub unexpected: Unexpected,
    /// Its events, in the order of the file.
    pub events: Vec<PlannedEvent>,
    places: HashMap<String, usize>,
    steps: BTreeSet<String>,
}

/// An event of a plan, ready to judge.
#[derive(Debug)]
pub struct PlannedEvent {
    /// Its name.
    pub name: String,
    /// When it is sent and what it means.
    pub description: Option<String>,
    /// How much a broken rule matters, where no pointer says it.
    pub severity: Severity,
    /// The platforms on which it is planned; all of the plan's if there are none.
    pub platforms: Vec<Platform>,
    /// The sources for which it is planned; all of the plan's if there are none.
    pub sources: Vec<String>,
    /// Events that the same visitor sends before it.
    pub after: Vec<String>,
    pub(super) validator: Validator,
    severities: BTreeMap<String, Severity>,
}

impl Plan {
    /// The plan of a file, and everything that is wrong with it. `sources` are the names that
    /// sources have, where they are known.
    pub fn compile(
        name: &str,
        file: PlanFile,
        path: &str,
        sources: Option<&BTreeSet<&str>>,
        problems: &mut Vec<Problem>,
    ) -> Plan {
        check(&file, path, sources, problems);
        let mut wrong = Vec::new();
        let mut events = Vec::new();
        for (event, planned) in &file.events {
            let at = format!("/events/{}", pointer_step(event));
            if let Some(validator) = validator(planned, &file.defs, path, &at, &mut wrong) {
                events.push(PlannedEvent {
                    name: event.clone(),
                    description: planned.description.clone(),
                    severity: planned.severity.unwrap_or(file.severity),
                    platforms: planned.platforms.clone(),
                    sources: planned.sources.clone(),
                    after: planned.after.clone(),
                    validator,
                    severities: planned.severities.clone(),
                });
            }
        }
        // What is wrong with a shared schema is met with each event.
        for problem in wrong {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        let steps = events
            .iter()
            .flat_map(|event: &PlannedEvent| event.after.clone());
        let steps = steps.collect();
        let places = events.iter().enumerate();
        Plan {
            name: name.to_string(),
            title: file.title.unwrap_or_else(|| name.to_string()),
            description: file.description,
            platforms: file.platforms,
            sources: file.sources,
            judged: file.judge,
            unexpected: file.unexpected,
            places: places.map(|(at, event)| (event.name.clone(), at)).collect(),
            steps,
            events,
        }
    }

    /// Whether another event has to come after this one.
    pub fn is_step(&self, event: &str) -> bool {
        self.steps.contains(event)
    }

    /// Whether it plans the events of this platform and source.
    pub fn applies(&self, platform: Platform, source: Option<&str>) -> bool {
        in_scope(&self.platforms, &self.sources, platform, source)
    }

    /// The planned event of that name, wherever it is planned.
    pub fn event(&self, name: &str) -> Option<&PlannedEvent> {
        self.places.get(name).and_then(|at| self.events.get(*at))
    }
}

impl PlannedEvent {
    /// Whether it is planned on this platform, for this source.
    pub fn applies(&self, platform: Platform, source: Option<&str>) -> bool {
        in_scope(&self.platforms, &self.sources, platform, source)
    }

    /// How much it matters that a rule is broken at `pointer`.
    pub fn severity_at(&self, pointer: &str) -> Severity {
        let fits = |pattern: &str| {
            let mut steps = pointer.split('/');
            let mut wanted = pattern.split('/');
            wanted.all(|want| steps.next().is_some_and(|step| want == "*" || want == step))
        };
        let fitting = self.severities.iter().filter(|(pattern, _)| fits(pattern));
        let longest = fitting.max_by_key(|(pattern, _)| pattern.split('/').count());
        longest.map_or(self.severity, |(_, severity)| *severity)
    }
}

fn in_scope(
    platforms: &[Platform],
    sources: &[String],
    platform: Platform,
    source: Option<&str>,
) -> bool {
    let named = |source: &str| sources.iter().any(|name| name == source);
    (platforms.is_empty() || platforms.contains(&platform))
        && (sources.is_empty() || source.is_some_and(named))
}

/// The schema of an event, ready to judge; nothing if it is no JSON Schema.
fn validator(
    planned: &PlannedEventFile,
    defs: &Map<String, Value>,
    path: &str,
    at: &str,
    problems: &mut Vec<Problem>,
) -> Option<Validator> {
    let before = problems.len();
    let mut wrong = |pointer: String, message: String| {
        problems.push(Problem::at(path, pointer, cut(&message)));
    };
    let whole = with_defs(&planned.schema, defs);
    // What is wrong with a shared schema is said where that stands.
    let place = |pointer: &str| {
        let shared = pointer.strip_prefix("/$defs/").filter(|rest| {
            let name = rest.split('/').next().unwrap_or_default();
            let name = name.replace("~1", "/").replace("~0", "~");
            let own = planned
                .schema
                .pointer("/$defs")
                .and_then(|own| own.get(&name));
            own.is_none()
        });
        match shared {
            Some(_) => pointer.to_string(),
            None => format!("{at}/schema{pointer}"),
        }
    };
    for error in draft202012::meta::validator()
        .iter_errors(&whole)
        .take(MOST)
    {
        wrong(
            place(&error.instance_path().to_string()),
            words::of_schema(&error),
        );
    }
    let mut unknown = Vec::new();
    unknown_keywords(&whole, "", &mut unknown);
    for (pointer, message) in unknown.into_iter().take(MOST) {
        wrong(place(&pointer), message);
    }
    if let Some((pointer, message)) = too_much_work(&whole) {
        wrong(place(&pointer), message);
    }
    if problems.len() > before {
        return None;
    }
    match build(&whole) {
        Ok(validator) => Some(validator),
        Err(error) => {
            let pointer = place(&error.instance_path().to_string());
            let message = format!("this schema cannot be used: {error}");
            problems.push(Problem::at(path, pointer, cut(&message)));
            None
        }
    }
}

/// A schema, ready to judge as plans do.
///
/// # Errors
/// It cannot be used.
pub(super) fn build(schema: &Value) -> Result<Validator, jsonschema::ValidationError<'_>> {
    let options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .offline()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        // Linear in what a client sends, whatever the pattern.
        .with_pattern_options(PatternOptions::regex());
    options.build(schema)
}

/// The schema with the plan's shared ones in it, which its own go before.
fn with_defs(schema: &Value, defs: &Map<String, Value>) -> Value {
    let Value::Object(fields) = schema else {
        return schema.clone();
    };
    let mut fields = fields.clone();
    if !defs.is_empty() {
        let own = fields.remove("$defs");
        let mut all = defs.clone();
        if let Some(Value::Object(own)) = own {
            all.extend(own);
        }
        fields.insert("$defs".into(), Value::Object(all));
    }
    Value::Object(fields)
}
