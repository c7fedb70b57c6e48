use super::{Answered, Client, ClientError};
use crate::workspace::Sample;

/// The header that marks a sample's request, so that it is found again in the recording.
pub const MARK: &str = "x-eventpit-sample";

/// Sends a sample to its platform, with its real bytes and the mark `mark`.
///
/// # Errors
/// Nobody answers, or the sample is no HTTP request.
pub fn deliver(client: &Client, sample: &Sample, mark: &str) -> Result<Answered, ClientError> {
    let platform = sample.platform.map_or("", |platform| platform.as_str());
    let mut headers: Vec<(String, String)> = sample.headers.clone().into_iter().collect();
    headers.push((MARK.into(), mark.into()));
    let path = format!("/{platform}{}", sample.path);
    client.send(&sample.method, &path, &headers, sample.body.render())
}
