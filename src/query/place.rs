use super::vocabulary::{self, Keyword};

/// Where the cursor is.
pub(super) struct Place {
    /// Where what is being written begins: a condition, or its value.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The word whose value it is.
    pub key: Option<Keyword>,
    /// Whether it is in quotes that are open.
    pub is_quoted: bool,
    /// Whether no condition stands before it.
    pub is_first: bool,
}

impl Place {
    /// The cursor is before the character at `position`.
    pub fn of(letters: &[char], position: usize) -> Place {
        let (mut start, mut key, mut is_first) = (0, None, true);
        let mut quote = None;
        let mut groups: Vec<Option<Keyword>> = Vec::new();
        let mut at = 0;
        while at < position {
            let letter = letters.get(at).copied().unwrap_or(' ');
            match letter {
                '\\' if quote.is_some() => at += 1,
                '"' if quote.is_some() => quote = None,
                '"' => quote = Some(at),
                _ if quote.is_some() => {}
                '(' => {
                    groups.push(key);
                    (start, is_first) = (at + 1, true);
                }
                ')' => {
                    groups.pop();
                    (start, key, is_first) = (at + 1, None, false);
                }
                letter if letter.is_whitespace() => {
                    let word = letters.get(start..at).unwrap_or_default();
                    let is = |operator: &str| operator.chars().eq(word.iter().copied());
                    is_first = match word {
                        [] => is_first,
                        _ => ["OR", "AND", "NOT"].iter().any(|operator| is(operator)),
                    };
                    start = at + 1;
                    key = groups.last().copied().flatten();
                }
                '-' if at == start && key.is_none() => start = at + 1,
                ':' if key.is_none() => {
                    let head: String = letters.get(start..at).unwrap_or_default().iter().collect();
                    let name = head.split('.').next().unwrap_or_default();
                    if let Some(keyword) = vocabulary::keyword(name) {
                        (start, key) = (at + 1, Some(keyword));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        let after = letters.get(position..).unwrap_or_default();
        let is_last = |letter: &char| match quote {
            Some(_) => *letter == '"',
            None => *letter == ':' && key.is_none(),
        };
        let is_beyond =
            |letter: &char| quote.is_none() && (letter.is_whitespace() || "()".contains(*letter));
        let rest = after
            .iter()
            .position(|letter| is_last(letter) || is_beyond(letter));
        let rest = rest.unwrap_or(after.len());
        let closing = usize::from(after.get(rest).is_some_and(is_last));
        Place {
            start,
            end: position + rest + closing,
            key,
            is_quoted: quote.is_some(),
            is_first,
        }
    }
}
