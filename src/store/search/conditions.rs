use super::Span;
use crate::connector::DeliveryResult;
use crate::event::Decision;
use crate::query::{Path, Root, Word};
use crate::store::StoreError;
use crate::store::postings::{Bits, CHUNK, Field, Lookup, consent_value, delivery_value, key_of};

/// The rows with that value, which is looked up to the letter.
pub fn valued(lookup: Lookup, field: Field, value: &str) -> Result<Span, StoreError> {
    let span = Span::exactly(lookup.of(field, value)?);
    Ok(span.unknown_at(&left(lookup, field)?))
}

/// The rows with a value that is like the one looked for.
pub fn valued_like(
    lookup: Lookup,
    field: Field,
    from: &str,
    is_like: impl Fn(&str) -> bool,
) -> Result<Span, StoreError> {
    let mut found = Bits::NONE;
    lookup.each(field, from, |value, bits| {
        if is_like(value) {
            found = found.or(&bits);
        }
    })?;
    Ok(Span::exactly(found).unknown_at(&left(lookup, field)?))
}

/// The rows of which values of the field were left out.
fn left(lookup: Lookup, field: Field) -> Result<Bits, StoreError> {
    Ok(lookup.of(Field::Left, &(field as usize).to_string())?)
}

/// `platform:jitsu` and the like; of an id nothing is known here.
pub fn word(lookup: Lookup, word: Word, value: &str, prefix: bool) -> Result<Span, StoreError> {
    let kept = |field, value: &str| match prefix {
        true => valued_like(lookup, field, value, |there| there.starts_with(value)),
        false => valued(lookup, field, value),
    };
    let small = value.to_ascii_lowercase();
    match word {
        Word::Platform => kept(Field::Platform, &small),
        Word::Outcome => kept(Field::Outcome, &small),
        Word::Finding => kept(Field::Finding, &small),
        Word::Transport => kept(Field::Transport, &small),
        Word::Name => kept(Field::Name, &small),
        Word::Status => kept(Field::Status, value),
        Word::Source => kept(Field::Source, value),
        Word::Session => kept(Field::Session, value),
        // Kept as sent, to be shown; there are few of them.
        Word::Type => valued_like(lookup, Field::Type, "", |there| {
            let there = there.to_ascii_lowercase();
            there == small || prefix && there.starts_with(&small)
        }),
        Word::User | Word::AnonymousId | Word::SessionId | Word::MessageId => Ok(Span::UNKNOWN),
    }
}

/// A consent decision.
pub fn consent(lookup: Lookup, id: Option<&str>, decision: Decision) -> Result<Span, StoreError> {
    match id {
        None => valued(lookup, Field::Decision, decision.as_str()),
        Some(id) => valued(lookup, Field::Consent, &consent_value(id, decision)),
    }
}

/// What became of an event at a destination, or at any. Of the rows after `known` it is not worked out
/// yet.
pub fn delivery(
    lookup: Lookup,
    name: Option<&str>,
    result: DeliveryResult,
    known: i64,
) -> Result<Span, StoreError> {
    let found = match name {
        None => lookup.of(Field::Delivery, result.as_str())?,
        Some(name) => lookup.of(Field::DeliveryTo, &delivery_value(name, result))?,
    };
    let not_worked_out = lookup.of(Field::Delivery, "")?;
    let later = Bits::range(known + 1 - lookup.chunk * CHUNK, CHUNK);
    Ok(Span::exactly(found).unknown_at(&not_worked_out.or(&later)))
}

/// The rows with something at that path.
pub fn has(lookup: Lookup, path: &Path) -> Result<Span, StoreError> {
    let field = match path.root {
        Root::Payload => Field::Has,
        Root::Canonical => Field::HasCanonical,
    };
    let Some(key) = key_of(path) else {
        return Ok(Span::UNKNOWN);
    };
    let span = valued(lookup, field, &key.value)?;
    Ok(match key.exact {
        true => span,
        false => Span::at_most(span.possible),
    })
}

/// The rows received at `time` or later. Rows are in the order in which they were recorded, which is
/// not quite that of their times.
pub fn after(lookup: Lookup, time: i64) -> Result<Span, StoreError> {
    let second = time.div_euclid(1_000_000);
    if second <= 0 {
        return Ok(Span::UNKNOWN);
    }
    let wanted = Field::time(second);
    let Some((first, last)) = lookup.ends(Field::Second)? else {
        return Ok(Span::NONE);
    };
    if first > wanted {
        return Ok(Span::ALL);
    }
    if last < wanted {
        return Ok(Span::NONE);
    }
    let (mut later, mut then) = (Bits::NONE, Bits::NONE);
    lookup.each(Field::Second, &wanted, |value, bits| {
        let to = if value == wanted {
            &mut then
        } else {
            &mut later
        };
        *to = to.or(&bits);
    })?;
    let from_then_on = later.or(&then);
    // A second that it begins with needs no look at its rows: of such ones a timeline's bars are.
    match time % 1_000_000 {
        0 => Ok(Span::exactly(from_then_on)),
        _ => Ok(Span {
            sure: later,
            possible: from_then_on,
        }),
    }
}
