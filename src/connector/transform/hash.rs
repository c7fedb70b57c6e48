use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 in lower-case hexadecimal.
pub fn hex(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether it is a SHA-256 already. No vendor wants a hash of a hash.
fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The hash of what `normal` makes of a text; a hash stays as it is.
fn hashed(text: &str, normal: impl FnOnce(&str) -> String) -> Option<Value> {
    if is_hash(text.trim()) {
        return Some(text.trim().to_ascii_lowercase().into());
    }
    let normal = normal(text);
    (!normal.is_empty()).then(|| hex(&normal).into())
}

pub fn sha256(text: &str) -> Option<Value> {
    hashed(text, str::to_string)
}

pub fn sha256_lower(text: &str) -> Option<Value> {
    hashed(text, |text| text.trim().to_lowercase())
}

pub fn sha256_email(text: &str) -> Option<Value> {
    hashed(text, email)
}

pub fn sha256_email_google(text: &str) -> Option<Value> {
    hashed(text, |text| {
        let text = email(text);
        match text.split_once('@') {
            Some((name, host @ ("gmail.com" | "googlemail.com"))) => {
                format!("{}@{host}", name.replace('.', ""))
            }
            _ => text,
        }
    })
}

pub fn sha256_phone(text: &str) -> Option<Value> {
    hashed(text, |text| {
        digits(text).trim_start_matches('0').to_string()
    })
}

pub fn sha256_phone_e164(text: &str) -> Option<Value> {
    hashed(text, |text| {
        let digits = digits(text);
        let digits = digits.trim_start_matches('0');
        match digits {
            "" => String::new(),
            digits => format!("+{digits}"),
        }
    })
}

pub fn sha256_name(text: &str) -> Option<Value> {
    hashed(text, letters)
}

/// Nothing of a longer name: the first letters of Germany are Georgia's code.
pub fn sha256_two_letters(text: &str) -> Option<Value> {
    hashed(text, |text| {
        let code = letters(text);
        match code.chars().count() {
            2 => code,
            _ => String::new(),
        }
    })
}

pub fn sha256_zip(text: &str) -> Option<Value> {
    hashed(text, |text| {
        let text = text.to_lowercase();
        text.chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect()
    })
}

pub fn sha256_gender(text: &str) -> Option<Value> {
    hashed(text, |text| letters(text).chars().take(1).collect())
}

pub fn sha256_date(text: &str) -> Option<Value> {
    hashed(text, |text| digits(text).chars().take(8).collect())
}

fn email(text: &str) -> String {
    let text = text.to_lowercase();
    text.split_whitespace().collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Lower case, without punctuation and white space.
fn letters(text: &str) -> String {
    let text = text.to_lowercase();
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first three are Meta's published vectors, the next three Snap's
    /// (<https://developers.snap.com/api/marketing-api/Conversions-API/Parameters>):
    /// <https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/customer-information-parameters>.
    #[test]
    fn the_vendors_vectors_hold() {
        type Hash = fn(&str) -> Option<Value>;
        let vectors: [(Hash, &str, &str); 11] = [
            (
                sha256_email,
                " John_Smith@gmail.com ",
                "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
            ),
            (
                sha256_phone,
                "(+1) 650-555-1212",
                "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
            ),
            (
                sha256_name,
                " Mary",
                "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec",
            ),
            (
                sha256_email,
                "Person@Example.com",
                "542d240129883c019e106e3b1b2d3f3cb3537c43c425364de8e951d5a3083345",
            ),
            (
                sha256_phone,
                "+44 844 412 4653",
                "dc008fda46e2e64002cf2f82a4906236282d431c4f75e5b60bfe79fc48546383",
            ),
            (
                sha256_name,
                "Raphaël",
                "e74bb89e718fe1e19c422a48382870399f8bf7ca8dfa008739e75b0be76627b7",
            ),
            (
                sha256_email,
                "Jane@Example.com",
                "8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d",
            ),
            (
                sha256_email,
                "8C87B489CE35CF2E2F39F80E282CB2E804932A56A213983EEEB428407D43B52D",
                "8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d",
            ),
            (
                sha256_email_google,
                "J.a.n.e@gmail.com",
                &hex("jane@gmail.com"),
            ),
            (sha256_phone_e164, "+44 844 412 4653", &hex("+448444124653")),
            (sha256_two_letters, "DE", &hex("de")),
        ];
        for (hash, text, expected) in vectors {
            assert_eq!(hash(text), Some(expected.into()), "{text}");
        }
    }

    #[test]
    fn nothing_is_not_hashed() {
        assert_eq!(sha256_email("  "), None);
        assert_eq!(sha256_phone("none"), None);
        assert_eq!(sha256_two_letters("Germany"), None);
    }
}
