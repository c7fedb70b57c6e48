use unicode_normalization::UnicodeNormalization;

/// How much of a run of letters and digits is read, in characters. What is longer is data (base64,
/// a token): it is found by its beginning.
pub const LONGEST_WORD: usize = 64;

/// The longest compound that is also kept joined, in characters.
const LONGEST_COMPOUND: usize = 64;

/// The words of a text: split at all that is neither letter nor digit, where a small letter meets
/// a capital (`addToCart`), and where letters meet digits (`iPhone15`); in lower case and without
/// diacritics.
///
/// One small letter in front stays with the word (`iPhone`), and a jumble of letters and digits is
/// an id, which stays whole (`8f0f4a1c`). Chinese and Japanese characters are a word each, so that
/// a part of a sentence is found.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    split(text, &mut |piece| {
        if let Piece::Word(word) = piece {
            found.push(word.to_string());
        }
    });
    found
}

/// What [`split`] tells.
pub(super) enum Piece<'a> {
    /// A word.
    Word(&'a str),
    /// The words just told were written as one (`addToCart`, `add_to_cart`): here they are joined.
    Joined(&'a str),
}

/// Tells the words of a text one by one, and after those of a compound its joined form.
pub(super) fn split(text: &str, tell: &mut dyn FnMut(Piece)) {
    if text.is_ascii() {
        return split_folded(text, tell);
    }
    let folded = text
        .nfd()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter));
    split_folded(&folded.collect::<String>(), tell);
}

fn split_folded(text: &str, tell: &mut dyn FnMut(Piece)) {
    let mut compound = Compound::default();
    let mut rest = text;
    while let Some(start) = beginning(rest) {
        // Runs that one hyphen or underscore ties together are one compound.
        if !matches!(rest.get(..start), Some("-" | "_")) {
            compound.end(tell);
        }
        let from = rest.get(start..).unwrap_or_default();
        let (run, after) = from.split_at(end(from));
        compound.run(run, tell);
        rest = after;
    }
    compound.end(tell);
}

/// Where the first run of letters and digits begins. Most text is ASCII: its bytes are looked at,
/// and characters only from the first on that is none.
fn beginning(text: &str) -> Option<usize> {
    let at = text
        .bytes()
        .position(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())?;
    let rest = text.get(at..)?;
    rest.find(char::is_alphanumeric).map(|more| at + more)
}

/// Where the run of letters and digits ends that a text begins with.
fn end(text: &str) -> usize {
    let at = text.bytes().position(|byte| !byte.is_ascii_alphanumeric());
    let at = at.unwrap_or(text.len());
    let rest = text.get(at..).unwrap_or_default();
    let more = rest.find(|letter: char| !letter.is_alphanumeric());
    at + more.unwrap_or(rest.len())
}

/// Runs of letters and digits that are written as one.
#[derive(Default)]
struct Compound {
    joined: String,
    words: usize,
    /// Whether it has a part that nobody would write differently.
    is_fixed: bool,
}

impl Compound {
    fn run(&mut self, run: &str, tell: &mut dyn FnMut(Piece)) {
        if run.len() <= LONGEST_WORD && is_plain(run) {
            return self.folded(run, tell);
        }
        let run = match run.char_indices().nth(LONGEST_WORD) {
            Some((end, _)) => run.get(..end).unwrap_or(run),
            None => run,
        };
        if is_id(run) {
            self.is_fixed = true;
            return self.word(run, tell);
        }
        self.is_fixed |= run.contains(is_ideograph);
        let mut from = 0;
        for cut in cuts(run).into_iter().chain([run.len()]) {
            self.word(run.get(from..cut).unwrap_or_default(), tell);
            from = cut;
        }
    }

    fn word(&mut self, word: &str, tell: &mut dyn FnMut(Piece)) {
        let mut lower = String::with_capacity(word.len());
        for letter in word.chars() {
            match letter {
                // The small sigma at the end of a word.
                'ς' => lower.push('σ'),
                _ => lower.extend(letter.to_lowercase()),
            }
        }
        self.folded(&lower, tell);
    }

    /// Tells a word that is in lower case.
    fn folded(&mut self, word: &str, tell: &mut dyn FnMut(Piece)) {
        tell(Piece::Word(word));
        self.words += 1;
        if !self.is_fixed && self.joined.len() <= LONGEST_COMPOUND {
            self.joined.push_str(word);
        }
    }

    fn end(&mut self, tell: &mut dyn FnMut(Piece)) {
        if self.words > 1 && !self.is_fixed && self.joined.chars().count() <= LONGEST_COMPOUND {
            tell(Piece::Joined(&self.joined));
        }
        self.joined.clear();
        self.words = 0;
        self.is_fixed = false;
    }
}

