use rusqlite::Connection;

use super::Span;
use super::conditions::{after, consent, delivery, has, valued, word};
use crate::query::{Comparison, Condition, Expression, Literal, Path, Root, Word, words};
use crate::store::StoreError;
use crate::store::postings::{Field, List, Lookup};
use crate::store::text::{Mark, TextExpression, TextSearch};

/// Works out for which rows of a chunk a query may hold, without looking at them.
pub struct Candidates<'a> {
    db: &'a Connection,
    list: List,
    text: TextSearch<'a>,
    /// Of the rows after this one it is not worked out yet what became of them at destinations.
    delivered: i64,
}

impl<'a> Candidates<'a> {
    /// Of a list, in a transaction of the index.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(db: &'a Connection, list: List) -> Result<Candidates<'a>, StoreError> {
        let sql = match list {
            List::Events => "SELECT deliveries_ord FROM progress",
            List::Requests => "SELECT deliveries_to FROM progress",
        };
        Ok(Candidates {
            db,
            list,
            text: TextSearch::new(db, list)?,
            delivered: db.prepare_cached(sql)?.query_row([], |row| row.get(0))?,
        })
    }

    /// The list.
    pub fn list(&self) -> List {
        self.list
    }

    /// The postings of a chunk.
    pub fn lookup(&self, chunk: i64) -> Lookup<'a> {
        Lookup {
            db: self.db,
            list: self.list,
            chunk,
        }
    }

    /// What is known of the rows of a chunk.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of(&mut self, expression: &Expression, chunk: i64) -> Result<Span, StoreError> {
        Ok(match expression {
            Expression::All => Span::ALL,
            Expression::And(all) => {
                let mut span = Span::ALL;
                let (words, others): (Vec<_>, Vec<_>) = all.iter().partition(|one| asks_words(one));
                for one in others.into_iter().chain(words) {
                    // Nothing is left: the others need not be asked.
                    if span.possible.is_empty() {
                        break;
                    }
                    span = span.and(self.of(one, chunk)?);
                }
                span
            }
            Expression::Or(any) => {
                let mut span = Span::NONE;
                for one in any {
                    span = span.or(self.of(one, chunk)?);
                }
                span
            }
            Expression::Not(one) => self.of(one, chunk)?.not(),
            Expression::Is(condition) => self.condition(condition, chunk)?,
        })
    }

    fn condition(&mut self, condition: &Condition, chunk: i64) -> Result<Span, StoreError> {
        let lookup = self.lookup(chunk);
        match condition {
            Condition::Word {
                word,
                value,
                prefix,
            } => self.word(*word, value, *prefix, chunk),
            Condition::Consent { id, decision } => consent(lookup, id.as_deref(), *decision),
            Condition::Connector { name, result } => {
                delivery(lookup, name.as_deref(), *result, self.delivered)
            }
            Condition::After(time) => after(lookup, *time),
            Condition::Before(time) => Ok(after(lookup, *time)?.not()),
            Condition::Has(path) => has(lookup, path),
            Condition::Compare {
                path,
                comparison,
                literal,
            } => self.compare((path, *comparison, literal), chunk),
            Condition::Duplicate => valued(lookup, Field::Duplicate, ""),
            Condition::Double => valued(lookup, Field::Double, ""),
            Condition::Text(words) => self.text(&TextExpression::words(words, None), chunk),
            Condition::Url(words) => {
                self.text(&TextExpression::words(words, Some(Mark::Url)), chunk)
            }
        }
    }

    fn word(
        &mut self,
        which: Word,
        value: &str,
        prefix: bool,
        chunk: i64,
    ) -> Result<Span, StoreError> {
        let (mark, column) = match which {
            Word::User => (Mark::User, "user_id"),
            Word::AnonymousId => (Mark::Visitor, "anonymous_id"),
            Word::SessionId => (Mark::Visit, "session_id"),
            Word::MessageId => (Mark::Message, "message_id"),
            _ => return word(self.lookup(chunk), which, value, prefix),
        };
        if !prefix {
            return self.text(&TextExpression::id(mark, value), chunk);
        }
        let known = valued(self.lookup(chunk), Field::Known, column)?;
        Ok(match value.is_empty() {
            true => known,
            // Ids are indexed whole: how they begin is looked at.
            false => Span::at_most(known.possible),
        })
    }

    /// A comparison holds only where the path is there; equal to a text, only where its words are.
    fn compare(
        &mut self,
        (path, comparison, literal): (&Path, Comparison, &Literal),
        chunk: i64,
    ) -> Result<Span, StoreError> {
        let there = has(self.lookup(chunk), path)?.possible;
        if !there.is_empty()
            && let (Root::Payload, Comparison::Equal, Literal::Text(text)) =
                (path.root, comparison, literal)
            && let Some(expression) = TextExpression::all(&words(text))
        {
            let found = self.text(&expression, chunk)?.possible;
            return Ok(Span::at_most(there.and(&found)));
        }
        Ok(Span::at_most(there))
    }

    fn text(&mut self, expression: &TextExpression, chunk: i64) -> Result<Span, StoreError> {
        let found = self.text.find(expression, chunk)?;
        let span = match expression.exact {
            true => Span::exactly(found),
            false => Span::at_most(found),
        };
        Ok(span.unknown_at(&self.text.missing(chunk)))
    }
}

/// Whether an expression is asked of the tables of words, which takes longer than postings do.
fn asks_words(expression: &Expression) -> bool {
    match expression {
        Expression::All => false,
        Expression::And(all) | Expression::Or(all) => all.iter().any(asks_words),
        Expression::Not(one) => asks_words(one),
        Expression::Is(condition) => match condition {
            Condition::Text(_) | Condition::Url(_) | Condition::Compare { .. } => true,
            Condition::Word { word, .. } => matches!(
                word,
                Word::User | Word::AnonymousId | Word::SessionId | Word::MessageId
            ),
            _ => false,
        },
    }
}
