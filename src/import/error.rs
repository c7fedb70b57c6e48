use crate::store::StoreError;

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
pub enum WrongLine {
    /// It is no JSON of a line.
    #[error("it is no line of an export: {}", in_the_line(.0))]
    Unreadable(serde_json::Error),
    /// It is longer than any line of an export.
    #[error("it is longer than {0} bytes")]
    TooLong(u64),
    /// It stands before the line that says what this is.
    #[error("an export begins with a line of the kind recording")]
    NoBeginning,
    /// It was written by a newer eventpit.
    #[error("the export has the format {found}, and this eventpit reads {known} at most")]
    Newer {
        /// Its format.
        found: u32,
        /// The newest that is read.
        known: u32,
    },
    /// A member is missing.
    #[error("it has no {0}")]
    Missing(&'static str),
    /// A member cannot be what it is.
    #[error("its {member} is {got:?}; expected {expected}")]
    Bad {
        /// The member.
        member: &'static str,
        /// What it takes.
        expected: &'static str,
        /// What it is.
        got: String,
    },
    /// A member is no base64.
    #[error("its {member} is no base64: {error}")]
    Base64 {
        /// The member.
        member: &'static str,
        /// What is wrong with it.
        error: base64::DecodeError,
    },
    /// Of two members that mean the same, both are there.
    #[error("it has {0}, and one of them is needed, not both")]
    Both(&'static str),
    /// Requests are missing, or there are too many.
    #[error("it says that {said} requests stand before it, and there are {there}")]
    Counted {
        /// How many it says.
        said: u64,
        /// How many there are.
        there: u64,
    },
    /// Something stands after the end.
    #[error("it stands after the line of the kind end")]
    AfterEnd,
}

/// Why an export cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A line is wrong.
    #[error("line {line}: {wrong}")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        wrong: WrongLine,
    },
    /// There is no last line.
    #[error("it breaks off after line {line}: the line of the kind end is missing")]
    BreaksOff {
        /// The number of the last line.
        line: u64,
    },
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// The recording cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ImportError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            ImportError::Line {
                wrong: WrongLine::Newer { .. },
                ..
            } => "import-newer",
            ImportError::Line { .. } => "import-line",
            ImportError::BreaksOff { .. } => "import-breaks-off",
            ImportError::Read(_) => "import-unreadable",
            ImportError::Store(error) => error.code(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            ImportError::Line {
                wrong: WrongLine::Newer { .. },
                ..
            } => "update eventpit",
            ImportError::Line { .. } => {
                "import takes what `eventpit export` writes as NDJSON; export it again, or mend the line (docs/EXPORT.md)"
            }
            ImportError::BreaksOff { .. } => {
                "export it again: the export was stopped, or the file was cut"
            }
            ImportError::Read(_) => "is the file there, and may it be read?",
            ImportError::Store(error) => error.hint(),
        }
    }
}

/// What is wrong, by its place in the line: the JSON of which is one line of its own.
fn in_the_line(error: &serde_json::Error) -> String {
    error
        .to_string()
        .replace(" at line 1 column ", " at column ")
}
