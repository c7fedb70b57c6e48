use super::error::{QueryError, QueryErrorCode, Span};

/// Reads a query, a character after the other.
pub(super) struct Scanner {
    letters: Vec<char>,
    at: usize,
}

/// What stands before a colon or a comparison, or alone: parts with a dot or a bracket between.
#[derive(Debug)]
pub(super) struct Head {
    /// Its parts.
    pub parts: Vec<Part>,
    /// Where it stands.
    pub span: Span,
}

/// A part of a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Written as it is.
    Bare(String),
    /// Written in quotes.
    Quoted(String),
    /// `[0]`, `[]`: what stands in brackets.
    Bracket(String),
}

/// A value: what stands behind a colon or a comparison, or free text.
#[derive(Debug)]
pub(super) struct Value {
    /// Without quotes and `*`.
    pub text: String,
    /// Whether it is in quotes.
    pub is_quoted: bool,
    /// Whether a `*` ends it.
    pub is_prefix: bool,
    /// Where it stands.
    pub span: Span,
}

/// What ends a head.
const ENDS: &str = ":=!<>()";

impl Scanner {
    pub fn new(text: &str) -> Scanner {
        Scanner {
            letters: text.chars().collect(),
            at: 0,
        }
    }

    /// Where the next character stands.
    pub fn at(&self) -> usize {
        self.at
    }

    /// From there to where the next character stands.
    pub fn since(&self, start: usize) -> Span {
        Span {
            start,
            end: self.at,
        }
    }

    /// The next character.
    pub fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    /// Whether this comes next.
    pub fn is_next(&self, text: &str) -> bool {
        let rest = self.letters.get(self.at..).unwrap_or_default();
        text.chars().count() <= rest.len() && text.chars().zip(rest).all(|(a, b)| a == *b)
    }

    /// Passes over this if it comes next.
    pub fn take(&mut self, text: &str) -> bool {
        let is_next = self.is_next(text);
        if is_next {
            self.at += text.chars().count();
        }
        is_next
    }

    /// Passes over this if it comes next and is a word of its own.
    pub fn take_operator(&mut self, word: &str) -> bool {
        let after = self.letters.get(self.at + word.len());
        let ends = after.is_none_or(|after| after.is_whitespace() || "()".contains(*after));
        ends && self.take(word)
    }

    /// Passes over white space.
    pub fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Back to an earlier place.
    pub fn back_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Reads a head; none where no text begins.
    pub fn head(&mut self) -> Result<Head, QueryError> {
        let start = self.at;
        let mut parts = Vec::new();
        loop {
            match self.peek() {
                Some('"') => parts.push(Part::Quoted(self.quoted()?)),
                Some('[') => parts.push(self.bracket()),
                _ => parts.push(Part::Bare(self.while_in(|letter| {
                    !letter.is_whitespace() && !ENDS.contains(letter) && !".[\"".contains(letter)
                }))),
            }
            if !self.is_next("[") && !self.take(".") {
                break;
            }
        }
        Ok(Head {
            parts,
            span: self.since(start),
        })
    }

    /// Reads a value: in quotes, or all up to white space or a parenthesis.
    pub fn value(&mut self) -> Result<Value, QueryError> {
        let start = self.at;
        let is_quoted = self.is_next("\"");
        let mut text = if is_quoted {
            self.quoted()?
        } else {
            self.while_in(|letter| !letter.is_whitespace() && !"()\"".contains(letter))
        };
        let is_prefix = if is_quoted {
            self.take("*")
        } else {
            text.ends_with('*')
        };
        if is_prefix && !is_quoted {
            text.pop();
        }
        let span = self.since(start);
        if self.is_at_end_of_value() {
            return Ok(Value {
                text,
                is_quoted,
                is_prefix,
                span,
            });
        }
        let here = Span {
            start: self.at,
            end: self.at + 1,
        };
        Err(here.error(
            QueryErrorCode::Unexpected,
            "a value ends with a space",
            "a space or the end",
            "put what has quotes, parentheses or spaces in it in quotes, and a \\ before a quote in it: \"a \\\"b\\\"\"",
        ))
    }

    /// Whether a value can end here.
    pub fn is_at_end_of_value(&self) -> bool {
        self.peek()
            .is_none_or(|letter| letter.is_whitespace() || letter == ')')
    }

    /// Reads what is in quotes.
    fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let Some(letter) = self.peek() else {
                return Err(self.since(start).error(
                    QueryErrorCode::NotClosed,
                    "the quote has no end",
                    "a second \"",
                    "close it, or write \\\" for a quote that is meant as it is",
                ));
            };
            self.at += 1;
            match (letter, self.peek()) {
                ('"', _) => return Ok(text),
                ('\\', Some(next @ ('"' | '\\'))) => {
                    self.at += 1;
                    text.push(next);
                }
                _ => text.push(letter),
            }
        }
    }

    fn bracket(&mut self) -> Part {
        self.at += 1;
        let inside = self
            .while_in(|letter| letter != ']' && !letter.is_whitespace() && !ENDS.contains(letter));
        if self.take("]") {
            Part::Bracket(inside)
        } else {
            // No path: the error, if a path is wanted, is that of its text.
            Part::Bare(format!("[{inside}"))
        }
    }

    fn while_in(&mut self, holds: impl Fn(char) -> bool) -> String {
        let start = self.at;
        while self.peek().is_some_and(&holds) {
            self.at += 1;
        }
        let read = self.letters.get(start..self.at).unwrap_or_default();
        read.iter().collect()
    }
}
