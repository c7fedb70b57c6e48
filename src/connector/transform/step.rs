use std::collections::BTreeMap;

use serde_json::Value;

use super::super::file::Parameter;
use super::super::parameters::fill_text;
use super::super::traced::{Shape, Traced, text_of};
use super::{Run, TRANSFORMS, Transform};
use crate::workspace::nearest_name;

/// One transform with its argument, as a mapping names it.
pub struct Step {
    transform: &'static Transform,
    name: String,
    count: usize,
    label: String,
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.label)
    }
}

/// What the seeded transforms are seeded with.
#[derive(Debug, Clone, Copy)]
pub struct Seeds<'a> {
    /// The connector's name.
    pub connector: &'a str,
    /// What is the event's own.
    pub event: &'a str,
}

impl Step {
    /// The step that `value` names: `"trim"`, `{"cut": 40}`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(value: &Value, parameters: &BTreeMap<String, Parameter>) -> Result<Step, String> {
        let (name, argument) = match value {
            Value::String(name) => (name.as_str(), None),
            Value::Object(one) if one.len() == 1 => match one.iter().next() {
                Some((name, argument)) => (name.as_str(), Some(argument)),
                None => ("", None),
            },
            _ => {
                return Err(
                    "a transform is a name, or a name with its argument: {\"cut\": 40}".into(),
                );
            }
        };
        let Some(transform) = TRANSFORMS.iter().find(|it| it.name == name) else {
            let near = nearest_name(name, TRANSFORMS.iter().map(|it| it.name));
            let meant = near.map_or(String::new(), |near| format!("; did you mean \"{near}\"?"));
            return Err(format!("unknown transform \"{name}\"{meant}"));
        };
        let mut step = Step {
            transform,
            name: String::new(),
            count: 0,
            label: name.to_string(),
        };
        match (&transform.run, argument) {
            (Run::Named(_), Some(Value::String(text))) => {
                step.name = fill_text(text, parameters)?;
                step.label = format!("{name} {}", step.name);
            }
            (Run::Named(_), _) => {
                return Err(format!("{name} needs a name: {{\"{name}\": \"…\"}}"));
            }
            (Run::Part { names, .. }, argument) => {
                let part = argument.and_then(Value::as_str);
                if !part.is_some_and(|part| names.contains(&part)) {
                    return Err(format!(
                        "{name} needs one of {}: {{\"{name}\": \"…\"}}",
                        names.join(", ")
                    ));
                }
                step.name = part.unwrap_or_default().into();
                step.label = format!("{name} {}", step.name);
            }
            (Run::Counted(_) | Run::SeededCount(_), argument) => {
                let count = argument.and_then(Value::as_u64);
                let count = count.and_then(|it| usize::try_from(it).ok());
                step.count = count.ok_or(format!("{name} needs a number: {{\"{name}\": 1}}"))?;
                step.label = format!("{name} {}", step.count);
            }
            (_, None) => {}
            (_, Some(_)) => return Err(format!("{name} takes no argument")),
        }
        Ok(step)
    }

    /// What it makes of a value; nothing of what it cannot read.
    pub fn apply(&self, traced: Traced, seeds: Seeds) -> Option<Traced> {
        let mut made = match &self.transform.run {
            Run::Parts(run) => run(traced),
            Run::Whole(run) => {
                let value = run(&traced.value())?;
                Traced {
                    from: traced.sources(),
                    shape: Shape::Scalar(value),
                    by: traced.by,
                }
            }
            _ => return self.each_text(traced, seeds),
        };
        made.by.push(self.label.clone());
        Some(made)
    }

    fn each_text(&self, traced: Traced, seeds: Seeds) -> Option<Traced> {
        let Traced {
            shape,
            from,
            mut by,
        } = traced;
        let shape = match shape {
            Shape::Scalar(value) => {
                let value = self.text(&text_of(&value)?, &from, seeds)?;
                by.push(self.label.clone());
                Shape::Scalar(value)
            }
            Shape::Array(items) => Shape::Array(
                items
                    .into_iter()
                    .filter_map(|item| self.each_text(item, seeds))
                    .collect(),
            ),
            Shape::Object(_) => return None,
        };
        Some(Traced { shape, from, by })
    }

    fn text(&self, text: &str, from: &[String], seeds: Seeds) -> Option<Value> {
        let own = || format!("{}\n{}\n{}", seeds.connector, seeds.event, from.join("\n"));
        match self.transform.run {
            Run::Text(run) => run(text),
            Run::Named(run) | Run::Part { run, .. } => run(text, &self.name),
            Run::Counted(run) => run(text, self.count),
            Run::Seeded { always: true, run } => run(text, seeds.connector),
            Run::Seeded { always: false, run } => run(text, &own()),
            Run::SeededCount(run) => run(text, self.count, &own()),
            Run::Whole(_) | Run::Parts(_) => None,
        }
    }
}
