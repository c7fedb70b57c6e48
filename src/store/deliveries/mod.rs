//! What became of events at their destinations, as far as a query asks for it. It is worked out
//! behind the rows and their words, by the workspace that was in force when an event came.

mod results;
mod writer;

pub use results::results;
pub use writer::DeliveryWriter;
