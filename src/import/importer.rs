use std::io::BufRead;

use super::reader::{ExportReader, Step};
use super::{Checked, ImportError, ImportReport};
use crate::store::{Appender, Import, JournalRow, Moved, RowKind};

/// How many rows are written in one transaction, at most.
const PART: usize = 500;

/// How many bytes are, about.
const PART_BYTES: usize = 4 * 1024 * 1024;

/// Reads an export to its end without writing anything.
///
/// # Errors
/// What is wrong with it, and in which line.
pub fn check(from: impl BufRead) -> Result<Checked, ImportError> {
    let mut reading = ExportReader::new(from);
    let mut requests = 0;
    while let Some(step) = reading.next()? {
        if let Step::Row(row) = step
            && row.kind == RowKind::Request.number()
        {
            requests += 1;
        }
    }
    Ok(Checked {
        requests,
        lines: reading.line(),
    })
}

/// Writes an export into a recording. Into an empty recording everything goes as it was, if
/// `whole`; else the requests are appended, and what was done to the other recording is left out.
///
/// # Errors
/// What is wrong with it, and in which line, or with the recording; `report` has what was taken in
/// before.
pub fn import(
    from: impl BufRead,
    into: &Appender,
    whole: bool,
    report: &mut ImportReport,
) -> Result<(), ImportError> {
    let mut reading = ExportReader::new(from);
    let mut part = Part::default();
    let mut moved = Moved::default();
    while let Some(step) = reading.next()? {
        match step {
            Step::Masked => report.masked = true,
            Step::Workspace(hash, files) => part.add_workspace(hash, files),
            Step::Row(row) if !whole && !is_exchange(&row) => report.left_out += 1,
            Step::Row(row) => part.add_row(*row),
        }
        if part.is_full() {
            part.write(into, &mut moved, report)?;
        }
    }
    part.write(into, &mut moved, report)
}

fn is_exchange(row: &JournalRow) -> bool {
    let kind = RowKind::of(row.kind);
    matches!(kind, Some(RowKind::Request | RowKind::Undelivered))
}

/// Rows that are written together.
#[derive(Default)]
struct Part {
    rows: Vec<JournalRow>,
    workspaces: Vec<(String, String)>,
    bytes: usize,
}

impl Part {
    fn add_row(&mut self, row: JournalRow) {
        self.bytes += row.size();
        self.rows.push(row);
    }

    fn add_workspace(&mut self, hash: String, files: String) {
        self.bytes += files.len();
        self.workspaces.push((hash, files));
    }

    fn is_full(&self) -> bool {
        self.rows.len() >= PART || self.bytes >= PART_BYTES
    }

    fn write(
        &mut self,
        into: &Appender,
        moved: &mut Moved,
        report: &mut ImportReport,
    ) -> Result<(), ImportError> {
        let Part {
            rows, workspaces, ..
        } = std::mem::take(self);
        if rows.is_empty() && workspaces.is_empty() {
            return Ok(());
        }
        let requests = rows
            .iter()
            .filter(|row| row.kind == RowKind::Request.number());
        let cursors: Vec<i64> = requests.map(|row| row.cursor).collect();
        *moved = into.import(Import {
            rows,
            workspaces,
            moved: std::mem::take(moved),
        })?;
        if let (Some(first), Some(last)) = (cursors.first(), cursors.last()) {
            report.requests += cursors.len() as u64;
            report.was_first.get_or_insert(*first);
            report.first = report.first.or(moved.of(*first));
            report.was_last = Some(*last);
            report.last = moved.of(*last);
        }
        Ok(())
    }
}
