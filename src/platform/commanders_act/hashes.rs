use serde_json::Value;

use super::super::json::pointer_step;
use super::format::Format;
use super::kinds;
use crate::event::Finding;

/// What a hashed property's name ends in, and how many hex digits its value has.
const HASHES: &[(&str, usize)] = &[("_md5", 32), ("_sha256", 64)];

/// What is wrong with the hashes of a user: any property may be sent as `<name>_md5` or
/// `<name>_sha256`, in lower-case hex only (documented).
pub fn hashes(payload: &Value, format: Format) -> Vec<Finding> {
    let base = format.pointer("user");
    let Some(Value::Object(user)) = payload.pointer(&base) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for (name, value) in user {
        let hashed = HASHES.iter().find_map(|(suffix, digits)| {
            let plain = name.strip_suffix(suffix)?;
            (!plain.is_empty() && !value.is_null()).then_some((plain, *digits))
        });
        let Some((plain, digits)) = hashed else {
            continue;
        };
        let pointer = format!("{base}/{}", pointer_step(name));
        if !is_hex(value, digits) {
            findings.push(
                kinds::HASH_SHAPE
                    .says(format!("{name} is no such hash"))
                    .at(&pointer)
                    .expected(format!("{digits} lower-case hex digits"))
                    .got(
                        value
                            .as_str()
                            .map_or_else(|| value.to_string(), str::to_string),
                    ),
            );
        }
        if user.get(plain).is_some_and(|plain| !plain.is_null()) {
            findings.push(
                kinds::PLAIN_AND_HASHED
                    .says(format!("{plain} is sent beside {name}"))
                    .at(pointer)
                    .expected("one of the two"),
            );
        }
    }
    findings
}

fn is_hex(value: &Value, digits: usize) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.len() == digits
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(user: Value) -> Vec<(&'static str, String)> {
        let findings = hashes(&json!({"user": user}), Format::V2);
        let said = findings
            .into_iter()
            .map(|finding| (finding.kind.code, finding.pointer));
        said.collect()
    }

    #[test]
    fn a_hash_is_lower_case_hex_of_its_length() {
        let md5 = "8eb1b522f60d11fa897de1dc6351b7e8";
        let sha256 = format!("{md5}{md5}");
        assert_eq!(
            said(json!({"email_md5": md5, "phone_sha256": sha256, "_md5": 1})),
            []
        );
        for wrong in [
            json!(md5.to_uppercase()),
            json!(sha256),
            json!(""),
            json!(7),
        ] {
            assert_eq!(
                said(json!({"email_md5": wrong})),
                [("commanders-act-hash-shape", "/user/email_md5".to_string())]
            );
        }
        assert_eq!(
            said(json!({"a/b_md5": "zz", "email_md5": null})),
            [("commanders-act-hash-shape", "/user/a~1b_md5".to_string())]
        );
    }

    #[test]
    fn the_plain_value_beside_its_hash_is_told() {
        let md5 = "8eb1b522f60d11fa897de1dc6351b7e8";
        assert_eq!(
            said(json!({"email": "a@b.c", "email_md5": md5, "phone": null, "phone_md5": md5})),
            [(
                "commanders-act-plain-and-hashed",
                "/user/email_md5".to_string()
            )]
        );
        assert_eq!(said(json!("{waiting_for_consent}")), []);
    }
}
