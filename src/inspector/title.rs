use serde_json::Value;

use super::lines::event_name;
use crate::store::EventRow;

/// The longest name that is taken for one that a program made.
const LONGEST: usize = 64;

/// What a person calls an event: of a page view the path, of anything else its name in words.
pub fn title(row: &EventRow) -> String {
    let path = (row.canonical_name == "page_view").then(|| page_path(&row.canonical));
    path.flatten().unwrap_or_else(|| in_words(event_name(row)))
}

/// The path of the page that the event is of: what tells pages of one site apart.
pub fn page_path(canonical: &Value) -> Option<String> {
    let page = &canonical["page"];
    let text = |value: &Value| value.as_str().map(str::to_string);
    let known = text(&page["path"]).or_else(|| text(&page["url"]).map(|url| path_of(&url)));
    known.filter(|path| !path.trim().is_empty())
}

/// An address without scheme and host.
pub fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    match rest.find('/') {
        Some(at) => rest.get(at..).unwrap_or_default().to_string(),
        None => rest.to_string(),
    }
}

/// `add_to_cart` and `addToCart` as `Add to cart`. A name that no program made stays as it is.
fn in_words(name: &str) -> String {
    let made = name
        .bytes()
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && name.len() <= LONGEST
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if !made {
        return name.to_string();
    }
    let mut words = String::new();
    let mut before = ' ';
    for letter in name.chars() {
        if "_-.".contains(letter) {
            words.push(' ');
        } else if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
            words.push(' ');
            words.push(letter.to_ascii_lowercase());
        } else if words.is_empty() {
            words.push(letter.to_ascii_uppercase());
        } else {
            words.push(letter);
        }
        before = letter;
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_programs_made_are_written_in_words() {
        for (name, words) in [
            ("add_to_cart", "Add to cart"),
            ("addToCart", "Add to cart"),
            ("AddToCart", "Add to cart"),
            ("view-item", "View item"),
            ("purchase", "Purchase"),
            ("GA4.hit", "GA4 hit"),
        ] {
            assert_eq!(in_words(name), words);
        }
        for name in ["Product Added", "", "Käufe_neu", "<b>", "1st", "a b_c"] {
            assert_eq!(in_words(name), name);
        }
    }

    #[test]
    fn a_page_is_known_by_its_path() {
        let path = |page: Value| page_path(&serde_json::json!({ "page": page }));
        let of = |url: &str| path(serde_json::json!({ "url": url }));
        assert_eq!(of("https://shop.example/a?b=1").as_deref(), Some("/a?b=1"));
        assert_eq!(of("https://shop.example").as_deref(), Some("shop.example"));
        assert_eq!(of("app-screen").as_deref(), Some("app-screen"));
        assert_eq!(path(serde_json::json!({"path": " "})), None);
        assert_eq!(path(serde_json::json!([])), None);
    }
}
