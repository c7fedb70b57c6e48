/// An entry of the log that JENTIS's SDK uploads, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged<'a> {
    /// The id of what happened: `AS01`; empty if it has none.
    pub id: &'a str,
    /// What that means, in words, where it is known.
    pub words: Option<&'static str>,
    /// What the SDK says of it, without its marks in front.
    pub text: &'a str,
}

/// The log ids (observed in iOS SDK 1.0.7).
const IDS: [(&str, &str); 5] = [
    ("AI01", "The SDK is ready"),
    ("AC03", "Stored consent is used"),
    ("AC04", "Consent was updated"),
    ("AD01", "A push was received"),
    ("AS01", "A state was executed"),
];

/// Takes an entry apart: its `_id` and its `name`, such as
/// `J-SDK: [STATE] - [AS01] State executed: jts_push_submit`.
pub fn logged<'a>(id: &'a str, name: &'a str) -> Logged<'a> {
    let mark = name.rfind("] ").map(|end| name.split_at(end + 2));
    let (marks, text) = mark
        .filter(|(marks, _)| marks.starts_with("J-SDK: ["))
        .unwrap_or(("", name));
    let last = marks.trim_end_matches("] ").rsplit('[').next();
    let id = match id {
        "" => last.unwrap_or_default(),
        id => id,
    };
    Logged {
        id,
        words: IDS
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, words)| *words),
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_of_the_sdk_are_told_in_words() {
        let name = "J-SDK: [JENTIS DL] - [AD01] Received SDK.push() - Command: pageview";
        let expected = Logged {
            id: "AD01",
            words: Some("A push was received"),
            text: "Received SDK.push() - Command: pageview",
        };
        assert_eq!(logged("AD01", name), expected);
        assert_eq!(logged("", name), expected);
    }

    #[test]
    fn any_other_text_stays_as_it_is() {
        for name in ["", "x", "a [b] c", "J-SDK: [", "J-SDK: [X]"] {
            let logged = logged("ZZ9", name);
            assert_eq!((logged.id, logged.words, logged.text), ("ZZ9", None, name));
        }
        assert_eq!(logged("", "plain").id, "");
    }
}
