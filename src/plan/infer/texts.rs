use std::collections::BTreeMap;

use super::formats::Formats;

/// How many different texts a property may have to be a choice.
const CHOICES: usize = 5;

/// How often a text has to come to be one of a choice, and any text for a format.
const OFTEN: usize = 3;

/// The longest text of a choice, in bytes.
const LONGEST: usize = 40;

/// Names, or ends of them, whose values are never a choice, however few came so far.
const FREE: &[&str] = &[
    "id",
    "ids",
    "name",
    "title",
    "url",
    "uri",
    "path",
    "referrer",
    "email",
    "phone",
    "ip",
    "agent",
    "term",
    "query",
    "key",
    "token",
    "version",
    "hash",
    "search",
    "date",
    "time",
    "timestamp",
];

/// What the texts in one place had in common.
#[derive(Debug, Default)]
pub struct Texts {
    count: usize,
    /// What came and how often, as long as it is few.
    choices: BTreeMap<String, usize>,
    too_many: bool,
    /// How many of them have each of the formats.
    formats: [usize; Formats::COUNT],
}

impl Texts {
    /// How many came.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Takes in one more text.
    pub fn take(&mut self, text: &str, formats: &Formats) {
        self.count += 1;
        for (count, has) in self.formats.iter_mut().zip(formats.of(text)) {
            *count += usize::from(has);
        }
        if self.too_many {
            return;
        }
        let few = self.choices.len() < CHOICES || self.choices.contains_key(text);
        if few && text.len() <= LONGEST && !text.is_empty() {
            *self.choices.entry(text.to_string()).or_default() += 1;
        } else {
            self.too_many = true;
            self.choices.clear();
        }
    }

    /// A few texts that came again and again. One alone says nothing of what else may come.
    pub fn choice(&self, name: &str) -> Option<Vec<&String>> {
        let name = name.to_lowercase();
        let free = FREE.iter().any(|end| name.ends_with(end));
        let often = self.choices.values().all(|count| *count >= OFTEN);
        let several = self.choices.len() > 1 && !self.too_many;
        (several && often && !free).then(|| self.choices.keys().collect())
    }

    /// The format that all of them have.
    pub fn format(&self) -> Option<&'static str> {
        if self.count < OFTEN {
            return None;
        }
        let mut all = self.formats.iter().zip(Formats::NAMES);
        let fits = all.find(|(count, _)| **count == self.count);
        fits.map(|(_, format)| format)
    }
}
