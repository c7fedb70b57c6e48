use crate::query::{Expression, Query};

/// The terms of a query, as they are written, if each of them has to hold; else the whole of it.
pub fn terms(text: &str) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    let mut negates = false;
    for part in split(text) {
        match part.as_str() {
            "AND" => {}
            "OR" => return whole(text),
            "NOT" => negates = true,
            _ if negates => {
                terms.push(format!("NOT {part}"));
                negates = false;
            }
            _ => terms.push(part),
        }
    }
    let readable = |term: &String| Query::parse(term, 0).is_ok();
    let is_sequence = Query::parse(text, 0)
        .is_ok_and(|query| !matches!(query.expression(), Expression::Or(_) | Expression::All));
    match is_sequence && terms.iter().all(readable) {
        true => terms,
        false => whole(text),
    }
}

/// The query without the term at that place.
pub fn without(terms: &[String], place: usize) -> String {
    let rest = terms.iter().enumerate().filter(|(at, _)| *at != place);
    rest.map(|(_, term)| term.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn whole(text: &str) -> Vec<String> {
    let text = text.trim();
    (!text.is_empty())
        .then(|| text.to_string())
        .into_iter()
        .collect()
}

/// Parts between spaces, but for those in quotes and parentheses.
fn split(text: &str) -> Vec<String> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let (mut quoted, mut escaped, mut depth) = (false, false, 0_usize);
    for letter in text.chars() {
        if !quoted && depth == 0 && letter.is_whitespace() {
            if !part.is_empty() {
                parts.push(std::mem::take(&mut part));
            }
            continue;
        }
        match letter {
            '"' if !escaped => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        escaped = quoted && letter == '\\' && !escaped;
        part.push(letter);
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_falls_into_its_terms() {
        assert_eq!(
            terms(r#" platform:jitsu  "add to cart" AND NOT type:page -name:"a \" b" (x OR y) "#),
            [
                "platform:jitsu",
                "\"add to cart\"",
                "NOT type:page",
                r#"-name:"a \" b""#,
                "(x OR y)"
            ]
        );
        assert!(terms(" ").is_empty());
    }

    #[test]
    fn alternatives_stay_whole_and_so_does_what_cannot_be_read() {
        assert_eq!(terms("a OR b c"), ["a OR b c"]);
        assert_eq!(terms("a (b"), ["a (b"]);
        assert_eq!(terms("a outcome:"), ["a outcome:"]);
    }

    #[test]
    fn one_term_is_left_out() {
        let terms: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!(without(&terms, 1), "a c");
        assert_eq!(without(&terms[..1], 0), "");
    }
}
