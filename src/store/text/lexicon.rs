use foldhash::{HashMap, HashMapExt};
use std::ops::Range;

use super::Mark;
use crate::query::SearchText;

/// The longest run that is remembered, in bytes: what is longer is data, and hardly comes again.
const LONGEST_RUN: usize = 128;

/// How many bytes are remembered before it is full, about: bounds the memory.
const MOST_BYTES: usize = 1024 * 1024;

/// What a run, a word or a part takes beside its text, about.
const EACH: usize = 64;

/// The words of texts, each run of a text split once: the names of members and most of the values
/// are the same from one event to the next.
///
/// A run is what stands between two characters that tear words apart; it falls into the same words
/// wherever it stands.
pub struct Lexicon {
    /// Where in `parts` the words of a run are.
    runs: HashMap<Box<str>, Range<usize>>,
    /// Numbers of words, run after run.
    parts: Vec<usize>,
    numbers: HashMap<Box<str>, usize>,
    words: Vec<Word>,
    /// How many bytes all of them take, about.
    bytes: usize,
    text: usize,
    request: usize,
}

/// A word, and where it was told last.
struct Word {
    text: Box<str>,
    in_text: usize,
    in_request: usize,
    in_url: usize,
}

/// What words are added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// An event's text.
    Event,
    /// What a request has beside its events.
    Request,
    /// The address of either.
    Url,
}

impl Lexicon {
    /// Without a word.
    pub fn new() -> Lexicon {
        Lexicon {
            runs: HashMap::new(),
            parts: Vec::new(),
            numbers: HashMap::new(),
            words: Vec::new(),
            bytes: 0,
            text: 0,
            request: 0,
        }
    }

    /// Whether it has learnt so much that one had better begin anew: most of what comes once more came
    /// shortly before.
    pub fn is_full(&self) -> bool {
        self.bytes > MOST_BYTES
    }

    /// Begins a request: none of its words is told yet.
    pub fn begin_request(&mut self) {
        self.request += 1;
    }

    /// Begins a text, of an event or of the request itself.
    pub fn begin_text(&mut self) {
        self.text += 1;
    }

    /// Adds the words of `text` to `told`, each once in the text begun last; those of an address are
    /// marked, and are words of their own. A request has no word that one of its events has.
    pub fn add(&mut self, text: &str, to: To, told: &mut String) {
        for run in runs(text) {
            let parts = match self.runs.get(run) {
                Some(parts) => parts.clone(),
                None => self.learn(run),
            };
            for number in self.parts.get(parts).unwrap_or_default() {
                let Some(word) = self.words.get_mut(*number) else {
                    continue;
                };
                let (last, now) = match to {
                    To::Event | To::Request => (&mut word.in_text, self.text),
                    To::Url => (&mut word.in_url, self.text),
                };
                if std::mem::replace(last, now) == now {
                    continue;
                }
                match to {
                    To::Request if word.in_request == self.request => continue,
                    To::Event => word.in_request = self.request,
                    To::Request | To::Url => {}
                }
                if !told.is_empty() {
                    told.push(' ');
                }
                if to == To::Url {
                    told.push_str(Mark::Url.as_str());
                }
                told.push_str(&word.text);
            }
        }
    }

    /// Splits a run into words.
    fn learn(&mut self, run: &str) -> Range<usize> {
        let mut text = SearchText::new();
        text.add(run);
        let start = self.parts.len();
        let words = text.into_string();
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            let number = match self.numbers.get(word) {
                Some(number) => *number,
                None => {
                    let number = self.words.len();
                    self.bytes += 2 * (word.len() + EACH);
                    self.numbers.insert(word.into(), number);
                    self.words.push(Word {
                        text: word.into(),
                        in_text: 0,
                        in_request: 0,
                        in_url: 0,
                    });
                    number
                }
            };
            self.parts.push(number);
        }
        let parts = start..self.parts.len();
        self.bytes += size_of::<usize>() * parts.len();
        if run.len() <= LONGEST_RUN {
            self.bytes += run.len() + EACH;
            self.runs.insert(run.into(), parts.clone());
        }
        parts
    }
}

/// What stands between the characters that tear words apart.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    // All of them are ASCII: no byte of another character is taken for one.
    let torn = text.as_bytes().split(|byte| TEARS[usize::from(*byte)]);
    let mut at = 0;
    torn.filter_map(move |run| {
        let start = at;
        at += run.len() + 1;
        text.get(start..start + run.len())
    })
    .filter(|run| !run.is_empty())
}

/// Whether words end at a byte whatever stands around it. A hyphen or an underscore may tie two
/// together, and what is not ASCII is looked at in its surroundings.
const TEARS: [bool; 256] = {
    let mut tears = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        tears[byte as usize] = !byte.is_ascii_alphanumeric() && byte != b'-' && byte != b'_';
        byte += 1;
    }
    tears
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn told(lexicon: &mut Lexicon, text: &str, to: To) -> Vec<String> {
        let mut told = String::new();
        lexicon.begin_text();
        lexicon.add(text, to, &mut told);
        let words = told.split(' ').filter(|word| !word.is_empty());
        words.map(str::to_string).collect()
    }

    #[test]
    fn a_request_has_what_its_events_do_not_have() {
        let mut lexicon = Lexicon::new();
        lexicon.begin_request();
        let event = told(&mut lexicon, "add-to-cart add", To::Event);
        assert_eq!(event, ["add", "to", "cart", "addtocart"]);
        let own = told(&mut lexicon, "{\"add\":\"batch batch\"}", To::Request);
        assert_eq!(own, ["batch"]);
        assert_eq!(told(&mut lexicon, "/add/add", To::Url), ["§add"]);
        lexicon.begin_request();
        assert_eq!(told(&mut lexicon, "add", To::Request), ["add"]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::default() })]

        #[test]
        fn its_words_are_those_of_the_whole_text(
            texts in proptest::collection::vec(".{0,40}|[a-zA-Z0-9 _.\u{300}é-]{0,80}", 1..6)
        ) {
            let mut lexicon = Lexicon::new();
            // Twice: split, and remembered.
            for text in texts.iter().chain(&texts) {
                lexicon.begin_request();
                let told = told(&mut lexicon, text, To::Event);
                let mut whole = SearchText::new();
                whole.add(text);
                let whole = whole.into_string();
                let whole: BTreeSet<&str> = whole.split(' ').filter(|word| !word.is_empty()).collect();
                let once: BTreeSet<&str> = told.iter().map(String::as_str).collect();
                proptest::prop_assert_eq!(once.len(), told.len());
                proptest::prop_assert_eq!(once, whole);
            }
        }
    }
}
