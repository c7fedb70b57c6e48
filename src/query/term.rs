use super::compare;
use super::error::{QueryError, QueryErrorCode, Span};
use super::keyed::keyed;
use super::parse::Parser;
use super::scan::{Head, Part, Value};
use super::vocabulary::{self, Keyword, VOCABULARY};
use super::words::words;
use super::{Condition, Expression, Path};
use crate::workspace::nearest_name;

/// Reads one condition: `key:value`, `key:(a OR b)`, `path>10`, or free text.
pub(super) fn read(parser: &mut Parser) -> Result<Expression, QueryError> {
    let start = parser.scanner.at();
    let head = parser.scanner.head()?;
    if parser.scanner.is_next("://") {
        // An address is text.
        return text(parser, start);
    }
    if parser.scanner.take(":") {
        let key = Key::of(head)?;
        return values(parser, &key, start);
    }
    match compare::operator(&mut parser.scanner) {
        Some(comparison) => {
            let path = compared(&head)?;
            let value = value(parser, start)?;
            compare::condition(path, comparison, value).map(Expression::Is)
        }
        None => text(parser, start),
    }
}

/// The word before a colon, and what is named after its dot.
pub(super) struct Key {
    /// The word.
    pub keyword: Keyword,
    /// `consent.marketing`: what follows the dot.
    pub id: Option<String>,
}

impl Key {
    fn of(head: Head) -> Result<Key, QueryError> {
        let mut parts = head.parts.into_iter().map(|part| match part {
            Part::Bare(text) | Part::Quoted(text) => text,
            Part::Bracket(text) => format!("[{text}]"),
        });
        let name = parts.next().unwrap_or_default();
        let id: Vec<String> = parts.collect();
        let id = (!id.is_empty()).then(|| id.join("."));
        let Some(keyword) = vocabulary::keyword(&name) else {
            let known = VOCABULARY.iter().map(|entry| entry.name);
            let hint = match nearest_name(&name, known.clone()) {
                Some(near) => {
                    format!("most likely {near}: is meant; put text with a colon in quotes")
                }
                None => "put text with a colon in quotes; a path is compared: properties.price>10"
                    .into(),
            };
            return Err(head.span.error(
                QueryErrorCode::UnknownWord,
                format!("there is no word {name}:"),
                format!("one of {}", known.collect::<Vec<_>>().join(", ")),
                hint,
            ));
        };
        match (keyword, &id) {
            (Keyword::Consent | Keyword::Connector, Some(id)) if id.is_empty() => {
                Err(head.span.error(
                    QueryErrorCode::Missing,
                    format!("a name is missing after {name}."),
                    "a name",
                    format!("write {name}.NAME: or {name}: for any"),
                ))
            }
            (Keyword::Consent | Keyword::Connector, _) | (_, None) => Ok(Key { keyword, id }),
            (_, Some(_)) => Err(head.span.error(
                QueryErrorCode::UnknownWord,
                format!("{name} has no dot: only consent and connector do"),
                format!("{name}:"),
                "leave out what follows the dot; a path is compared: properties.price>10",
            )),
        }
    }
}

/// What follows a colon: one value, or several in parentheses.
fn values(parser: &mut Parser, key: &Key, start: usize) -> Result<Expression, QueryError> {
    let open = parser.scanner.at();
    if !parser.scanner.take("(") {
        return keyed(parser, key, start);
    }
    parser.deeper(open, |parser| {
        let mut options = Vec::new();
        loop {
            parser.scanner.skip_space();
            options.push(keyed(parser, key, start)?);
            parser.scanner.skip_space();
            if parser.scanner.take(")") {
                return Ok(Expression::any_of(options));
            }
            if parser.scanner.peek().is_none() {
                return Err(parser.not_closed(open));
            }
            if !parser.scanner.take_operator("OR") {
                return Err(parser.unexpected(
                    "between two values stands OR",
                    "OR or a )",
                    "write outcome:(dropped OR partial), and a value with spaces in quotes",
                ));
            }
        }
    })
}

/// Reads the value of the condition that begins at `start`.
pub(super) fn value(parser: &mut Parser, start: usize) -> Result<Value, QueryError> {
    parser.count(start)?;
    let value = parser.scanner.value()?;
    if value.text.is_empty() && !value.is_quoted && !value.is_prefix {
        return Err(value.span.error(
            QueryErrorCode::Missing,
            "a value is missing here",
            "a value, in quotes if it has spaces",
            "write no space before it",
        ));
    }
    Ok(value)
}

/// Reads free text.
fn text(parser: &mut Parser, start: usize) -> Result<Expression, QueryError> {
    parser.scanner.back_to(start);
    let value = value(parser, start)?;
    Ok(Expression::Is(Condition::Text(some_words(&value)?)))
}

/// The words of a value, one at least.
pub(super) fn some_words(value: &Value) -> Result<Vec<String>, QueryError> {
    let found = words(&value.text);
    if found.is_empty() {
        return Err(value.span.error(
            QueryErrorCode::NoWords,
            "there is nothing to look for here: no letters and no digits",
            "a word",
            "free text is found by its words; compare a path to find other characters: properties.text=\"€\"",
        ));
    }
    Ok(found)
}

/// The path before a comparison.
fn compared(head: &Head) -> Result<Path, QueryError> {
    if let [Part::Bare(name)] = head.parts.as_slice()
        && vocabulary::keyword(name).is_some()
    {
        return Err(head.span.error(
            QueryErrorCode::Unexpected,
            format!("{name} is a word of the language and stands with a colon"),
            format!("{name}:"),
            format!("write {name}:VALUE, or \"{name}\" in quotes for the payload's own key"),
        ));
    }
    if head.parts == [Part::Bare(String::new())] {
        return Err(Span {
            start: head.span.start,
            end: head.span.end + 1,
        }
        .error(
            QueryErrorCode::Path,
            "a path is missing before the comparison",
            "a path such as properties.price",
            "write it without a space: properties.price>10",
        ));
    }
    Path::of(&head.parts, head.span)
}
