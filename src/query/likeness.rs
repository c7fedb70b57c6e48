use super::{Comparison, Condition};

/// What has nothing in common, in thousandths.
const ALL: u32 = 1000;

/// Up to which unlikeness a value is taken for another one misspelt.
const MISSPELT: u32 = 250;

/// How many characters of a value are compared.
const LONGEST: usize = 100;

/// How unlike the value that `condition` asks for is to the likest one of `got`, which is what is
/// there: from 0, the same but for capitals, to 1000. A misspelt name is the commonest failure, and
/// what it was meant for is among what came.
pub(super) fn unlike(condition: &Condition, got: &[String]) -> u32 {
    let (wanted, prefix) = match condition {
        Condition::Word { value, prefix, .. } => (value.clone(), *prefix),
        Condition::Compare {
            comparison: Comparison::Equal,
            literal,
            ..
        } => (literal.to_string(), false),
        _ => return ALL,
    };
    let wanted = plain(&wanted, LONGEST);
    let most = match prefix {
        true => wanted.chars().count(),
        false => LONGEST,
    };
    let unlike = got.iter().map(|got| {
        let likeness = strsim::normalized_levenshtein(&wanted, &plain(got, most));
        thousandths(1.0 - likeness)
    });
    unlike.min().unwrap_or(ALL)
}

/// Whether a value that is so unlike may be the one asked for, misspelt.
pub(super) fn is_misspelt(unlike: u32) -> bool {
    unlike <= MISSPELT
}

fn plain(text: &str, most: usize) -> String {
    let letters = text.trim_matches('"').chars().take(most);
    letters.flat_map(char::to_lowercase).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share, 0 to 1"
)]
fn thousandths(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * f64::from(ALL)).round() as u32
}
