//! What speaks to a running eventpit over HTTP: the commands, and the inspector when it sends a
//! sample. It blocks.

mod http;
mod sample;

pub use http::{Answered, Client, ClientError};
pub use sample::{MARK, deliver};
