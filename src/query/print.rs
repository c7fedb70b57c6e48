use std::fmt::{Display, Formatter, Result as Written, Write};

use super::path::Quoted;
use super::{Condition, Expression, Query, time};

impl Display for Query {
    fn fmt(&self, out: &mut Formatter) -> Written {
        self.expression().fmt(out)
    }
}

impl Display for Expression {
    fn fmt(&self, out: &mut Formatter) -> Written {
        match self {
            Expression::All => Ok(()),
            Expression::Is(condition) => condition.fmt(out),
            Expression::And(parts) => join(out, parts, " "),
            Expression::Or(options) => join(out, options, " OR "),
            Expression::Not(inner) => match &**inner {
                Expression::Is(Condition::Has(path)) => write!(out, "missing:{path}"),
                inner @ (Expression::And(_) | Expression::Or(_)) => write!(out, "-({inner})"),
                inner => write!(out, "-{inner}"),
            },
        }
    }
}

fn join(out: &mut Formatter, parts: &[Expression], between: &str) -> Written {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.write_str(between)?;
        }
        match part {
            // A sequence binds more tightly than alternatives.
            Expression::And(_) if between == " OR " => part.fmt(out)?,
            Expression::And(_) | Expression::Or(_) => write!(out, "({part})")?,
            part => part.fmt(out)?,
        }
    }
    Ok(())
}

impl Display for Condition {
    fn fmt(&self, out: &mut Formatter) -> Written {
        match self {
            Condition::Word {
                word,
                value,
                prefix,
            } => {
                write!(out, "{}:{}", word.as_str(), Text(value, *prefix))?;
                if *prefix { out.write_char('*') } else { Ok(()) }
            }
            Condition::Consent { id, decision } => {
                write!(out, "consent{}:{}", Id(id), decision.as_str())
            }
            Condition::Connector { name, result } => {
                write!(out, "connector{}:{}", Id(name), result.as_str())
            }
            Condition::After(micros) => write!(out, "after:{}", time::print(*micros)),
            Condition::Before(micros) => write!(out, "before:{}", time::print(*micros)),
            Condition::Has(path) => write!(out, "has:{path}"),
            Condition::Compare {
                path,
                comparison,
                literal,
            } => write!(out, "{path}{}{literal}", comparison.as_str()),
            Condition::Duplicate => out.write_str("is:duplicate"),
            Condition::Double => out.write_str("is:double"),
            Condition::Text(words) => Text(&words.join(" "), false).fmt(out),
            Condition::Url(words) => write!(out, "url:{}", Text(&words.join(" "), false)),
        }
    }
}

/// A value, in quotes where it needs them; with a `*` behind it, it may be empty.
struct Text<'a>(&'a str, bool);

impl Display for Text<'_> {
    fn fmt(&self, out: &mut Formatter) -> Written {
        let Text(text, may_be_empty) = *self;
        let is_bare = |letter: char| letter.is_alphanumeric() || "_-./@:+".contains(letter);
        match text.chars().all(is_bare) && (may_be_empty || !text.is_empty()) {
            true => out.write_str(text),
            false => Quoted(text).fmt(out),
        }
    }
}

/// What follows `consent` or `connector`.
struct Id<'a>(&'a Option<String>);

impl Display for Id<'_> {
    fn fmt(&self, out: &mut Formatter) -> Written {
        let Some(id) = self.0 else {
            return Ok(());
        };
        out.write_char('.')?;
        let is_bare = |letter: char| letter.is_alphanumeric() || "_-".contains(letter);
        match id.chars().all(is_bare) {
            true => out.write_str(id),
            false => Quoted(id).fmt(out),
        }
    }
}