/// Whether a run is one word as it stands, as most are: small letters of ASCII only, or digits.
fn is_plain(run: &str) -> bool {
    run.bytes().all(|byte| byte.is_ascii_lowercase())
        || run.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a run is a jumble of letters and digits, which nobody would write in parts: letters and
/// digits change more often than after each two and a half characters, and more than once.
///
/// Case does not count, so that a word that was found falls into no words again.
fn is_id(run: &str) -> bool {
    let (mut parts, mut length) = (1, 0);
    let mut before = None;
    for letter in run.chars() {
        length += 1;
        parts += usize::from(before.is_some_and(|last| last != letter.is_numeric()));
        before = Some(letter.is_numeric());
    }
    parts > 2 && parts * 5 > length * 2 && !run.contains(is_ideograph)
}

/// Where a run of letters and digits falls into words, in bytes.
fn cuts(run: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut letters = run.char_indices().peekable();
    let mut before: Option<char> = None;
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        if let Some(last) = before
            && is_cut(last, letter, next)
        {
            cuts.push(at);
        }
        before = Some(letter);
    }
    let first = run.chars().next();
    let second = run.chars().nth(1);
    // iPhone, eBay: no word is one small letter.
    if let (Some(first), Some(second)) = (first, second)
        && first.is_lowercase()
        && is_capital(second)
    {
        cuts.retain(|at| *at != first.len_utf8());
    }
    cuts
}

/// Whether a word begins at `letter`, which stands between `last` and `next`.
fn is_cut(last: char, letter: char, next: Option<char>) -> bool {
    if is_ideograph(last) || is_ideograph(letter) || last.is_numeric() != letter.is_numeric() {
        return true;
    }
    // addTo|Cart, and HTML|Parser.
    is_capital(letter) && (last.is_lowercase() || next.is_some_and(char::is_lowercase))
}

/// Whether it is a capital letter that has a small one; some of mathematics have none.
fn is_capital(letter: char) -> bool {
    letter.is_uppercase() && !letter.to_lowercase().eq([letter])
}

/// Whether it is of a script without spaces whose characters are words or syllables.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut all = Vec::new();
        split(text, &mut |piece| match piece {
            Piece::Word(word) => all.push(word.to_string()),
            Piece::Joined(joined) => all.push(format!("({joined})")),
        });
        all.join(" ")
    }

    #[test]
    fn a_text_falls_into_words() {
        for (text, expected) in [
            ("addToCart", "add to cart (addtocart)"),
            ("add_to_cart", "add to cart (addtocart)"),
            ("add-to-cart", "add to cart (addtocart)"),
            ("Add to cart!", "add to cart"),
            ("addtocart", "addtocart"),
            ("ADD_TO_CART", "add to cart (addtocart)"),
            ("iPhone15Pro", "iphone 15 pro (iphone15pro)"),
            ("iPhone 15 Pro", "iphone 15 pro"),
            ("HTMLParser", "html parser (htmlparser)"),
            ("userID", "user id (userid)"),
            ("GA4", "ga 4 (ga4)"),
            ("12.5", "12 5"),
            ("https://shop.example/a?b=c", "https shop example a b c"),
            ("_id", "id"),
            ("a--b", "a b"),
            ("a𝔇", "a𝔇"),
            ("", ""),
            ("€ !", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn an_id_stays_whole() {
        assert_eq!(
            shown("8f0f4a1c-2f5e-4b7b-9a3d-1c2b3a4d5e6f"),
            "8f0f4a1c 2f5e 4b7b 9a3d 1c2b3a4d5e6f"
        );
    }

    #[test]
    fn case_and_diacritics_do_not_count() {
        assert_eq!(shown("Crème BRÛLÉE"), "creme brulee");
        assert_eq!(shown("cre\u{300}me"), "creme");
        assert_eq!(shown("İstanbul"), "istanbul");
        assert_eq!(shown("ΟΔΟΣ"), shown("οδος"));
    }

    #[test]
    fn scripts_without_spaces_are_found_by_part() {
        assert_eq!(shown("商品を追加"), "商 品 を 追 加");
    }

    proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..proptest::test_runner::Config::default() })]

        #[test]
        fn a_word_falls_into_no_other_words(text in ".{0,80}|[a-zA-Z0-9_-]{0,80}") {
            let found = words(&text);
            for word in &found {
                proptest::prop_assert_eq!(&words(word), std::slice::from_ref(word));
            }
            proptest::prop_assert_eq!(words(&found.join(" ")), found);
        }
    }

    #[test]
    fn a_long_word_is_cut() {
        assert_eq!(words(&"x".repeat(1000)), ["x".repeat(LONGEST_WORD)]);
    }
}
