use super::reference::EVENTS;
use super::reference_video::VIDEO_EVENTS;
use super::types::Property;

/// Names shorter than this are only told from each other by case and underscores.
const TYPO_LETTERS: usize = 6;

/// The bytes of the longest character: names whose lengths differ by more differ by more than one
/// letter, and a name may be as long as a request.
const LONGEST_CHARACTER: usize = 4;

/// A standard event, by its table.
#[derive(Debug)]
pub struct Standard {
    /// Its name.
    pub name: &'static str,
    /// The properties marked as required (`Yes` or `Yes*`), besides `event_name`,
    /// `context.event_id` and `context.event_timestamp`, which every event needs. `a|b` is
    /// satisfied by either.
    pub required: &'static [&'static str],
    /// All its properties.
    pub properties: &'static [Property],
}

/// A standard event, in one line of a table.
pub const fn event(
    name: &'static str,
    required: &'static [&'static str],
    properties: &'static [Property],
) -> Standard {
    Standard {
        name,
        required,
        properties,
    }
}

/// Every standard event.
pub fn standard_events() -> impl Iterator<Item = &'static Standard> {
    EVENTS.iter().chain(VIDEO_EVENTS)
}

/// The standard event `name`, if it is one.
pub fn standard(name: &str) -> Option<&'static Standard> {
    standard_events().find(|standard| standard.name == name)
}

/// The standard event that `name` most likely means: the same letters and digits, whatever the
/// case, and the underscores, hyphens and spaces; or all but one of them, as in `puchase`. None if
/// it is one already.
pub fn meant(name: &str) -> Option<&'static str> {
    if standard(name).is_some() {
        return None;
    }
    let letters = letters(name);
    let same = |standard: &&Standard| self::letters(standard.name) == letters;
    let typo = |standard: &&Standard| {
        let own = self::letters(standard.name);
        own.len() >= TYPO_LETTERS
            && own.len().abs_diff(letters.len()) <= LONGEST_CHARACTER
            && strsim::osa_distance(&own, &letters) == 1
    };
    let found = standard_events()
        .find(same)
        .or_else(|| standard_events().find(typo));
    found.map(|standard| standard.name)
}

fn letters(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-') && !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_only_looks_standard_is_told_which() {
        for name in [
            "addToCart",
            "Add-To-Cart",
            "addtocart",
            "add_to_cart ",
            "ADD TO CART",
        ] {
            assert_eq!(meant(name), Some("add_to_cart"), "{name}");
        }
        for name in [
            "add_to_cart",
            "add_to_basket",
            "",
            "_",
            "logins",
            "research",
        ] {
            assert_eq!(meant(name), None, "{name}");
        }
        assert_eq!(meant("puchase"), Some("purchase"));
        assert_eq!(meant("Add_to_crat"), Some("add_to_cart"));
    }

    #[test]
    fn no_standard_event_is_listed_twice() {
        let mut names: Vec<_> = standard_events().map(|event| letters(event.name)).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 51);
    }

    #[test]
    fn what_an_event_requires_is_a_property_of_its_table() {
        for event in standard_events() {
            for name in event.required.iter().flat_map(|either| either.split('|')) {
                let listed = event
                    .properties
                    .iter()
                    .any(|(property, _)| *property == name);
                assert!(listed, "{}: {name}", event.name);
            }
        }
    }
}
