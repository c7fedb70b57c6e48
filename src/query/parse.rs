use super::error::{QueryError, QueryErrorCode, Span};
use super::scan::Scanner;
use super::{Expression, Query, term};

/// The longest query, in characters.
pub const LONGEST: usize = 4096;

/// How many parentheses and negations may stand in each other.
pub const DEEPEST: usize = 64;

/// How many conditions a query may have.
pub const MOST_CONDITIONS: usize = 200;

impl Query {
    /// The query that a text is. `now` is what relative times are counted from, in microseconds
    /// since 1970.
    ///
    /// # Errors
    /// What is wrong with it, where, and how to mend it.
    pub fn parse(text: &str, now: i64) -> Result<Query, QueryError> {
        let length = text.chars().count();
        if length > LONGEST {
            return Err(too_long(length, length));
        }
        let mut parser = Parser {
            scanner: Scanner::new(text),
            now,
            depth: 0,
            conditions: 0,
        };
        parser.scanner.skip_space();
        if parser.scanner.peek().is_none() {
            return Ok(Query::all());
        }
        let query = Query::new(parser.either()?);
        if parser.scanner.peek().is_some() {
            return Err(parser.unexpected(
                "a ) without its (",
                "the end",
                "leave it out, or put it in quotes if it is meant as it is",
            ));
        }
        // What is printed has to be a query too.
        let printed = query.to_string().chars().count();
        if printed > LONGEST {
            return Err(too_long(length, printed));
        }
        Ok(query)
    }
}

fn too_long(length: usize, counted: usize) -> QueryError {
    let whole = Span {
        start: 0,
        end: length,
    };
    whole.error(
        QueryErrorCode::TooLong,
        format!("the query has {counted} characters, written out in full"),
        format!("{LONGEST} characters at most"),
        "ask for less at once",
    )
}

/// Reads a query by its grammar: alternatives of sequences of conditions.
pub(super) struct Parser {
    pub scanner: Scanner,
    pub now: i64,
    depth: usize,
    conditions: usize,
}

impl Parser {
    /// `a OR b OR c`
    fn either(&mut self) -> Result<Expression, QueryError> {
        let mut options = vec![self.all()?];
        while self.scanner.take_operator("OR") {
            self.scanner.skip_space();
            options.push(self.all()?);
        }
        Ok(Expression::any_of(options))
    }

    /// `a b AND c`
    fn all(&mut self) -> Result<Expression, QueryError> {
        let mut parts = vec![self.one()?];
        loop {
            self.scanner.skip_space();
            match self.scanner.peek() {
                None | Some(')') => break,
                _ if self.is_or() => break,
                _ => {}
            }
            if self.scanner.take_operator("AND") {
                self.scanner.skip_space();
            }
            parts.push(self.one()?);
        }
        Ok(Expression::all_of(parts))
    }

    fn is_or(&mut self) -> bool {
        let here = self.scanner.at();
        let is_or = self.scanner.take_operator("OR");
        self.scanner.back_to(here);
        is_or
    }

    /// `a`, `-a`, `NOT a`, `(…)`
    fn one(&mut self) -> Result<Expression, QueryError> {
        let start = self.scanner.at();
        if self.scanner.take("-") || self.scanner.take_operator("NOT") {
            self.scanner.skip_space();
            let inner = self.deeper(start, Parser::one)?;
            return Ok(Expression::Not(Box::new(inner)));
        }
        if self.scanner.take("(") {
            self.scanner.skip_space();
            let inner = self.deeper(start, Parser::either)?;
            return match self.scanner.take(")") {
                true => Ok(inner),
                false => Err(self.not_closed(start)),
            };
        }
        let here = self.scanner.at();
        let is_operator = ["AND", "OR"].map(|word| self.scanner.take_operator(word));
        self.scanner.back_to(here);
        if is_operator.contains(&true) || matches!(self.scanner.peek(), None | Some(')')) {
            return Err(Span { start, end: start }.error(
                QueryErrorCode::Missing,
                "a condition is missing here",
                "a word, a condition such as outcome:dropped, or a (",
                "write one, or put AND, OR, NOT or a parenthesis in quotes if it is meant as it is",
            ));
        }
        term::read(self)
    }

    /// Counts a condition that begins at `start`.
    pub fn count(&mut self, start: usize) -> Result<(), QueryError> {
        self.conditions += 1;
        if self.conditions > MOST_CONDITIONS {
            return Err(self.scanner.since(start).error(
                QueryErrorCode::TooManyConditions,
                format!("the query has more than {MOST_CONDITIONS} conditions"),
                format!("{MOST_CONDITIONS} conditions at most"),
                "ask for less at once",
            ));
        }
        Ok(())
    }

    /// Reads what stands in something that begins at `start`.
    pub fn deeper<T>(
        &mut self,
        start: usize,
        read: impl FnOnce(&mut Parser) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.scanner.since(start).error(
                QueryErrorCode::TooDeep,
                format!("more than {DEEPEST} parentheses and negations stand in each other"),
                format!("{DEEPEST} at most"),
                "leave out those that change nothing",
            ));
        }
        let read = read(self)?;
        self.depth -= 1;
        Ok(read)
    }

    /// The parenthesis at `start` has no end.
    pub fn not_closed(&self, start: usize) -> QueryError {
        Span {
            start,
            end: start + 1,
        }
        .error(
            QueryErrorCode::NotClosed,
            "the ( has no end",
            "a )",
            "close it, or put it in quotes if it is meant as it is",
        )
    }

    /// The next character cannot stand where it does.
    pub fn unexpected(&self, message: &str, expected: &str, hint: &str) -> QueryError {
        let start = self.scanner.at();
        Span {
            start,
            end: start + 1,
        }
        .error(QueryErrorCode::Unexpected, message, expected, hint)
    }
}
