use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Bytes as text where they are UTF-8, else in base64 (RFC 4648, section 4): one of the two.
pub fn to_text(bytes: Vec<u8>) -> (Option<String>, Option<String>) {
    match String::from_utf8(bytes) {
        Ok(text) => (Some(text), None),
        Err(error) => (None, Some(STANDARD.encode(error.as_bytes()))),
    }
}

/// The bytes of either; nothing if there is neither.
///
/// # Errors
/// It is no base64.
pub fn from_text(
    text: Option<String>,
    base64: Option<String>,
) -> Result<Option<Vec<u8>>, base64::DecodeError> {
    match (text, base64) {
        (Some(text), _) => Ok(Some(text.into_bytes())),
        (None, Some(text)) => STANDARD.decode(text).map(Some),
        (None, None) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() -> Result<(), base64::DecodeError> {
        let all: Vec<u8> = (0..=255).collect();
        for bytes in [Vec::new(), b"\0\n\"\xc3\xa9".to_vec(), all] {
            let (text, base64) = to_text(bytes.clone());
            assert_eq!(text.is_some(), base64.is_none());
            assert_eq!(from_text(text, base64)?, Some(bytes));
        }
        assert_eq!(from_text(None, None)?, None);
        assert!(from_text(None, Some("?".into())).is_err());
        Ok(())
    }
}
