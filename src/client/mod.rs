//! What speaks to a running eventpit over HTTP: the commands, and the inspector when it sends a
//! sample. It blocks.

mod address;
mod api;
mod error;
mod http;
mod sample;
mod snippet;

pub use address::with_parameters;
pub use api::SERVED_BY;
pub use error::ClientError;
pub use http::{Answered, Client};
pub use sample::{MARK, deliver};
pub use snippet::{ClientSnippet, HIDDEN_KEY, client_snippets, curl_snippet, demo_key, first_key};
