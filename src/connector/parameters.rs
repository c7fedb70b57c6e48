use std::collections::BTreeMap;

use super::file::Parameter;

/// What stands in place of a secret: nothing is sent, so its value is never needed.
pub(super) const MASK: &str = "***";

/// A part of a text: as it stands, or a path in braces.
pub enum Piece<'a> {
    /// As it stands, parameters put in.
    Text(String),
    /// `$.params.value` of `{$.params.value}`.
    Path(&'a str),
}

/// The pieces of `text`, with the parameters put in, each through `escape`: `{name}`, or
/// `{name#G-}` for its value without the beginning `G-`, as in a shell. `{{` and `}}` are braces.
///
/// # Errors
/// A brace without its other half, or an unknown parameter.
pub fn pieces<'a>(
    text: &'a str,
    parameters: &BTreeMap<String, Parameter>,
    escape: impl Fn(&str) -> String,
) -> Result<Vec<Piece<'a>>, String> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        literal.push_str(before);
        let brace = if from.starts_with('{') { "{" } else { "}" };
        let once = from.strip_prefix(brace).unwrap_or_default();
        if let Some(after) = once.strip_prefix(brace) {
            literal.push_str(brace);
            rest = after;
            continue;
        }
        let inner = from.strip_prefix('{').and_then(|it| it.split_once('}'));
        let Some((inner, after)) = inner else {
            return Err("a brace stands alone; write {{ or }} for a brace itself".into());
        };
        if inner.starts_with(['$', '@']) {
            pieces.push(Piece::Text(std::mem::take(&mut literal)));
            pieces.push(Piece::Path(inner));
        } else {
            literal.push_str(&escape(&value(inner, parameters)?));
        }
        rest = after;
    }
    literal.push_str(rest);
    pieces.push(Piece::Text(literal));
    Ok(pieces)
}

/// A path or a condition with its parameters put in. They may stand in quoted names only, where
/// they cannot become anything else.
///
/// # Errors
/// As of [`pieces`].
pub fn fill_path(text: &str, parameters: &BTreeMap<String, Parameter>) -> Result<String, String> {
    filled(text, parameters, |value| {
        value.replace('\\', "\\\\").replace('\'', "\\'")
    })
}

/// A name with its parameters put in.
///
/// # Errors
/// As of [`pieces`].
pub fn fill_text(text: &str, parameters: &BTreeMap<String, Parameter>) -> Result<String, String> {
    filled(text, parameters, str::to_string)
}

fn filled(
    text: &str,
    parameters: &BTreeMap<String, Parameter>,
    escape: impl Fn(&str) -> String,
) -> Result<String, String> {
    let pieces = pieces(text, parameters, escape)?.into_iter();
    pieces
        .map(|piece| match piece {
            Piece::Text(text) => Ok(text),
            Piece::Path(_) => Err("a path cannot stand here".to_string()),
        })
        .collect()
}

fn value(inner: &str, parameters: &BTreeMap<String, Parameter>) -> Result<String, String> {
    let (name, beginning) = inner.split_once('#').unwrap_or((inner, ""));
    let Some(parameter) = parameters.get(name) else {
        let known: Vec<&str> = parameters.keys().map(String::as_str).collect();
        return Err(format!(
            "unknown parameter \"{name}\"; known here: {}",
            known.join(", ")
        ));
    };
    if parameter.secret {
        return Ok(MASK.into());
    }
    let whole = parameter.default.as_str();
    Ok(whole.strip_prefix(beginning).unwrap_or(whole).to_string())
}
