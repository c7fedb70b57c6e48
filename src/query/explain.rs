use super::phrase::{Phrase, platform};
use super::{Condition, Expression, Query, Word};

impl Query {
    /// What it asks for, in one English sentence without a full stop: `Jitsu events that were
    /// dropped and contain “add to cart”, but are not of type page`.
    pub fn explain(&self) -> String {
        self.explain_as("events")
    }

    /// The same of other things than events, in the plural: `requests`.
    pub fn explain_as(&self, things: &str) -> String {
        let mut parts = match self.expression() {
            Expression::All => return format!("All {things}"),
            Expression::And(parts) => parts.iter().collect(),
            other => vec![other],
        };
        // The first platform is said with the noun.
        let whose = parts.iter().position(|part| platform_of(part).is_some());
        let whose = whose.and_then(|at| platform_of(parts.remove(at)));
        let subject = match whose {
            Some(platform) => format!("{platform} {things}"),
            None => capital(things),
        };
        match parts.as_slice() {
            [] => subject,
            [Expression::Or(options)] => {
                let options = match alike(options) {
                    Some(phrase) => vec![phrase.affirmed()],
                    None => options.iter().map(alternative).collect(),
                };
                format!("{subject} that {}", options.join(", or that "))
            }
            parts => format!("{subject} that {}", sequence(parts)),
        }
    }
}

/// The name of the platform that an expression asks for, if it asks for nothing else.
fn platform_of(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::Is(Condition::Word {
            word: Word::Platform,
            value,
            prefix: false,
        }) => Some(platform(value)),
        _ => None,
    }
}

fn alternative(option: &Expression) -> String {
    match option {
        Expression::And(parts) => sequence(&parts.iter().collect::<Vec<_>>()),
        other => said(other),
    }
}

/// What all has to hold: what is asked for, and then what is ruled out.
fn sequence(parts: &[&Expression]) -> String {
    let is_not = |part: &&&Expression| matches!(part, Expression::Not(_));
    let ruled_out: Vec<String> = parts.iter().filter(is_not).map(|part| said(part)).collect();
    let asked = parts.iter().filter(|part| !is_not(part));
    let asked: Vec<String> = asked.map(|part| said(part)).collect();
    let sides = [list(asked, "and"), list(ruled_out, "and")];
    let sides = sides.into_iter().filter(|side| !side.is_empty());
    sides.collect::<Vec<_>>().join(", but ")
}

/// An expression as the end of a sentence; what is joined in it stands in parentheses.
fn said(expression: &Expression) -> String {
    match expression {
        Expression::All => "are any".into(),
        Expression::Is(condition) => Phrase::of(condition).affirmed(),
        Expression::And(parts) => {
            format!("({})", list(parts.iter().map(said).collect(), "and"))
        }
        Expression::Or(options) => match alike(options) {
            Some(phrase) => phrase.affirmed(),
            None => format!("({})", list(options.iter().map(said).collect(), "or")),
        },
        Expression::Not(inner) => match &**inner {
            Expression::Is(condition) => Phrase::of(condition).denied(),
            Expression::Or(options) => match alike(options) {
                Some(phrase) => phrase.denied(),
                None => format!("are not among those that {}", said(inner)),
            },
            inner => format!("are not among those that {}", said(inner)),
        },
    }
}

/// Alternatives that differ in their value alone, as one phrase.
fn alike(options: &[Expression]) -> Option<Phrase> {
    let mut phrases = options.iter().map(|option| match option {
        Expression::Is(condition) => Some(Phrase::of(condition)),
        _ => None,
    });
    let first = phrases.next()??;
    phrases.try_fold(first, |phrase, next| phrase.or(&next?))
}

fn list(mut parts: Vec<String>, last: &str) -> String {
    match parts.pop() {
        None => String::new(),
        Some(only) if parts.is_empty() => only,
        Some(end) => format!("{} {last} {end}", parts.join(", ")),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
