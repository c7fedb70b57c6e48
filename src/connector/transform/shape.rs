use indexmap::IndexMap;
use serde_json::Value;

use super::super::traced::{Shape, Traced};
use super::text::snake;

/// Members' names in snake case, at every depth.
pub fn snake_names(traced: Traced) -> Traced {
    let shape = match traced.shape {
        Shape::Object(members) => Shape::Object(
            members
                .into_iter()
                .map(|(name, member)| (snake(&name), snake_names(member)))
                .collect(),
        ),
        Shape::Array(items) => Shape::Array(items.into_iter().map(snake_names).collect()),
        scalar => scalar,
    };
    Traced { shape, ..traced }
}

/// Only the members that are a text, a number or a boolean.
pub fn scalars(traced: Traced) -> Traced {
    let shape = match traced.shape {
        Shape::Object(members) => Shape::Object(
            members
                .into_iter()
                .filter(|(_, member)| {
                    matches!(&member.shape, Shape::Scalar(value)
                        if !value.is_null() && !value.is_array() && !value.is_object())
                })
                .collect(),
        ),
        other => other,
    };
    Traced { shape, ..traced }
}

/// Columns: nested objects joined with `_`, lists as JSON text, nothing for null (observed: how
/// Jitsu's bulker writes a row).
pub fn flatten(traced: Traced) -> Traced {
    let mut columns = IndexMap::new();
    let Shape::Object(members) = traced.shape else {
        return traced;
    };
    for (name, member) in members {
        column(name, member, &mut columns);
    }
    Traced {
        shape: Shape::Object(columns),
        ..traced
    }
}

fn column(name: String, traced: Traced, columns: &mut IndexMap<String, Traced>) {
    match traced.shape {
        Shape::Object(members) => {
            for (inner, member) in members {
                column(format!("{name}_{inner}"), member, columns);
            }
        }
        Shape::Scalar(Value::Null) => {}
        Shape::Array(_) => {
            let text = traced.value().to_string().into();
            columns.insert(
                name,
                Traced {
                    shape: Shape::Scalar(text),
                    ..traced
                },
            );
        }
        Shape::Scalar(_) => {
            columns.insert(name, traced);
        }
    }
}

/// The whole as one JSON text.
pub fn json_text(value: &Value) -> Option<Value> {
    Some(value.to_string().into())
}

/// How many members a list or an object has.
pub fn count(value: &Value) -> Option<Value> {
    match value {
        Value::Array(items) => Some(items.len().into()),
        Value::Object(members) => Some(members.len().into()),
        _ => None,
    }
}

/// A list of it, if it is none.
pub fn list(traced: Traced) -> Traced {
    match traced.shape {
        Shape::Array(_) => traced,
        _ => Traced::made(Shape::Array(vec![traced])),
    }
}

/// The smallest of a list's numbers.
pub fn min(value: &Value) -> Option<Value> {
    let numbers = value.as_array()?.iter().filter(|item| item.is_number());
    let least = numbers.min_by(|a, b| {
        let (a, b) = (a.as_f64(), b.as_f64());
        a.partial_cmp(&b).unwrap_or(std::cmp::Ordering::Equal)
    });
    least.cloned()
}

/// The sum of a list's numbers.
pub fn sum(value: &Value) -> Option<Value> {
    let items = value.as_array()?;
    let mut sum = 0.0;
    for item in items {
        sum += match item {
            Value::Number(number) => number.as_f64()?,
            Value::String(text) => text.trim().parse().ok()?,
            _ => return None,
        };
    }
    serde_json::Number::from_f64(sum).map(Value::Number)
}
