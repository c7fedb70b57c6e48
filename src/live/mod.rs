//! What is told as it happens.

mod follower;
mod message;
mod rows;

pub use follower::{Follower, Told};
pub use message::Message;
pub use rows::{Feed, Rows};
