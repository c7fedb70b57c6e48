use crate::store::StoreError;

/// Why a debug session cannot be started or ended.
#[derive(Debug, thiserror::Error)]
pub enum DebugSessionError {
    /// There is no such source.
    #[error("no JENTIS source is called {0:?}")]
    NoSuchSource(String),
    /// The source lists no such version.
    #[error("the source {source_name} has no version {version:?}")]
    NoSuchVersion {
        /// The source.
        source_name: String,
        /// The version.
        version: String,
    },
    /// The text can be no code.
    #[error("{0:?} can be no debug code")]
    BadCode(String),
    /// Another session has the code.
    #[error("the debug code {code} is one of the source {owner} already")]
    CodeTaken {
        /// The code.
        code: String,
        /// Whose it is.
        owner: String,
    },
    /// The code is in a source's file, where only its editor ends it.
    #[error("the debug code {0} is listed in a source's file")]
    Listed(String),
    /// No session with that code is open.
    #[error("no debug session has the code {0:?}")]
    NotOpen(String),
    /// It could not be recorded.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DebugSessionError {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            DebugSessionError::NoSuchSource(_) => "debug-session-source",
            DebugSessionError::NoSuchVersion { .. } => "debug-session-version",
            DebugSessionError::BadCode(_) => "debug-session-code",
            DebugSessionError::CodeTaken { .. } => "debug-session-code-taken",
            DebugSessionError::Listed(_) => "debug-session-listed",
            DebugSessionError::NotOpen(_) => "debug-session-not-open",
            DebugSessionError::Store(error) => error.code(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            DebugSessionError::NoSuchSource(_) => {
                "a session is of a source in sources/jentis.json, by its name"
            }
            DebugSessionError::NoSuchVersion { .. } => {
                "a session is of one of the source's versions in sources/jentis.json"
            }
            DebugSessionError::BadCode(_) => {
                "a code has 1 to 200 bytes, no white space, nothing that is not seen or turns text around, and is no . or ..; leave it out to get a new one"
            }
            DebugSessionError::CodeTaken { .. } => "end that session first, or take another code",
            DebugSessionError::Listed(_) => "take it out of debug_codes in sources/jentis.json",
            DebugSessionError::NotOpen(_) => {
                "the open sessions are in /inspector/api/v1/jentis/debug-sessions"
            }
            DebugSessionError::Store(error) => error.hint(),
        }
    }

    /// The HTTP status that says so.
    pub fn status(&self) -> u16 {
        match self {
            DebugSessionError::NoSuchSource(_)
            | DebugSessionError::NoSuchVersion { .. }
            | DebugSessionError::BadCode(_) => 400,
            DebugSessionError::NotOpen(_) => 404,
            DebugSessionError::CodeTaken { .. } | DebugSessionError::Listed(_) => 409,
            DebugSessionError::Store(_) => 500,
        }
    }
}
