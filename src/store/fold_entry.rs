use std::sync::Arc;

use rusqlite::Connection;

use super::fold_memory::FoldMemory;
use super::hidden::Hidden;
use super::lookahead::{Explained, Read};
use super::text::{Known, TextWriter};
use super::{Entry, Exchange, debug_sessions, fold, fold_control};

/// What an entry is folded into.
pub struct Target<'a> {
    /// The index, in a transaction.
    pub index: &'a Connection,
    /// What the fold keeps at hand.
    pub memory: &'a mut FoldMemory,
    /// What is hidden.
    pub hidden: &'a mut Arc<Hidden>,
    /// Where its words go, if they go there at once.
    pub text: Option<&'a mut TextWriter>,
}

impl Target<'_> {
    /// Takes an entry in; the ordinal of its last event.
    ///
    /// # Errors
    /// The index cannot be read or written.
    pub fn take(&mut self, read: &mut Read) -> Result<Option<i64>, rusqlite::Error> {
        let (index, cursor) = (self.index, read.cursor);
        match (&read.entry, &mut read.explained) {
            (Entry::Exchange(exchange), Some(explained)) => {
                self.request(cursor, exchange, explained)
            }
            // Each request is explained.
            (Entry::Exchange(_), None) => Ok(None),
            (Entry::Undelivered(refers), _) => fold::undelivered(index, *refers).map(|()| None),
            (Entry::DebugSession { at, change }, _) => {
                debug_sessions::apply(index, *at, change).map(|()| None)
            }
            (Entry::Control { at, control }, _) => {
                fold_control::fold(index, cursor, *at, control, self.hidden).map(|()| None)
            }
        }
    }

    fn request(
        &mut self,
        cursor: i64,
        exchange: &Exchange,
        explained: &mut Explained,
    ) -> Result<Option<i64>, rusqlite::Error> {
        let Explained {
            workspace,
            prepared,
            words,
        } = explained;
        let seen = (&**workspace, &**self.hidden);
        let index = self.index;
        let ords = fold::fold(index, self.memory, cursor, exchange, seen, prepared)?;
        if let (Some(text), Some(words)) = (&mut self.text, words.take()) {
            let events = ords.iter().zip(&prepared.decoded.events);
            let known: Vec<Known> = events.map(|(ord, event)| Known::of(*ord, event)).collect();
            text.write(index, cursor, words, &known)?;
        }
        Ok(ords.last().copied())
    }
}
