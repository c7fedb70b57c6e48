//! Which platform owns a path, and which test session a request belongs to.

mod nearest;
mod session;
mod target;

pub use nearest::nearest;
pub use session::{DEFAULT_SESSION, allow_session_header};
pub use target::{Route, route};
