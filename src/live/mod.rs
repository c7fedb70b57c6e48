//! What is told as it happens.

mod dispatch;
mod follower;
mod hub;
mod message;
mod pace;
mod rows;

pub use follower::{Follower, Told};
pub use hub::{Heard, Hub, Listening};
pub use message::Message;
pub use rows::{Feed, Row, Rows};
