use serde_json::Value;

pub fn text(text: &str) -> Option<Value> {
    Some(text.into())
}

pub fn trim(text: &str) -> Option<Value> {
    Some(text.trim().into())
}

pub fn lower(text: &str) -> Option<Value> {
    Some(text.to_lowercase().into())
}

pub fn upper(text: &str) -> Option<Value> {
    Some(text.to_uppercase().into())
}

pub fn digits(text: &str) -> Option<Value> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    Some(digits.into())
}

/// A number, whole where it is; a decimal comma is no number.
pub fn number(text: &str) -> Option<Value> {
    let text = text.trim();
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    let number: f64 = text.parse().ok()?;
    serde_json::Number::from_f64(number).map(Value::Number)
}

pub fn integer(text: &str) -> Option<Value> {
    let number: f64 = text.trim().parse().ok()?;
    // Beyond that, a whole number is no longer exact.
    (number.abs() < 9e15).then(|| Value::from(number.trunc() as i64))
}

pub fn boolean(text: &str) -> Option<Value> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true.into()),
        "false" | "0" | "no" => Some(false.into()),
        _ => None,
    }
}

/// `orderNotes` and `Order Completed` as `order_notes` and `order_completed`, as Jitsu names
/// columns: each capital behind a letter begins a word (`ABC123` is `a_b_c123`, `sha256Hash` is
/// `sha256hash`; observed).
pub fn snake(text: &str) -> String {
    let mut snake = String::new();
    for letter in text.chars() {
        if letter.is_ascii_uppercase() && snake.ends_with(|it: char| it.is_ascii_alphabetic()) {
            snake.push('_');
        }
        snake.push(match letter {
            ' ' => '_',
            letter => letter.to_ascii_lowercase(),
        });
    }
    snake
}

pub fn snake_case(text: &str) -> Option<Value> {
    Some(snake(text.trim()).into())
}

pub fn cut(text: &str, length: usize) -> Option<Value> {
    Some(text.chars().take(length).collect::<String>().into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_become_snake_case() {
        for (name, expected) in [
            ("orderNotes", "order_notes"),
            ("ABC123", "a_b_c123"),
            ("Order Completed", "order_completed"),
            ("inner_Width", "inner_width"),
            ("sha256Hash", "sha256hash"),
            ("already", "already"),
        ] {
            assert_eq!(snake(name), expected);
        }
    }

    #[test]
    fn numbers_are_read_and_nothing_else() {
        assert_eq!(number("30.5"), Some(json!(30.5)));
        assert_eq!(number(" 7 "), Some(json!(7)));
        assert_eq!(number("7,5"), None);
        assert_eq!(number("inf"), None);
        assert_eq!(integer("2.9"), Some(json!(2)));
        assert_eq!(integer("1e300"), None);
        assert_eq!(boolean("Yes"), Some(json!(true)));
    }
}
