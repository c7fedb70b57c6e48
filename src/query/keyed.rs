use super::error::{QueryError, QueryErrorCode, Span};
use super::parse::Parser;
use super::scan::Value;
use super::term::{Key, some_words, value};
use super::time;
use super::vocabulary::Keyword;
use super::{Condition, Expression, Path, Word};
use crate::connector::DeliveryResult;
use crate::event::Decision;
use crate::workspace::nearest_name;

/// Reads the value of the condition that begins at `start`: with its word, that is a condition.
pub(super) fn keyed(
    parser: &mut Parser,
    key: &Key,
    start: usize,
) -> Result<Expression, QueryError> {
    let keyword = key.keyword;
    let condition = match keyword {
        Keyword::Word(word) => word_condition(word, value(parser, start)?)?,
        Keyword::Consent => Condition::Consent {
            id: key.id.clone(),
            decision: of_set(
                keyword,
                &whole(parser, keyword, start)?,
                &Decision::ALL,
                Decision::as_str,
            )?,
        },
        Keyword::Connector => Condition::Connector {
            name: key.id.clone(),
            result: of_set(
                keyword,
                &whole(parser, keyword, start)?,
                &DeliveryResult::ALL,
                DeliveryResult::as_str,
            )?,
        },
        Keyword::Url => Condition::Url(some_words(&value(parser, start)?)?),
        Keyword::After => Condition::After(moment(parser, keyword, start)?),
        Keyword::Before => Condition::Before(moment(parser, keyword, start)?),
        Keyword::Has => Condition::Has(path(parser, start)?),
        Keyword::Missing => {
            let has = Expression::Is(Condition::Has(path(parser, start)?));
            return Ok(Expression::Not(Box::new(has)));
        }
        Keyword::Is => of_set(
            keyword,
            &whole(parser, keyword, start)?,
            &[Condition::Duplicate, Condition::Double],
            |condition| match condition {
                Condition::Duplicate => "duplicate",
                _ => "double",
            },
        )?,
    };
    Ok(Expression::Is(condition))
}

/// Reads a value that cannot end in `*`.
fn whole(parser: &mut Parser, keyword: Keyword, start: usize) -> Result<Value, QueryError> {
    let value = value(parser, start)?;
    match value.is_prefix {
        false => Ok(value),
        true => Err(value.span.error(
            QueryErrorCode::UnknownValue,
            format!("* cannot end a value of {}:", keyword.as_str()),
            "a whole value",
            "write the whole value, or put it in quotes if the * belongs to it",
        )),
    }
}

fn path(parser: &mut Parser, start: usize) -> Result<Path, QueryError> {
    parser.count(start)?;
    let head = parser.scanner.head()?;
    let path = Path::of(&head.parts, head.span)?;
    match parser.scanner.is_at_end_of_value() {
        true => Ok(path),
        false => Err(parser.unexpected(
            "this cannot stand in a path",
            "a space or the end",
            "put a key with other characters in quotes: has:properties.\"my key\"",
        )),
    }
}

fn moment(parser: &mut Parser, keyword: Keyword, start: usize) -> Result<i64, QueryError> {
    let value = whole(parser, keyword, start)?;
    time::parse(&value.text, parser.now).ok_or_else(|| {
        value.span.error(
            QueryErrorCode::Time,
            format!("{} is no time", value.text),
            "so long ago (-30s, -15m, -2h, -7d, -1w), a date (2026-11-20) or a time (2026-11-20T10:00Z)",
            "a time without a zone is UTC; put one with spaces in quotes",
        )
    })
}

fn word_condition(word: Word, value: Value) -> Result<Condition, QueryError> {
    let Value {
        mut text,
        mut is_prefix,
        span,
        ..
    } = value;
    if text.is_empty() && !is_prefix {
        return Err(span.error(
            QueryErrorCode::Missing,
            "the value is empty",
            "a value",
            format!("write {0}:* for any, -{0}:* for none", word.as_str()),
        ));
    }
    if word == Word::Status {
        let digits = text.trim_end_matches(['x', 'X']);
        if digits.len() < text.len() && text.len() == 3 && !is_prefix {
            (text, is_prefix) = (digits.to_string(), true);
        }
        let most = if is_prefix { 0..=3 } else { 3..=3 };
        if !most.contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(span.error(
                QueryErrorCode::UnknownValue,
                format!("{text} is no status"),
                "a status such as 404, or 4* for all of 400 to 499",
                "join several with OR: status:(4* OR 5*)",
            ));
        }
    }
    if let Some(known) = Keyword::Word(word).values() {
        text = text.to_lowercase();
        let is_known = |known: &str| match is_prefix {
            true => known.starts_with(&text),
            false => known == text,
        };
        if !known.iter().any(|known| is_known(known)) {
            return Err(unknown(word.as_str(), &text, span, &known));
        }
    }
    Ok(Condition::Word {
        word,
        value: text,
        prefix: is_prefix,
    })
}

/// The one of a closed set that a value names.
fn of_set<T: Clone>(
    keyword: Keyword,
    value: &Value,
    set: &[T],
    as_str: impl Fn(T) -> &'static str,
) -> Result<T, QueryError> {
    let text = value.text.to_lowercase().replace([' ', '-'], "_");
    let found = set.iter().find(|one| as_str((*one).clone()) == text);
    found.cloned().ok_or_else(|| {
        let known: Vec<&str> = set.iter().cloned().map(as_str).collect();
        unknown(keyword.as_str(), &value.text, value.span, &known)
    })
}

fn unknown(word: &str, text: &str, span: Span, known: &[&str]) -> QueryError {
    // The codes of findings fill a page.
    let expected = match known.len() {
        ..=20 => format!("one of {}", known.join(", ")),
        _ => "a code of docs/FINDINGS.md".into(),
    };
    let hint = match nearest_name(text, known.iter().copied()) {
        Some(near) => format!("most likely {near} is meant"),
        None => expected.clone(),
    };
    span.error(
        QueryErrorCode::UnknownValue,
        format!("{word}: has no value {text}"),
        expected,
        hint,
    )
}
