use std::io::{BufRead, Read};

use super::{ImportError, WrongLine};
use crate::export::{FORMAT, Kind, Line};

/// The longest line that is read, in bytes: a body of 16 MiB that JSON writes with escapes.
const LONGEST: u64 = 128 * 1024 * 1024;

/// The lines of an export, each checked for its place.
pub struct Lines<R> {
    from: R,
    line: u64,
    text: Vec<u8>,
    begun: bool,
    ended: bool,
    requests: u64,
}

impl<R: BufRead> Lines<R> {
    /// Those of a text.
    pub fn new(from: R) -> Lines<R> {
        Lines {
            from,
            line: 0,
            text: Vec::new(),
            begun: false,
            ended: false,
            requests: 0,
        }
    }

    /// The number of the line that was read last, from 1.
    pub fn number(&self) -> u64 {
        self.line
    }

    /// That this line is wrong.
    pub fn wrong(&self, wrong: WrongLine) -> ImportError {
        ImportError::Line {
            line: self.line,
            wrong,
        }
    }

    /// The next line; none after the last one. Empty ones are passed over.
    ///
    /// # Errors
    /// It is wrong, or it breaks off.
    pub fn next(&mut self) -> Result<Option<Line>, ImportError> {
        loop {
            self.text.clear();
            let mut part = self.from.by_ref().take(LONGEST + 1);
            if part.read_until(b'\n', &mut self.text)? == 0 {
                return match self.ended {
                    true => Ok(None),
                    false => Err(ImportError::BreaksOff { line: self.line }),
                };
            }
            self.line += 1;
            if self.text.len() as u64 > LONGEST {
                return Err(self.wrong(WrongLine::TooLong(LONGEST)));
            }
            if !self.text.trim_ascii().is_empty() {
                break;
            }
        }
        let line: Line = serde_json::from_slice(&self.text)
            .map_err(|error| self.wrong(WrongLine::Unreadable(error)))?;
        // A body of 16 MiB is rare: its room is not kept.
        self.text.shrink_to(1024 * 1024);
        self.check(&line).map_err(|wrong| self.wrong(wrong))?;
        Ok(Some(line))
    }

    fn check(&mut self, line: &Line) -> Result<(), WrongLine> {
        match line.kind {
            _ if self.ended => return Err(WrongLine::AfterEnd),
            Kind::Recording if !self.begun => {
                let found = line.format.ok_or(WrongLine::Missing("format"))?;
                if found > FORMAT {
                    return Err(WrongLine::Newer {
                        found,
                        known: FORMAT,
                    });
                }
                self.begun = true;
            }
            _ if !self.begun => return Err(WrongLine::NoBeginning),
            Kind::Request => self.requests += 1,
            Kind::End => {
                let said = line.requests.ok_or(WrongLine::Missing("requests"))?;
                let there = self.requests;
                if said != there {
                    return Err(WrongLine::Counted { said, there });
                }
                self.ended = true;
            }
            _ => {}
        }
        Ok(())
    }
}
