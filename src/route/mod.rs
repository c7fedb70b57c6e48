//! Which platform owns a path, and which test session a request belongs to.

mod nearest;
pub mod session;
mod target;

pub use nearest::nearest;
pub use session::DEFAULT_SESSION;
pub use target::{Route, route};
