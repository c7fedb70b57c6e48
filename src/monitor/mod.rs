//! JENTIS's preview and debug monitor: what came with a debug code, as the real one shows it.
//! Nothing is ever sent.
//!
//! - `sessions`: which debug sessions there are, and which codes are nobody's,
//! - `read`, `entry`: what came with one code,
//! - `record`: the same in the shape of the record that JENTIS's SDK uploads,
//! - `words`: the SDK's log ids in words.

mod entry;
mod read;
mod record;
mod sessions;
mod words;

pub use entry::{ExecutedState, MonitorEntry, Unfit, Upload};
pub use read::{Monitor, monitor};
pub use record::{MonitorRecord, MonitorTag, log_tag};
pub use sessions::{
    PreviewConfiguration, PreviewParameters, SessionOrigin, SessionOverview, Sessions, Unclaimed,
    session, sessions,
};
pub use words::{Logged, logged};
