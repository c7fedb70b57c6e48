/// A piece of a text: what stands between two backticks is code, as in Markdown.
#[derive(Debug, PartialEq, Eq)]
pub struct Span<'a> {
    /// The piece, without backticks.
    pub text: &'a str,
    /// Whether it is code.
    pub is_code: bool,
}

/// The pieces of a text. They are not escaped: a template does that. A backtick without a second
/// one, or with nothing up to it, is text.
pub fn spans(text: &str) -> Vec<Span<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(open) = find(rest, from) {
        let Some(close) = find(rest, open + 1) else {
            break;
        };
        if close == open + 1 {
            from = close + 1;
            continue;
        }
        push(&mut found, &rest[..open], false);
        push(&mut found, &rest[open + 1..close], true);
        (rest, from) = (&rest[close + 1..], 0);
    }
    push(&mut found, rest, false);
    found
}

fn find(text: &str, from: usize) -> Option<usize> {
    Some(text.get(from..)?.find('`')? + from)
}

fn push<'a>(found: &mut Vec<Span<'a>>, text: &'a str, is_code: bool) {
    if !text.is_empty() {
        found.push(Span { text, is_code });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_two_backticks_is_code() {
        let of = |text: &str| -> String {
            let spans = spans(text).into_iter();
            let shown = spans.map(|span| match span.is_code {
                true => format!("<{}>", span.text),
                false => span.text.to_string(),
            });
            shown.collect()
        };
        for (text, shown) in [
            ("", ""),
            ("plain", "plain"),
            ("`a`", "<a>"),
            ("in `a`, `b c` and é`ü`", "in <a>, <b c> and é<ü>"),
            ("one ` alone", "one ` alone"),
            ("`a` and ` alone", "<a> and ` alone"),
            ("nothing `` in it", "nothing `` in it"),
            ("``` fence", "``` fence"),
        ] {
            assert_eq!(of(text), shown, "{text}");
        }
    }
}
