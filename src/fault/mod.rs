//! Faults that the user asks for: a status of choice, latency, a broken connection. A fault takes
//! the place of the platform's answer; the platform's own verdict is still worked out, and kept
//! beside it. Nothing here claims to be a vendor's.

mod acted;
mod answer;
mod armed;
mod buckets;
mod check;
mod definition;
mod draw;
mod faults;
mod file;
mod kind;
mod matching;
mod preset;
mod record;
mod spec;
mod summary;
mod told;

pub use acted::{Acted, Seen};
pub use answer::{Ending, Sending};
pub use armed::{Armed, Origin};
pub use check::{Wrong, check};
pub use definition::{Fault, RateLimitReset, RetryAfterForm};
pub use draw::draw;
pub use faults::Faults;
pub use file::FaultsFile;
pub use kind::Kind;
pub use preset::{PRESETS, Preset, preset};
pub use record::{BY_REQUEST, FaultRecord, PlatformVerdict};
pub use spec::{FAULT_HEADER, PARAMETERS, PATH_PREFIX, parse};
