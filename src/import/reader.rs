use std::io::BufRead;

use super::ImportError;
use super::lines::Lines;
use super::row::{row, workspace};
use crate::export::{Kind, Line};
use crate::store::JournalRow;

/// What a line of an export is for who takes it in.
pub enum Step {
    /// It was masked.
    Masked,
    /// A workspace: its hash, and its files as JSON.
    Workspace(String, String),
    /// A row.
    Row(Box<JournalRow>),
}

/// Reads an export line by line, and checks each.
pub struct ExportReader<R> {
    lines: Lines<R>,
    /// The cursor of the row before.
    after: i64,
}

impl<R: BufRead> ExportReader<R> {
    /// One of the export that begins here.
    pub fn new(from: R) -> ExportReader<R> {
        ExportReader {
            lines: Lines::new(from),
            after: 0,
        }
    }

    /// The number of the line that was read last, from 1.
    pub fn line(&self) -> u64 {
        self.lines.number()
    }

    /// The next row; none after the last one.
    ///
    /// # Errors
    /// A line is wrong, or it breaks off.
    pub fn next_row(&mut self) -> Result<Option<JournalRow>, ImportError> {
        loop {
            match self.next()? {
                Some(Step::Row(row)) => return Ok(Some(*row)),
                Some(Step::Masked | Step::Workspace(..)) => {}
                None => return Ok(None),
            }
        }
    }

    /// The next line that has something in it; none after the last one.
    pub(super) fn next(&mut self) -> Result<Option<Step>, ImportError> {
        loop {
            let Some(line) = self.lines.next()? else {
                return Ok(None);
            };
            match line.kind {
                Kind::Recording if line.masked == Some(true) => return Ok(Some(Step::Masked)),
                Kind::Recording | Kind::End => {}
                Kind::Workspace => {
                    let read = workspace(line).map_err(|wrong| self.lines.wrong(wrong));
                    let (hash, files) = read?;
                    return Ok(Some(Step::Workspace(hash, files)));
                }
                _ => return self.row(line).map(Some),
            }
        }
    }

    fn row(&mut self, line: Line) -> Result<Step, ImportError> {
        let row = row(line, self.after).map_err(|wrong| self.lines.wrong(wrong))?;
        self.after = row.cursor;
        Ok(Step::Row(Box::new(row)))
    }
}
