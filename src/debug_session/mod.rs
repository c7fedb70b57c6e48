//! Debug sessions of JENTIS that a person starts in the inspector, beside the codes in the source's
//! file. A session that is started or ended is a row of the journal; which are open is kept here.

mod error;
mod open;
mod session;

pub use error::DebugSessionError;
pub use open::OpenSessions;
pub use session::{CODE_LENGTH, DebugChange, DebugSession, is_code, told_code};
