//! Which platform owns a path, and which test session a request belongs to.

mod nearest;
mod private_network;
mod session;
mod target;

pub use nearest::nearest;
pub use private_network::allow_private_network;
pub use session::{DEFAULT_SESSION, allow_own_headers, usable};
pub use target::{Route, route};
