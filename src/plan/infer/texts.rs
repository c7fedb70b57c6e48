use std::collections::BTreeMap;

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
    uuids: usize,
    date_times: usize,
}

impl Texts {
    /// How many came.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Takes in one more text.
    pub fn take(&mut self, text: &str) {
        self.count += 1;
        self.uuids += usize::from(uuid::Uuid::try_parse(text).is_ok() && text.len() == 36);
        self.date_times += usize::from(is_date_time(text));
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
        let all = [(self.uuids, "uuid"), (self.date_times, "date-time")];
        let fits = all.into_iter().find(|(count, _)| *count == self.count);
        fits.map(|(_, format)| format)
    }
}

/// Whether a text is a date and time by RFC 3339, as JSON Schema's `date-time` wants it.
fn is_date_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let zone = text.ends_with('Z') || bytes.iter().nth_back(2) == Some(&b':');
    let has = |at: usize, wanted: &[u8]| bytes.get(at).is_some_and(|byte| wanted.contains(byte));
    // The parser takes shorter forms as well.
    zone && has(10, b"T")
        && has(16, b":")
        && has(19, b".Z+-")
        && text.parse::<jiff::Timestamp>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_and_time_is_one_for_the_plan_as_well() {
        let format = serde_json::json!({ "format": "date-time" });
        let options = jsonschema::options().should_validate_formats(true);
        let plan = options.build(&format);
        let plan = |text: &str| {
            let value = text.into();
            plan.as_ref().is_ok_and(|plan| plan.is_valid(&value))
        };
        for (text, is) in [
            ("2026-01-31T12:00:00Z", true),
            ("2026-01-31T12:00:00.123Z", true),
            ("2026-01-31T12:00:00.5+01:00", true),
            ("2026-01-31T12:00:00-01:00", true),
            ("2026-01-31T12:00:00+0100", false),
            ("2026-01-31T12:00:00,5Z", false),
            ("2026-01-31T12:00+01:00", false),
            ("2026-01-31 12:00:00Z", false),
            ("2026-01-31T12:00:00", false),
            ("2026-13-31T12:00:00Z", false),
            ("20260131T120000Z", false),
        ] {
            assert_eq!(is_date_time(text), is, "{text}");
            assert!(!is || plan(text), "{text}");
        }
    }
}
