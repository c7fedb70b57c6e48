use crate::capture::pairs;
use crate::compare::{Ignored, IgnoredCount, IgnoredField, MOST_IGNORED};
use crate::inspector::visible::visible;

/// The parameter that names a field that is ignored; an address has it as often as there are some.
pub const IGNORE: &str = "ignore";

/// The fields that an address says are not compared.
#[derive(Debug, Clone, Default)]
pub struct IgnoreList {
    /// Those that can be read.
    pub ignored: Ignored,
    /// Those that cannot.
    pub wrong: Vec<WrongField>,
}

/// A text that says of no field that it is ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongField {
    /// As it was typed.
    pub text: String,
    /// What is the matter, where, and how to mend it.
    pub why: String,
}

/// The list as it is shown, and the form that adds to it.
pub struct IgnoreView {
    /// Those in force.
    pub fields: Vec<KeptField>,
    /// Whether what differs each time is ignored as well.
    pub usual: bool,
    /// Those that cannot be read.
    pub wrong: Vec<WrongField>,
    /// Where the form goes.
    pub action: String,
    /// What it carries along.
    pub carried: Vec<(&'static str, String)>,
}

/// A field that is ignored.
pub struct KeptField {
    /// Which.
    pub text: String,
    /// How many differences that leaves out.
    pub differences: usize,
    /// The same page, comparing it again.
    pub without: String,
}

impl IgnoreList {
    /// Reads the query of an address. What cannot be read is told beside the comparison, which does
    /// without it.
    pub fn of(query: &str) -> IgnoreList {
        let mut list = IgnoreList::default();
        let mut fields: Vec<IgnoredField> = Vec::new();
        for (_, text) in pairs(query).iter().filter(|(name, _)| name == IGNORE) {
            let text = typed(text);
            if text.is_empty() || fields.iter().any(|field| field.text() == text) {
                continue;
            }
            match IgnoredField::read(text) {
                Ok(field) if fields.len() < MOST_IGNORED => fields.push(field),
                Ok(_) => list.refuse(
                    text,
                    format!("{MOST_IGNORED} fields are ignored at most; remove one first"),
                ),
                Err(_) => list.refuse(text, wrong(text)),
            }
        }
        list.ignored = Ignored::of(fields);
        list
    }

    fn refuse(&mut self, text: &str, why: String) {
        let text = text.to_string();
        self.wrong.push(WrongField { text, why });
    }

    /// What of it stands in an address.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let fields = self.ignored.fields().iter();
        fields.map(|field| (IGNORE, field.text()))
    }

    /// Each field with what it leaves out; `link` is the same page with the fields that are given.
    pub fn kept(
        &self,
        counts: &[IgnoredCount],
        link: impl Fn(&[(&str, &str)]) -> String,
    ) -> Vec<KeptField> {
        let others = |text: &str| {
            let rest = self.pairs().filter(|(_, other)| *other != text);
            link(&rest.collect::<Vec<_>>())
        };
        let fields = counts.iter().map(|count| KeptField {
            text: visible(&count.field),
            differences: count.differences,
            without: others(&count.field),
        });
        fields.collect()
    }
}

impl IgnoreView {
    /// How many differences are left out.
    pub fn differences(&self) -> usize {
        self.fields.iter().map(|field| field.differences).sum()
    }

    /// What the form has typed: what has to be mended.
    pub fn typed(&self) -> &str {
        self.wrong.first().map_or("", |wrong| wrong.text.as_str())
    }
}

/// What was meant: a name, or a pointer, whose last name may end in a blank.
fn typed(text: &str) -> &str {
    let text = text.trim_start();
    match text.starts_with('/') {
        true => text,
        false => text.trim_end(),
    }
}

/// What is the matter with a text that is neither a name nor a pointer.
fn wrong(text: &str) -> String {
    if !text.starts_with('/') {
        return "it has a comma; type one field at a time: a member's name (cart_id) or a JSON pointer (/items/*/id)".into();
    }
    let empty = text.find("//").map_or(text.len(), |at| at + 1);
    let place = text.get(..empty).unwrap_or_default().chars().count() + 1;
    format!(
        "a step is empty at character {place}; a JSON pointer names each step, as in /items/*/id, where * stands for any one"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_read_once_and_what_cannot_be_is_told_with_its_place() {
        let list = IgnoreList::of(
            "a=1&ignore=cart_id+&ignore=cart_id&ignore=&ignore=%2Fa%2C%20&ignore=a%2Cb&ignore=%2Fa%2F%2Fb&ignore=%2F",
        );
        let own: Vec<_> = list.pairs().collect();
        assert_eq!(own, [("ignore", "cart_id"), ("ignore", "/a, ")]);
        let wrong = list
            .wrong
            .iter()
            .map(|it| (it.text.as_str(), it.why.as_str()));
        let wrong: Vec<_> = wrong.collect();
        assert!(
            matches!(wrong.as_slice(), [("a,b", comma), ("/a//b", step), ("/", end)]
            if comma.contains("comma") && step.contains("character 4") && end.contains("character 2")),
            "{wrong:?}"
        );
    }

    #[test]
    fn only_so_many_are_ignored() {
        let query: Vec<String> = (0..=MOST_IGNORED)
            .map(|it| format!("ignore=f{it}"))
            .collect();
        let list = IgnoreList::of(&query.join("&"));
        assert_eq!((list.pairs().count(), list.wrong.len()), (MOST_IGNORED, 1));
    }
}
