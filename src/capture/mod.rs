//! A request as it came and the answer as it went: raw bytes, nothing interpreted.

mod answer;
mod body;
mod curl;
mod reader;
mod request;
mod site;
mod transport;

pub use answer::{Answer, NO_ANSWER, TEXT};
pub use body::{Body, BodyState, BrokenOff, KEPT_OF_LARGE, KEPT_WHOLE, text_of};
pub use curl::shell_word;
pub use reader::{BodyTimeouts, read_body};
pub use request::{Request, address, encode, header_text, pairs, with_query};
pub use site::{host_of, is_loopback};
pub use transport::Transport;
