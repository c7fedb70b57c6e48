use std::time::Duration;

use ureq::Agent;
use ureq::http::Request;

use super::PageError;
use crate::store::{Bound, ListQuery, Order, Reader, RequestRow, StoreError};
use crate::workspace::Sample;

/// How long a sample may take: longer than any fault that is worth asking for.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Among how many requests that came meanwhile the sample's own is looked for.
const MEANWHILE: usize = 200;

/// What was sent, to find it again.
pub struct Sent {
    path: String,
    body: Vec<u8>,
}

/// Sends `sample` to `platform` under `url`, over HTTP, with its real bytes. Blocks.
///
/// # Errors
/// The server could not be reached, or the sample is no HTTP request.
pub fn send(url: &str, platform: &str, sample: &Sample) -> Result<Sent, PageError> {
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .max_redirects(0)
        .max_redirects_will_error(false)
        // The server is this machine: what the environment says of proxies is not for it.
        .proxy(None)
        .timeout_global(Some(TIMEOUT))
        .user_agent(concat!("eventpit/", env!("CARGO_PKG_VERSION"), " (sample)"))
        .build()
        .into();
    let path = format!("/{platform}{}", sample.path);
    let body = sample.body.render();
    let failed = |error: &dyn std::fmt::Display| PageError::not_sent(&error.to_string());
    let mut request = Request::builder()
        .method(sample.method.as_str())
        .uri(format!("{url}{path}"));
    for (name, value) in &sample.headers {
        request = request.header(name, value);
    }
    let answered = if body.is_empty() {
        agent.run(request.body(()).map_err(|error| failed(&error))?)
    } else {
        agent.run(request.body(body.clone()).map_err(|error| failed(&error))?)
    };
    answered.map_err(|error| failed(&error))?;
    Ok(Sent { path, body })
}

/// The request that `sent` made, among those after the cursor `before`: another one with the same
/// bytes would look the same. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn find(reader: &Reader, before: i64, sent: &Sent) -> Result<Option<RequestRow>, StoreError> {
    let since = reader.requests(&ListQuery {
        order: Order::Ascending,
        after: Some(Bound::Cursor(before)),
        limit: MEANWHILE,
        ..ListQuery::default()
    })?;
    for row in since.items {
        if super::exchange::target(&row.path, &row.query) != sent.path {
            continue;
        }
        let exchange = reader.exchange(row.cursor)?;
        if exchange.is_some_and(|exchange| exchange.request.body.bytes == sent.body) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}
