use crate::told::terminal::steers;

/// What a page shows of a text that was sent. A character that turns the direction in which is read,
/// or is not seen at all, stands as its number, as it does in a terminal: `exe.png` is the look of
/// `<U+202E>gnp.exe`.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if steers(letter) {
            shown.push_str(&format!("<U+{:04X}>", u32::from(letter)));
        } else {
            shown.push(letter);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_or_hides_a_text_is_seen_and_all_else_stays() {
        assert_eq!(
            visible("\u{202e}gnp.exe\u{200b}"),
            "<U+202E>gnp.exe<U+200B>"
        );
        for text in ["", "Käufe\n👩\u{200d}💻", "שלום"] {
            assert_eq!(visible(text), text);
        }
    }
}
