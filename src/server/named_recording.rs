use std::sync::Arc;

use arc_swap::ArcSwapOption;

/// The longest name of a test session.
const LONGEST: usize = 64;

/// The test session that a person names in the inspector. While it is on, what names no session of
/// its own belongs to it: an app that cannot be told where to send to is recorded by name too.
#[derive(Default)]
pub struct NamedRecording(ArcSwapOption<String>);

impl NamedRecording {
    /// From now on records under the name that `title` becomes as a test session; nothing if it has
    /// no letter or digit to make one of.
    pub fn start(&self, title: &str) -> Option<Arc<String>> {
        let name = Arc::new(name_of(title)?);
        self.0.store(Some(Arc::clone(&name)));
        Some(name)
    }

    /// What names no session belongs to the default one again; the name that was on.
    pub fn stop(&self) -> Option<Arc<String>> {
        self.0.swap(None)
    }

    /// The test session that is on.
    pub fn name(&self) -> Option<Arc<String>> {
        self.0.load_full()
    }
}

/// `Checkout, iPhone` as `checkout-iphone`: a name that also fits an address.
fn name_of(title: &str) -> Option<String> {
    let mut name = String::new();
    for letter in title.chars().map(|letter| letter.to_ascii_lowercase()) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.truncate(LONGEST);
    let name = name.trim_end_matches('-');
    (!name.is_empty()).then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_test_session() {
        let named = |title: &str| name_of(title);
        assert_eq!(
            named("Checkout, iPhone").as_deref(),
            Some("checkout-iphone")
        );
        assert_eq!(named("  run_7 ").as_deref(), Some("run_7"));
        assert_eq!(named(&"a b".repeat(40)).map(|name| name.len()), Some(64));
        assert_eq!(named("…"), None);
    }

    #[test]
    fn it_is_on_until_it_is_stopped() {
        let recording = NamedRecording::default();
        assert!(recording.name().is_none());
        assert!(recording.start("!").is_none());
        assert!(recording.start("One").is_some());
        assert_eq!(recording.name().as_deref().map(String::as_str), Some("one"));
        assert!(recording.stop().is_some());
        assert!(recording.name().is_none());
    }
}
