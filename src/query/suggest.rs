use super::Word;
use super::path::Quoted;
use super::place::Place;
use super::vocabulary::{Keyword, VOCABULARY};

/// What may stand at the cursor's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestions {
    /// Where what is replaced begins, in characters from 0.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it may be replaced with, the likeliest first.
    pub items: Vec<Suggestion>,
}

/// One thing that may stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// As it is written.
    pub text: String,
    /// What it means; empty for a value.
    pub about: &'static str,
}

/// What of the recording a suggestion asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The values seen of a word.
    Values(Keyword),
    /// The consent ids or destinations seen: what follows `consent.` or `connector.`.
    Ids(Keyword),
    /// The paths seen, as they are written in a query.
    Paths,
}

impl Seen {
    /// Whether that is of one person, or visit, or address.
    pub fn is_of_a_person(self) -> bool {
        let ids = [
            Keyword::Word(Word::User),
            Keyword::Word(Word::AnonymousId),
            Keyword::Word(Word::SessionId),
            Keyword::Word(Word::MessageId),
            Keyword::Url,
        ];
        matches!(self, Seen::Values(keyword) if ids.contains(&keyword))
    }
}

/// How many are suggested at once.
const MOST: usize = 50;

const OPERATORS: [(&str, &str); 4] = [
    ("OR", "one of both"),
    ("AND", "both; a space means the same"),
    ("NOT", "not what follows; - means the same"),
    ("(", "together"),
];

const COMPARISONS: [(&str, &str); 6] = [
    ("=", "equal to"),
    ("!=", "other than"),
    (">", "more than"),
    (">=", "at least"),
    ("<", "less than"),
    ("<=", "at most"),
];

const AGO: [&str; 5] = ["-5m", "-15m", "-1h", "-1d", "-7d"];

/// What may stand in `text` where the cursor is (`position`, in characters): words, operators, and
/// for a word its values. `seen` says what was seen, the likeliest first.
pub fn suggestions(text: &str, position: usize, seen: &dyn Fn(Seen) -> Vec<String>) -> Suggestions {
    let letters: Vec<char> = text.chars().collect();
    let position = position.min(letters.len());
    let place = Place::of(&letters, position);
    let typed: String = letters
        .get(place.start..position)
        .unwrap_or_default()
        .iter()
        .collect();
    let items = match place.key {
        Some(keyword) => values(keyword, &typed, seen),
        // Free text in quotes is the user's own.
        None if place.is_quoted => Vec::new(),
        None => words(&typed, place.is_first, seen),
    };
    Suggestions {
        start: place.start,
        end: place.end,
        items: items.into_iter().take(MOST).collect(),
    }
}

fn values(keyword: Keyword, typed: &str, seen: &dyn Fn(Seen) -> Vec<String>) -> Vec<Suggestion> {
    let known: Vec<String> = match keyword {
        Keyword::Has | Keyword::Missing => return paths(typed, seen),
        Keyword::After | Keyword::Before => AGO.map(String::from).to_vec(),
        _ => match keyword.values() {
            Some(known) => known.into_iter().map(String::from).collect(),
            None => seen(Seen::Values(keyword)),
        },
    };
    let typed = typed.trim_start_matches('"');
    let fitting = known.into_iter().filter(|value| begins(value, typed));
    fitting.map(|value| value_suggestion(&value)).collect()
}

fn value_suggestion(value: &str) -> Suggestion {
    let is_bare = |letter: char| letter.is_alphanumeric() || "_-./@+".contains(letter);
    Suggestion {
        text: match !value.is_empty() && value.chars().all(is_bare) {
            true => value.into(),
            false => Quoted(value).to_string(),
        },
        about: "",
    }
}

fn paths(typed: &str, seen: &dyn Fn(Seen) -> Vec<String>) -> Vec<Suggestion> {
    let fitting = seen(Seen::Paths).into_iter();
    let fitting = fitting.filter(|path| begins(path, typed));
    fitting.map(|text| Suggestion { text, about: "" }).collect()
}

fn words(typed: &str, is_first: bool, seen: &dyn Fn(Seen) -> Vec<String>) -> Vec<Suggestion> {
    let mut items = Vec::new();
    for entry in VOCABULARY {
        if begins(&format!("{}:", entry.name), typed) {
            let text = format!("{}:", entry.name);
            let about = entry.about;
            items.push(Suggestion { text, about });
        }
        let with_id = matches!(entry.keyword, Keyword::Consent | Keyword::Connector);
        if with_id && begins(typed, &format!("{}.", entry.name)) {
            let ids = seen(Seen::Ids(entry.keyword)).into_iter();
            let ids = ids.map(|id| format!("{}.{}:", entry.name, value_suggestion(&id).text));
            let fitting = ids.filter(|text| begins(text, typed));
            let about = entry.about;
            items.extend(fitting.map(|text| Suggestion { text, about }));
        }
    }
    let seen_paths = if typed.is_empty() {
        Vec::new()
    } else {
        paths(typed, seen)
    };
    if seen_paths.iter().any(|path| path.text == typed) {
        let compared = COMPARISONS.map(|(comparison, about)| Suggestion {
            text: format!("{typed}{comparison}"),
            about,
        });
        items.extend(compared);
    }
    items.extend(seen_paths.into_iter().filter(|path| path.text != typed));
    for (operator, about) in OPERATORS {
        let needs_one_before = matches!(operator, "OR" | "AND");
        if operator.starts_with(typed) && !(needs_one_before && is_first) {
            items.push(Suggestion {
                text: operator.into(),
                about,
            });
        }
    }
    items
}

/// Whether a text begins so; case does not count.
fn begins(text: &str, beginning: &str) -> bool {
    text.to_lowercase().starts_with(&beginning.to_lowercase())
}
