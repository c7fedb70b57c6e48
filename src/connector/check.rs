use regex::{Regex, RegexBuilder};
use serde::Serialize;
use serde_json::Value;

use super::compile::Compiler;
use super::file::{CheckFile, Effect, NameRule, Rule};
use super::path::{Path, Scope};
use super::traced::is_missing;
use super::transform::moment;
use crate::platform::pointer_step;

/// A rule of a destination, read and checked.
#[derive(Debug)]
pub struct Check {
    at: Path,
    given: Option<String>,
    except: Vec<String>,
    rule: Rule,
    pattern: Option<Regex>,
    effect: Effect,
    message: String,
    docs: String,
}

/// What a destination would do with a part of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Objection {
    /// What it would do.
    pub effect: Effect,
    /// JSON pointer into the body.
    pub pointer: String,
    /// What is the matter, in a sentence.
    pub message: String,
    /// The vendor's page.
    pub docs: String,
}

impl Check {
    /// Reads the check at `pointer` of a file.
    pub fn read(
        file: &CheckFile,
        docs: &str,
        pointer: &str,
        compiler: &mut Compiler,
    ) -> Option<Check> {
        let before = compiler.problems.len();
        let at = Value::String(file.at.clone());
        let at = compiler.path(&at, &format!("{pointer}/at"), Scope::Event);
        let mut pointers: Vec<&String> = file.given.iter().collect();
        if let Rule::Has(more) | Rule::HasAny(more) = &file.rule {
            pointers.extend(more);
        }
        for wrong in pointers.into_iter().filter(|it| !it.starts_with('/')) {
            compiler.say(
                pointer,
                format!("{wrong:?} is no JSON pointer: it begins with /"),
            );
        }
        let pattern = match &file.rule {
            Rule::Pattern(text) => match RegexBuilder::new(text).size_limit(1 << 20).build() {
                Ok(pattern) => Some(pattern),
                Err(error) => {
                    let at = format!("{pointer}/rule/pattern");
                    compiler.say(&at, format!("is no pattern: {error}"));
                    None
                }
            },
            Rule::MaxAge { per_second, .. } if ![1, 1000, 1_000_000].contains(per_second) => {
                let at = format!("{pointer}/rule/max_age/per_second");
                compiler.say(&at, "is 1, 1000 or 1000000");
                None
            }
            _ => None,
        };
        if compiler.problems.len() > before {
            return None;
        }
        Some(Check {
            at: at?,
            given: file.given.clone(),
            except: file
                .except
                .iter()
                .map(|it| format!("/{}", pointer_step(it)))
                .collect(),
            rule: file.rule.clone(),
            pattern,
            effect: file.effect,
            message: file.message.clone(),
            docs: file.docs.clone().unwrap_or_else(|| docs.to_string()),
        })
    }

    /// What is said against `body` at `now`, in microseconds since 1970.
    pub fn objections(&self, body: &Value, now: i64) -> Vec<Objection> {
        let given = |value: &Value| {
            let given = self.given.as_deref();
            given.is_none_or(|pointer| is_there(value, pointer))
        };
        let named = self.at.find_in(body).into_iter();
        named
            .filter(|(pointer, _)| !self.except.iter().any(|it| pointer.ends_with(it)))
            .filter(|(_, value)| given(value) && !self.keeps(value, now))
            .map(|(pointer, _)| Objection {
                effect: self.effect,
                pointer,
                message: self.message.clone(),
                docs: self.docs.clone(),
            })
            .collect()
    }

    fn keeps(&self, value: &Value, now: i64) -> bool {
        let text = value.as_str();
        match &self.rule {
            Rule::Has(pointers) => pointers.iter().all(|it| is_there(value, it)),
            Rule::HasAny(pointers) => pointers.iter().any(|it| is_there(value, it)),
            Rule::MaxLength(most) => text.is_none_or(|text| text.chars().count() <= *most),
            Rule::MaxItems(most) => match value {
                Value::Array(items) => items.len() <= *most,
                Value::Object(members) => members.len() <= *most,
                _ => true,
            },
            Rule::MaxBytes(most) => value.to_string().len() <= *most,
            Rule::Pattern(_) => text.is_none_or(|text| {
                let pattern = self.pattern.as_ref();
                pattern.is_none_or(|pattern| pattern.is_match(text))
            }),
            Rule::OneOf(known) => known.contains(value),
            Rule::NoneOf(known) => !known.contains(value),
            Rule::NoPrefix(prefixes) => text.is_none_or(|text| {
                let mut prefixes = prefixes.iter();
                !prefixes.any(|prefix| text.starts_with(prefix.as_str()))
            }),
            Rule::Scalar(wanted) => {
                let scalar = !value.is_null() && !value.is_array() && !value.is_object();
                scalar == *wanted
            }
            Rule::Names(rule) => value
                .as_object()
                .is_none_or(|members| members.keys().all(|name| rule.keeps(name))),
            Rule::MaxAge {
                seconds,
                per_second,
            } => {
                let age = age(value, *per_second, now);
                age.is_none_or(|age| age <= i128::from(*seconds) * 1_000_000)
            }
        }
    }
}

impl NameRule {
    fn keeps(&self, name: &str) -> bool {
        let mut prefixes = self.no_prefix.iter();
        self.max_length
            .is_none_or(|most| name.chars().count() <= most)
            && !self.none_of.iter().any(|known| known == name)
            && !prefixes.any(|prefix| name.starts_with(prefix.as_str()))
    }
}

/// How old a time is, in microseconds.
fn age(value: &Value, per_second: u64, now: i64) -> Option<i128> {
    let then = match value {
        Value::Number(number) => {
            let unit = 1_000_000 / i128::from(per_second.max(1));
            i128::from(number.as_i64()?) * unit
        }
        Value::String(text) => i128::from(moment(text)?.as_microsecond()),
        _ => return None,
    };
    Some(i128::from(now) - then)
}

fn is_there(value: &Value, pointer: &str) -> bool {
    value.pointer(pointer).is_some_and(|it| !is_missing(it))
}
