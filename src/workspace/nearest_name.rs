/// A longer name is not compared: it may be the whole file.
const LONGEST: usize = 100;

/// The known name that `name` most likely means: up to a third of its characters differ, whatever
/// the case.
pub fn nearest_name<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let lower = name.to_lowercase();
    known
        .map(|known| (strsim::osa_distance(&lower, &known.to_lowercase()), known))
        .filter(|(distance, known)| *distance <= name.len().max(known.len()) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let near = |name: &str| nearest_name(name, ["keys", "server_keys", "strict"].into_iter());
        assert_eq!(near("key"), Some("keys"));
        assert_eq!(near("serverKeys"), Some("server_keys"));
        assert_eq!(near("Strict"), Some("strict"));
        assert_eq!(near("colour"), None);
        assert_eq!(near(&"x".repeat(1000)), None);
    }
}
