//! Answers to a query: chunk by chunk, newest first. What is known of a chunk's rows without looking
//! at them comes out of postings and words ([`Candidates`]); the rest of them are read and held
//! against the query, as long as the budget lasts.

mod budget;
mod candidates;
mod chunks;
mod conditions;
mod count;
mod facets;
mod gone;
mod needs;
mod resolver;
mod seen;
mod sessions;
mod span;
mod stored;
mod timeline;
mod walk;

pub use budget::{Asker, Budget};
pub use count::{Counted, count};
pub use facets::{Facet, FacetValue, Facets, facets};
pub use needs::Needs;
pub use seen::seen;
pub use sessions::{SessionRow, sessions};
pub use stored::{StoredEvent, StoredRequest};
pub use timeline::{MOST_BUCKETS, Timeline, TimelineBucket, timeline};
pub use walk::{Found, list};

use candidates::Candidates;
use chunks::Chunks;
use gone::gone;
use resolver::Resolver;
use span::Span;
