use serde_json::Value;

use super::format::Format;
use super::kinds;
use crate::event::Finding;

/// A property of the user, what the reference says of its text, and whether a text is so.
type Shape = (&'static str, &'static str, fn(&str) -> bool);

const SHAPES: &[Shape] = &[
    (
        "phone",
        "a number with its country code: +33612345678",
        is_phone,
    ),
    ("birthdate", "a date: YYYY-MM-DD", is_date),
    ("country", "an ISO 3166 code of 2 or 3 letters", is_country),
];

/// Which properties of the user are texts of another shape than the reference says.
pub fn shapes(payload: &Value, format: Format) -> Vec<Finding> {
    let base = format.pointer("user");
    let shapes = SHAPES.iter().filter_map(|(name, expected, is_so)| {
        let pointer = format!("{base}/{name}");
        let text = payload.pointer(&pointer)?.as_str()?;
        (!is_so(text)).then(|| {
            let message = format!("{name} is of another shape than the reference says");
            let finding = kinds::USER_SHAPE.says(message).at(pointer);
            finding.expected(*expected).got(text)
        })
    });
    shapes.collect()
}

/// E.164: a plus sign and at most 15 digits, the first of which is no zero.
fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

fn is_country(text: &str) -> bool {
    matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(user: Value) -> Vec<String> {
        let findings = shapes(&json!({"user": user}), Format::V2);
        findings
            .into_iter()
            .map(|finding| finding.pointer)
            .collect()
    }

    #[test]
    fn a_text_is_held_against_the_shape_of_its_property() {
        let right = json!({"phone": "+33612345678", "birthdate": "1970-01-01", "country": "USA"});
        assert_eq!(told(right), [""; 0]);
        let wrong = json!({"phone": "0612345678", "birthdate": "01/02/1970", "country": "France"});
        let all = ["/user/phone", "/user/birthdate", "/user/country"];
        assert_eq!(told(wrong), all);
        for phone in ["", "+", "+0612", "+33 6", "+1234567890123456"] {
            assert_eq!(told(json!({ "phone": phone })), ["/user/phone"]);
        }
        for birthdate in ["1970-13-01", "1970-01-01T00:00", "19700101"] {
            assert_eq!(told(json!({ "birthdate": birthdate })), ["/user/birthdate"]);
        }
        // Another type is the specification's to tell.
        assert_eq!(told(json!({"phone": 33, "country": null})), [""; 0]);
    }
}
