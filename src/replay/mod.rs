//! Recorded requests sent again, to where a person says and nowhere else: what of them is sent, when,
//! and how the answers compare with the recorded ones.

mod answers;
mod headers;
mod pace;
mod sender;
mod summary;
mod target;
mod times;

pub use answers::{Compared, compare_answers};
pub use headers::headers_to_send;
pub use pace::{Pace, Speed};
pub use sender::{PATIENCE, SendError, Sender};
pub use summary::{Difference, Summary};
pub use target::Target;
pub use times::shifted;
