/// Decodes padded standard base64 as Go's `encoding/base64` does, because Jitsu's answer names the
/// place of the first bad byte in Go's terms.
///
/// # Errors
/// Where the first byte stands that cannot be.
pub fn decode(text: &str) -> Result<Vec<u8>, usize> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len() / 4 * 3);
    for (at, group) in bytes.chunks(4).enumerate() {
        let start = at * 4;
        let mut bits = 0u32;
        let mut letters = 0;
        for byte in group {
            match sextet(*byte) {
                Some(value) => bits = (bits << 6) | value,
                None if *byte == b'=' && letters >= 2 => break,
                None => return Err(start + letters),
            }
            letters += 1;
        }
        let [_, a, b, c] = (bits << (6 * (4 - letters))).to_be_bytes();
        match (letters, group) {
            (4, _) => decoded.extend([a, b, c]),
            (3, [.., b'=']) => decoded.extend([a, b]),
            (2, [_, _, b'=', b'=']) => decoded.push(a),
            // The second `=` is missing, or something else stands there.
            (2, [_, _, b'=', _]) => return Err(start + 2),
            (2, [_, _, b'=']) => return Err(start + 3),
            _ => return Err(start),
        }
        if letters < 4 && start + 4 < bytes.len() {
            return Err(start + 4);
        }
    }
    Ok(decoded)
}

fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_and_names_the_first_bad_byte() {
        for (text, decoded) in [
            ("", Ok(&b""[..])),
            ("YQ==", Ok(b"a")),
            ("YWI=", Ok(b"ab")),
            ("YWJj", Ok(b"abc")),
            ("!!!", Err(0)),
            ("YWJj!", Err(4)),
            ("YW=j", Err(2)),
            ("YW=", Err(3)),
            ("YW", Err(0)),
            ("YWJjYWI", Err(4)),
            ("YQ==YQ==", Err(4)),
            ("Y===", Err(1)),
        ] {
            assert_eq!(decode(text), decoded.map(<[u8]>::to_vec), "{text}");
        }
    }
}
