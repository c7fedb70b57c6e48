use crate::capture::Request;

/// About how many bytes the events of one request may come to when they are explained. A body of
/// a few megabytes can hold millions of empty events, and each is given a copy of what they share.
const HEAVIEST: usize = 128 * 1024 * 1024;

/// About what an event comes to that has nothing in it: its row, its findings.
const LIGHTEST: usize = 2048;

/// How many events of `request` can be explained, if each is given `shared` bytes of what the
/// batch says once, and what the headers say: some 50,000 of an ordinary batch.
pub fn most_events(request: &Request, shared: usize) -> usize {
    let headers = request
        .headers
        .iter()
        .map(|(name, value)| name.len() + value.len());
    HEAVIEST / (LIGHTEST + shared + headers.sum::<usize>())
}
