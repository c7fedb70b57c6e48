use super::Mark;

/// What the tables of words are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextExpression {
    /// All of one of these have to be there.
    pub any: Vec<Vec<Term>>,
    /// Whether all that it finds is meant. Several words may stand apart in what it finds.
    pub exact: bool,
}

/// A word as it is in the tables, or how it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    word: String,
    prefix: bool,
    /// Whether a request has it by itself only, not by its events.
    pub own: bool,
}

impl TextExpression {
    /// These words one after another, the last one perhaps only the beginning of a word, or all
    /// joined: as [`holds`](crate::query::holds) means it.
    pub fn words(words: &[String], mark: Option<Mark>) -> TextExpression {
        let term = |word: &str, prefix| Term {
            word: format!("{}{word}", mark.map_or("", Mark::as_str)),
            prefix,
            own: mark == Some(Mark::Url),
        };
        let joined = vec![term(&words.concat(), true)];
        let (Some((last, first)), true) = (words.split_last(), words.len() > 1) else {
            return TextExpression {
                any: vec![joined],
                exact: true,
            };
        };
        let mut all: Vec<Term> = first.iter().map(|word| term(word, false)).collect();
        all.push(term(last, true));
        TextExpression {
            any: vec![all, joined],
            exact: false,
        }
    }

    /// All of these words somewhere; nothing for no words.
    pub fn all(words: &[String]) -> Option<TextExpression> {
        let all = words.iter().map(|word| Term {
            word: word.clone(),
            prefix: false,
            own: false,
        });
        (!words.is_empty()).then(|| TextExpression {
            any: vec![all.collect()],
            exact: false,
        })
    }

    /// An id.
    pub fn id(mark: Mark, id: &str) -> TextExpression {
        let term = Term {
            word: mark.id(id),
            prefix: false,
            own: false,
        };
        TextExpression {
            any: vec![vec![term]],
            exact: true,
        }
    }

    /// All of it in FTS5's language
    /// (<https://www.sqlite.org/fts5.html#full_text_query_syntax>); always passed as a value.
    pub fn matches(&self) -> String {
        let any = self.any.iter().map(|all| {
            let all: Vec<String> = all.iter().map(Term::matches).collect();
            format!("({})", all.join(" AND "))
        });
        any.collect::<Vec<_>>().join(" OR ")
    }
}

impl Term {
    /// The same of this word alone.
    pub fn matches(&self) -> String {
        let star = if self.prefix { "*" } else { "" };
        format!("\"{}\"{star}", self.word)
    }
}
