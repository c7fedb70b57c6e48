//! Which rows have a value: for each chunk of 4,096 rows and each value one set of bits. Lists,
//! counts and facets are worked out by joining such sets; the rows themselves are only looked at
//! where a condition has none.

mod bits;
mod field;
mod lookup;
mod paths;
mod shapes;
mod terms;
mod writer;

pub use bits::{Bits, CHUNK};
pub use field::{Field, List, consent_value, delivery_value, split_consent};
pub use lookup::Lookup;
pub use paths::{key_of, path_of};
pub use shapes::{Paths, Shapes};
pub use terms::{EventTerms, event_terms, request_terms};
pub use writer::Postings;

/// The chunk that a row is in.
pub fn chunk_of(row: i64) -> i64 {
    row.div_euclid(CHUNK)
}
