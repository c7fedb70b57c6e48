use std::cmp::Ordering;
use std::fmt::{Display, Formatter, Result as Written};

use serde_json::Value as Json;

use super::error::{QueryError, QueryErrorCode};
use super::path::Quoted;
use super::scan::{Scanner, Value};
use super::{Comparison, Condition, Literal, Path};

/// How the comparisons are written; of two that begin alike, the longer first.
const OPERATORS: [(&str, Comparison); 7] = [
    (">=", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    ("!=", Comparison::NotEqual),
    ("==", Comparison::Equal),
    ("=", Comparison::Equal),
    (">", Comparison::Greater),
    ("<", Comparison::Less),
];

/// Passes over a comparison if one comes next.
pub(super) fn operator(scanner: &mut Scanner) -> Option<Comparison> {
    OPERATORS
        .iter()
        .find(|(written, _)| scanner.take(written))
        .map(|(_, comparison)| *comparison)
}

/// The condition that a path, a comparison and a value are.
pub(super) fn condition(
    path: Path,
    comparison: Comparison,
    value: Value,
) -> Result<Condition, QueryError> {
    if value.is_prefix {
        return Err(value.span.error(
            QueryErrorCode::UnknownValue,
            "* cannot end what a path is compared with",
            "a whole value",
            "write the whole value, or put it in quotes if the * belongs to it",
        ));
    }
    let literal = match value.text.as_str() {
        _ if value.is_quoted => Literal::Text(value.text),
        "true" => Literal::Bool(true),
        "false" => Literal::Bool(false),
        "null" => Literal::Null,
        text => match number(text) {
            Some(number) => Literal::Number(number),
            None => Literal::Text(value.text),
        },
    };
    let has_order = matches!(literal, Literal::Number(_) | Literal::Text(_));
    if !has_order && !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
        return Err(value.span.error(
            QueryErrorCode::UnknownValue,
            format!("nothing is more or less than {literal}"),
            "a number or a text",
            format!("compare {literal} with = or !="),
        ));
    }
    Ok(Condition::Compare {
        path,
        comparison,
        literal,
    })
}

/// The number that a text reads as: digits, perhaps with a sign, a point and an exponent.
pub fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_number = digits.starts_with(|first: char| first.is_ascii_digit());
    let parsed = is_number.then(|| text.parse::<f64>().ok())??;
    parsed.is_finite().then_some(parsed)
}

impl Comparison {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
        }
    }

    /// Whether `value` compares so with `literal`. A number compares with numbers and with text
    /// that reads as one; text with text, letter by letter as Unicode numbers them; `true`,
    /// `false` and `null` with themselves. What does not compare is only unequal.
    pub fn holds(self, value: &Json, literal: &Literal) -> bool {
        let order = match (value, literal) {
            (Json::Number(value), Literal::Number(wanted)) => {
                value.as_f64().and_then(|value| value.partial_cmp(wanted))
            }
            (Json::String(value), Literal::Number(wanted)) => {
                number(value).and_then(|value| value.partial_cmp(wanted))
            }
            (Json::String(value), Literal::Text(wanted)) => Some(value.cmp(wanted)),
            (Json::Bool(value), Literal::Bool(wanted)) => {
                (value == wanted).then_some(Ordering::Equal)
            }
            (Json::Null, Literal::Null) => Some(Ordering::Equal),
            _ => None,
        };
        match self {
            Comparison::Equal => order == Some(Ordering::Equal),
            Comparison::NotEqual => order != Some(Ordering::Equal),
            Comparison::Greater => order == Some(Ordering::Greater),
            Comparison::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            Comparison::Less => order == Some(Ordering::Less),
            Comparison::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, out: &mut Formatter) -> Written {
        match self {
            Literal::Number(number) => match number.to_string() {
                long if long.len() > 20 => write!(out, "{number:e}"),
                short => out.write_str(&short),
            },
            Literal::Text(text) => Quoted(text).fmt(out),
            Literal::Bool(value) => write!(out, "{value}"),
            Literal::Null => out.write_str("null"),
        }
    }
}
