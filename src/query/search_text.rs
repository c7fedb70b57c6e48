use serde_json::Value;

use super::words::{Piece, split};

/// What free text is looked for in: words with a space between each, first in the order in which
/// they stand, then compounds joined (`addToCart`: `add to cart`, and at the end `addtocart`).
///
/// [`holds`] is what a query asks of it. The store indexes the same words, each once.
#[derive(Debug, Clone, Default)]
pub struct SearchText {
    words: String,
    joined: String,
}

impl SearchText {
    /// Of nothing yet.
    pub fn new() -> SearchText {
        SearchText::default()
    }

    /// Of a payload: its keys, texts and numbers.
    pub fn of(value: &Value) -> SearchText {
        let mut text = SearchText::new();
        text.add_value(value);
        text
    }

    /// Adds the words of a text.
    pub fn add(&mut self, text: &str) {
        split(text, &mut |piece| {
            let (to, word) = match piece {
                Piece::Word(word) => (&mut self.words, word),
                Piece::Joined(joined) => (&mut self.joined, joined),
            };
            if !to.is_empty() {
                to.push(' ');
            }
            to.push_str(word);
        });
    }

    /// Adds the words of a JSON value: of each key, text and number, in the order in which they
    /// stand.
    pub fn add_value(&mut self, value: &Value) {
        each_text(value, &mut |text| self.add(text));
    }

    /// The text.
    pub fn into_string(self) -> String {
        match (self.words.is_empty(), self.joined.is_empty()) {
            (_, true) => self.words,
            (true, false) => self.joined,
            (false, false) => format!("{} {}", self.words, self.joined),
        }
    }
}

/// Tells what of a JSON value has words: each key, text and number, in the order in which they stand.
pub fn each_text(value: &Value, tell: &mut dyn FnMut(&str)) {
    // A stack of its own: a value may be nested deeper than a thread's stack allows.
    let mut open = vec![Open::Value(value)];
    while let Some(next) = open.pop() {
        match next {
            Open::Key(key) => tell(key),
            Open::Value(Value::String(text)) => tell(text),
            Open::Value(Value::Number(number)) => tell(&number.to_string()),
            Open::Value(Value::Array(items)) => {
                open.extend(items.iter().rev().map(Open::Value));
            }
            Open::Value(Value::Object(members)) => {
                for (key, value) in members.iter().rev() {
                    open.extend([Open::Value(value), Open::Key(key)]);
                }
            }
            Open::Value(Value::Null | Value::Bool(_)) => {}
        }
    }
}

enum Open<'a> {
    Key(&'a str),
    Value(&'a Value),
}

/// Whether a text made by [`SearchText`] has these words one after another, the last one perhaps
/// only the beginning of a word; or has them as one (`add to cart` finds `addtocart`), perhaps
/// only the beginning of it. Never, for no words.
pub fn holds(text: &str, words: &[String]) -> bool {
    let Some((last, first)) = words.split_last() else {
        return false;
    };
    let joined = words.concat();
    // Most texts do not have them at all, and many who wait ask one text.
    let may = |word: &str| text.contains(word);
    if !may(&joined) && !words.first().is_some_and(|word| may(word)) {
        return false;
    }
    let there: Vec<&str> = text.split(' ').collect();
    there.iter().any(|word| word.starts_with(&joined))
        || there.windows(words.len()).any(|window| {
            let (end, start) = match window.split_last() {
                Some(parts) => parts,
                None => return false,
            };
            start == first && end.starts_with(last.as_str())
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::words::words;
    use super::*;

    #[test]
    fn keys_texts_and_numbers_are_words_in_their_order() {
        let value = json!({"pageTitle": "Red shoe", "items": [{"price": 12.5}, true, null, "x"]});
        let text = SearchText::of(&value).into_string();
        assert_eq!(text, "page title red shoe items price 12 5 x pagetitle");
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for written in [
            "addToCart",
            "add_to_cart",
            "add-to-cart",
            "addtocart",
            "AddToCart",
        ] {
            let text = SearchText::of(&json!([written, "now"])).into_string();
            for typed in [
                "addToCart",
                "add_to_cart",
                "add to cart",
                "addtocart",
                "addToC",
            ] {
                assert!(holds(&text, &words(typed)), "{typed} in {written}");
            }
            assert!(!holds(&text, &words("added")), "{written}");
        }
        let text = SearchText::of(&json!("Add to cart now")).into_string();
        assert!(holds(&text, &words("addToCart")));
        assert!(holds(&text, &words("cart")));
        assert!(!holds(&text, &words("art")));
        assert!(!holds(&text, &words("add cart")));
        assert!(!holds(&text, &[]));
    }

    #[test]
    fn a_deep_value_is_read() {
        let mut value = json!("bottom");
        for _ in 0..100_000 {
            value = Value::Array(vec![value]);
        }
        assert_eq!(SearchText::of(&value).into_string(), "bottom");
        // Dropping it recurses.
        std::mem::forget(value);
    }
}
