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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_704_164_646_000_000;

    /// The pointers of what a rule says against a body.
    fn against(check: Value, body: Value) -> Option<Vec<String>> {
        let mut check = check;
        check["effect"] = "refused".into();
        check["message"] = "m".into();
        let file: CheckFile = serde_json::from_value(check).ok()?;
        let (parameters, mut problems) = (BTreeMap::new(), Vec::new());
        let mut compiler = Compiler::new("f", &parameters, &mut problems);
        let check = Check::read(&file, "d", "/checks/0", &mut compiler)?;
        let said = check.objections(&body, NOW).into_iter();
        Some(said.map(|it| it.pointer).collect())
    }

    #[test]
    fn each_rule_says_what_breaks_it_and_nothing_else() {
        for (rule, good, bad) in [
            (
                json!({"has": ["/a", "/b"]}),
                json!({"a": 1, "b": 0}),
                json!({"a": 1, "b": ""}),
            ),
            (
                json!({"has_any": ["/a", "/b"]}),
                json!({"b": 1}),
                json!({"c": 1}),
            ),
            (json!({"max_length": 2}), json!("éé"), json!("abc")),
            (json!({"max_items": 1}), json!([1]), json!({"a": 1, "b": 2})),
            (json!({"max_bytes": 7}), json!({"a": 1}), json!({"a": 10})),
            (json!({"pattern": "^[A-Z]{3}$"}), json!("EUR"), json!("eur")),
            (json!({"one_of": ["a", 1]}), json!(1), json!("1")),
            (
                json!({"none_of": ["error"]}),
                json!("errors"),
                json!("error"),
            ),
            (json!({"no_prefix": ["ga_"]}), json!("gas"), json!("ga_x")),
            (json!({"scalar": true}), json!(false), json!([1])),
            (
                json!({"names": {"max_length": 2}}),
                json!({"ab": 1}),
                json!({"abc": 1}),
            ),
            (
                json!({"names": {"none_of": ["a"]}}),
                json!({"ab": 1}),
                json!({"a": 1}),
            ),
            (
                json!({"names": {"no_prefix": ["_"]}}),
                json!({"a_": 1}),
                json!({"_a": 1}),
            ),
            (
                json!({"max_age": {"seconds": 60, "per_second": 1}}),
                json!(1_704_164_586),
                json!(1_704_164_585),
            ),
            (
                json!({"max_age": {"seconds": 60, "per_second": 1_000_000}}),
                json!(1_704_164_586_000_000_i64),
                json!("2024-01-02T03:03:05Z"),
            ),
        ] {
            let told = |body| against(json!({"at": "$.x", "rule": rule}), json!({"x": body}));
            assert_eq!(told(good), Some(Vec::new()), "{rule}");
            assert_eq!(told(bad), Some(vec!["/x".to_string()]), "{rule}");
        }
    }

    #[test]
    fn given_and_except_narrow_a_check() {
        let given = json!({"at": "$.e[*]", "given": "/v", "rule": {"has": ["/c"]}});
        let body = json!({"e": [{"v": 1}, {"v": 1, "c": 2}, {}]});
        assert_eq!(against(given, body), Some(vec!["/e/0".to_string()]));
        let except = json!({"at": "$[*]", "except": ["long"], "rule": {"max_length": 1}});
        let body = json!({"long": "xx", "other": "xx"});
        assert_eq!(against(except, body), Some(vec!["/other".to_string()]));
    }

    #[test]
    fn a_check_that_cannot_hold_is_no_check() {
        for check in [
            json!({"at": "$..x", "rule": {"max_length": 1}}),
            json!({"rule": {"has": ["a"]}}),
            json!({"rule": {"pattern": "("}}),
            json!({"rule": {"max_age": {"seconds": 1, "per_second": 60}}}),
        ] {
            assert_eq!(against(check.clone(), json!({})), None, "{check}");
        }
    }
}
