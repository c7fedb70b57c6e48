//! The running server: bind, assemble, guard, stop.

mod app;
mod assemble;
mod banner;
mod bind;
mod connection;
mod cookie;
mod debug_sessions;
mod delivery;
mod error;
mod guard;
mod ingest;
mod named_recording;
mod ready;
mod reload;
mod respond;
mod run;
mod saved_views;
mod signals;
mod tls;
mod token;
mod unread;

pub use app::App;
pub use banner::{Snippet, snippets};
pub use bind::{Listen, bind_all};
pub use cookie::{cookie_name, has_cookie};
pub use debug_sessions::{DebugSessions, end_session, start_session};
pub use error::StartError;
pub use named_recording::NamedRecording;
pub use run::{ServeOptions, serve, serve_until};
pub use saved_views::{LONGEST as LONGEST_VIEW_NAME, SavedView, SavedViewError, SavedViews};
pub use tls::Tls;
pub use token::Token;
