//! What is told by how it looks, whatever the name under which it stands.

use super::MASK;

/// How an `@` is written.
const ATS: [&str; 2] = ["@", "%40"];

/// `text` with each e-mail address in it masked, also one whose `@` is encoded as in an address of
/// the web; none if there is none.
pub fn without_emails(text: &str) -> Option<String> {
    let mut masked = String::new();
    let (mut done, mut from) = (0, 0);
    while let Some((at, sign)) = next_at(text, from) {
        from = at + sign.len();
        let before = text.get(done..at).unwrap_or_default();
        let after = text.get(from..).unwrap_or_default();
        let local = before.len() - before.trim_end_matches(is_local).len();
        let domain = domain(after);
        if local == 0 || domain == 0 {
            continue;
        }
        masked.push_str(before.get(..before.len() - local).unwrap_or_default());
        masked.push_str(MASK);
        from += domain;
        done = from;
    }
    (done > 0).then(|| masked + text.get(done..).unwrap_or_default())
}

/// The next `@`, and how it is written.
fn next_at(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let rest = text.get(from..)?;
    let found = ATS
        .iter()
        .filter_map(|sign| Some((rest.find(sign)?, *sign)));
    let (at, sign) = found.min()?;
    Some((from + at, sign))
}

/// A character of the part before the `@` (RFC 5322), but for those that more often stand around an
/// address than in it.
fn is_local(character: char) -> bool {
    character.is_alphanumeric() || "._-+".contains(character)
}

/// How long the host is that `text` begins with, in bytes: labels, the last of letters; 0 if it begins
/// with none.
fn domain(text: &str) -> usize {
    let is_label = |character: char| character.is_alphanumeric() || character == '-';
    let host = text.split(|it| !is_label(it) && it != '.').next();
    let host = host.unwrap_or_default().trim_end_matches('.');
    let mut labels = host.split('.');
    let first = labels.next().unwrap_or_default();
    let last = labels.next_back().unwrap_or_default();
    let is_top = last.chars().count() > 1 && last.chars().all(char::is_alphabetic);
    // A picture for sharp screens is called so: `logo@2x.png`.
    let is_scale = first
        .strip_suffix('x')
        .is_some_and(|it| it.parse::<u8>().is_ok());
    match is_top && !first.is_empty() && labels.all(|it| !it.is_empty()) && !is_scale {
        true => host.len(),
        false => 0,
    }
}

/// `text` with the name and the password masked that stand before a host (`https://name:secret@host`);
/// none if there is none.
pub fn without_userinfo(text: &str) -> Option<String> {
    let mut masked = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        let ends = |character: char| character.is_whitespace() || "/?#\"'<>".contains(character);
        let authority = after.split(ends).next().unwrap_or_default();
        masked.push_str(before);
        masked.push_str("://");
        rest = after;
        if let Some((_, host)) = authority.rsplit_once('@') {
            masked.push_str(MASK);
            rest = after
                .get(authority.len() - host.len() - 1..)
                .unwrap_or_default();
        }
    }
    let masked = masked + rest;
    (masked != text).then_some(masked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_address_is_found_wherever_it_stands() {
        for (text, masked) in [
            ("jane@shop.example", "•••"),
            ("orders of jane.o+a@shop.co.uk, all", "orders of •••, all"),
            ("<j_d@x.org>; b@c.de.", "<•••>; •••."),
            ("/search?q=jane%40shop.example&n=1", "/search?q=•••&n=1"),
            ("jürgen@büro.example", "•••"),
        ] {
            assert_eq!(without_emails(text).as_deref(), Some(masked), "{text}");
        }
        for text in [
            "",
            "@",
            "a@b",
            "@jane",
            "@shop.example",
            "react@19.1.0",
            "logo@2x.png",
            "a@.example",
            "a@b..example",
            "5 @ 3.50 each",
            "key%40",
        ] {
            assert_eq!(without_emails(text), None, "{text}");
        }
    }

    #[test]
    fn who_stands_before_a_host_is_masked() {
        for (text, masked) in [
            ("https://name:secret@host/a@b", "https://•••@host/a@b"),
            (
                "from ftp://me@host:21 to ws://a:b@c@d?x",
                "from ftp://•••@host:21 to ws://•••@d?x",
            ),
        ] {
            assert_eq!(without_userinfo(text).as_deref(), Some(masked), "{text}");
        }
        for text in ["https://host/@me", "https://host?to=a@b", "://", "a://@b"] {
            assert_eq!(without_userinfo(text).is_some(), text == "a://@b", "{text}");
        }
    }
}
