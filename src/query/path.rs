use std::fmt::{Display, Formatter, Result as Written};

use serde_json::Value;

use super::error::{QueryError, QueryErrorCode, Span};
use super::scan::Part;
use super::{Path, Root, Step};

/// The first step that leads into the common vocabulary.
const CANONICAL: &str = "canonical";

impl Path {
    /// The path that these parts are.
    pub(super) fn of(parts: &[Part], span: Span) -> Result<Path, QueryError> {
        let (root, parts) = match parts.split_first() {
            Some((Part::Bare(first), rest)) if first == CANONICAL => (Root::Canonical, rest),
            _ => (Root::Payload, parts),
        };
        if parts.is_empty() {
            return Err(wrong(
                span,
                "canonical is the whole event: a step has to follow",
            ));
        }
        let steps = parts.iter().map(|part| step(part, span));
        Ok(Path {
            root,
            steps: steps.collect::<Result<_, _>>()?,
        })
    }

    /// Every value there: of a path with `[]`, of each element.
    pub fn find<'a>(&self, event: &'a Value) -> Vec<&'a Value> {
        let mut found = vec![event];
        for step in &self.steps {
            found = match step {
                Step::Key(key) => found
                    .into_iter()
                    .filter_map(|value| value.as_object()?.get(key))
                    .collect(),
                Step::Index(at) => found
                    .into_iter()
                    .filter_map(|value| value.as_array()?.get(*at))
                    .collect(),
                Step::Each => found
                    .into_iter()
                    .filter_map(Value::as_array)
                    .flatten()
                    .collect(),
            };
        }
        found
    }
}

fn step(part: &Part, span: Span) -> Result<Step, QueryError> {
    match part {
        Part::Quoted(key) => Ok(Step::Key(key.clone())),
        Part::Bracket(inside) if inside.is_empty() => Ok(Step::Each),
        Part::Bracket(inside) => index(inside).ok_or_else(|| {
            let message = format!("[{inside}] is no place in a list");
            wrong(span, message)
        }),
        Part::Bare(key) if key.is_empty() => Err(wrong(span, "a step of the path is empty")),
        Part::Bare(key) if key.starts_with('[') => Err(wrong(span, "a bracket has no end")),
        Part::Bare(key) => Ok(index(key).unwrap_or_else(|| Step::Key(key.clone()))),
    }
}

fn index(text: &str) -> Option<Step> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok().map(Step::Index))?
}

fn wrong(span: Span, message: impl Into<String>) -> QueryError {
    span.error(
        QueryErrorCode::Path,
        message,
        "a path such as properties.price",
        "write keys with a dot between, [0] or [] for one or each element of a list, and a key with other characters in quotes: items[].\"my key\"",
    )
}

impl Display for Path {
    fn fmt(&self, out: &mut Formatter) -> Written {
        if self.root == Root::Canonical {
            out.write_str(CANONICAL)?;
        }
        for (at, step) in self.steps.iter().enumerate() {
            let is_first = at == 0 && self.root == Root::Payload;
            match step {
                Step::Each => out.write_str("[]")?,
                Step::Index(at) => write!(out, "[{at}]")?,
                Step::Key(key) => {
                    out.write_str(if is_first { "" } else { "." })?;
                    let is_taken = is_first && (key == CANONICAL || is_word(self, key));
                    match !is_taken && is_bare(key) {
                        true => out.write_str(key)?,
                        false => Quoted(key).fmt(out)?,
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether a path alone would be taken for a word of the language.
fn is_word(path: &Path, key: &str) -> bool {
    path.steps.len() == 1 && super::vocabulary::keyword(key).is_some()
}

/// Whether a key is one without quotes.
fn is_bare(key: &str) -> bool {
    let letters = |letter: char| letter.is_alphanumeric() || "_-$".contains(letter);
    !key.starts_with('-')
        && key.chars().all(letters)
        && !key.chars().all(|letter| letter.is_ascii_digit())
        && !["AND", "OR", "NOT"].contains(&key)
}

/// A text in quotes.
pub(super) struct Quoted<'a>(pub &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, out: &mut Formatter) -> Written {
        write!(
            out,
            "\"{}\"",
            self.0.replace('\\', "\\\\").replace('"', "\\\"")
        )
    }
}
