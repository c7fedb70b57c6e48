use std::path::PathBuf;

/// What can go wrong with a recording.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another eventpit has it open.
    #[error("the recording in {} is open in another eventpit", folder.display())]
    Locked {
        /// The recording's folder.
        folder: PathBuf,
    },
    /// Another eventpit reads it, and takes long.
    #[error("the recording in {} is being read by another eventpit", folder.display())]
    BeingRead {
        /// The recording's folder.
        folder: PathBuf,
    },
    /// There is no recording in a folder where there should be one.
    #[error("there is no recording in {}", folder.display())]
    NoRecording {
        /// The folder.
        folder: PathBuf,
    },
    /// It was made by a newer eventpit.
    #[error("{} was made by a newer eventpit (format {found}, this one reads {known})", file.display())]
    Newer {
        /// The file.
        file: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that this eventpit reads.
        known: i64,
    },
    /// A file is no recording, or a damaged one. It is left as it is.
    #[error("{} is damaged or is no recording of eventpit: {reason}", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The index has rows that the journal has not, or may have. Both are left as they are.
    #[error("{} {reason}", journal.display())]
    RowsLost {
        /// The journal's file.
        journal: PathBuf,
        /// What it lacks.
        reason: String,
    },
    /// The index was taken away or turned out to be damaged; it is made anew.
    #[error("the index is gone or damaged, and is being made again from the journal")]
    IndexLost,
    /// The folder cannot be made or written.
    #[error("cannot use {}: {source}", path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// SQLite refused.
    #[error("the recording failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A commit failed: nothing of it was recorded.
    #[error("the request could not be recorded: {0}")]
    NotWritten(std::sync::Arc<rusqlite::Error>),
    /// The writer's thread is gone.
    #[error("the recording is closed")]
    Closed,
    /// There is no such clear, or it was pruned.
    #[error("nothing was cleared as {clear}")]
    NoSuchClear {
        /// The cursor asked for.
        clear: i64,
    },
    /// It was undone already.
    #[error("the clear {clear} is undone already")]
    ClearUndone {
        /// Its cursor.
        clear: i64,
    },
    /// Its requests are being removed.
    #[error("the clear {clear} can't be undone any more: its requests are removed")]
    ClearFinal {
        /// Its cursor.
        clear: i64,
    },
    /// The projection does not go on.
    #[error("the index cannot be made beyond row {at}: {why}")]
    Stuck {
        /// How far it is.
        at: i64,
        /// Why.
        why: String,
    },
    /// The projection did not reach the cursor asked for in time.
    #[error("the projection is at {projected_to}, not yet at {wanted}")]
    Behind {
        /// The cursor asked for.
        wanted: i64,
        /// How far it is.
        projected_to: i64,
    },
    /// A question took too long.
    #[error("the recording did not answer in time")]
    TooLong,
    /// Who asked has gone.
    #[error("nobody waits for the answer any more")]
    Cancelled,
}

impl StoreError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::Locked { .. } | StoreError::BeingRead { .. } => "recording-locked",
            StoreError::NoRecording { .. } => "no-recording",
            StoreError::Newer { .. } => "recording-newer",
            StoreError::Damaged { .. } | StoreError::RowsLost { .. } => "recording-damaged",
            StoreError::IndexLost => "index-lost",
            StoreError::Folder { .. } => "recording-folder",
            StoreError::Sqlite(_) => "recording-failed",
            StoreError::NotWritten(_) => "not-recorded",
            StoreError::Closed => "recording-closed",
            StoreError::NoSuchClear { .. } => "no-such-clear",
            StoreError::ClearUndone { .. } => "clear-undone",
            StoreError::ClearFinal { .. } => "clear-final",
            StoreError::Stuck { .. } => "projection-stuck",
            StoreError::Behind { .. } => "projection-behind",
            StoreError::TooLong => "too-long",
            StoreError::Cancelled => "cancelled",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            StoreError::Locked { .. } => {
                "stop the other one, or choose another folder with --data DIR, or use --ephemeral"
            }
            StoreError::BeingRead { .. } => "try again once it is done",
            StoreError::NoRecording { .. } => {
                "name the folder that eventpit recorded into with --data DIR"
            }
            StoreError::Newer { .. } => "update eventpit, or choose another folder with --data DIR",
            StoreError::Damaged { .. } => {
                "it was left untouched: move it away, or choose another folder with --data DIR"
            }
            StoreError::RowsLost { .. } => {
                "bring that journal.db back; or move index.db away, and eventpit goes on with what \
                 journal.db has, or begins a new recording"
            }
            StoreError::Folder { .. } => {
                "choose a folder that you may write with --data DIR, or use --ephemeral"
            }
            StoreError::Sqlite(_) | StoreError::NotWritten(_) => {
                "is the disk full, or was the file removed?"
            }
            StoreError::Stuck { .. } => {
                "the journal is left as it is; is it damaged, or is the disk full?"
            }
            StoreError::Closed => "eventpit is shutting down",
            StoreError::NoSuchClear { .. } => "the answer to a clear says its id",
            StoreError::ClearUndone { .. } => "there is nothing to do",
            StoreError::ClearFinal { .. } => {
                "how long a clear can be undone is retention.undo in workspace.json"
            }
            StoreError::Behind { .. } | StoreError::IndexLost => "ask again in a moment",
            StoreError::TooLong => "narrow the question, by a session or a time say",
            StoreError::Cancelled => "ask again",
        }
    }
}
