/// Whether a text can be a key of any platform: not empty, without white space and control
/// characters.
pub fn is_key(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_word() {
        assert!(is_key("keyId:keySecret") && is_key("NJtcKaoCYu=="));
        for text in ["", " ", "a b", "a\n", "a\u{0}"] {
            assert!(!is_key(text), "{text:?}");
        }
    }
}
