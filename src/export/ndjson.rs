use std::collections::HashSet;

use super::line::{FORMAT, Kind, Line, raw};
use crate::store::{JournalRow, Reader, StoreError};

/// The lines of an export in NDJSON.
#[derive(Debug, Default)]
pub struct Ndjson {
    /// Whether personal data is masked. The files of workspaces have keys in them, so they stay.
    pub masked: bool,
    /// The workspaces that were written.
    workspaces: HashSet<String>,
}

impl Ndjson {
    /// One that is masked, or not.
    pub fn new(masked: bool) -> Ndjson {
        Ndjson {
            masked,
            workspaces: HashSet::new(),
        }
    }

    /// The first line; `requests` is how many follow, if that is known.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn head(
        &self,
        reader: &Reader,
        requests: Option<u64>,
        text: &mut Vec<u8>,
    ) -> Result<(), StoreError> {
        let line = Line {
            format: Some(FORMAT),
            recording: Some(reader.recording_id()?),
            requests,
            masked: self.masked.then_some(true),
            version: Some(env!("CARGO_PKG_VERSION").into()),
            ..Line::new(Kind::Recording)
        };
        line.write(text);
        Ok(())
    }

    /// A row, after the workspace that it names.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn row(
        &mut self,
        reader: &Reader,
        row: JournalRow,
        text: &mut Vec<u8>,
    ) -> Result<(), StoreError> {
        if let Some(hash) = &row.workspace
            && !self.masked
            && !self.workspaces.contains(hash)
        {
            self.workspaces.insert(hash.clone());
            if let Some(files) = reader.workspace_files(hash)? {
                let line = Line {
                    workspace: Some(hash.clone()),
                    files: raw(files),
                    ..Line::new(Kind::Workspace)
                };
                line.write(text);
            }
        }
        if let Some(line) = Line::of(row) {
            line.write(text);
        }
        Ok(())
    }

    /// The last line.
    pub fn end(requests: u64, text: &mut Vec<u8>) {
        let line = Line {
            requests: Some(requests),
            ..Line::new(Kind::End)
        };
        line.write(text);
    }
}
