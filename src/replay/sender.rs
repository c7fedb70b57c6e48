use std::sync::Arc;
use std::time::Duration;

use ureq::http;
use ureq::http::header::{HeaderName, HeaderValue};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The largest answer that is read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// It can't be sent again as it was.
    #[error("it cannot be sent: {0}")]
    Unsendable(http::Error),
    /// Nobody answers, or not in time.
    #[error("{0}")]
    NoAnswer(ureq::Error),
}

/// Sends requests one after the other, and adds nothing to them.
pub struct Sender(ureq::Agent);

impl Sender {
    /// One that trusts the CAs of this system, and heeds its proxy.
    pub fn new() -> Sender {
        let known = rustls_native_certs::load_native_certs().certs;
        let known = known.iter().map(|it| Certificate::from_der(it).to_owned());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::Specific(Arc::new(known.collect())))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()));
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent("")
            .accept("")
            .accept_encoding("")
            .timeout_global(Some(PATIENCE))
            .tls_config(tls.build());
        Sender(config.build().into())
    }

    /// Sends one, and waits for the answer: its status and its body.
    ///
    /// # Errors
    /// It cannot be sent, or is not answered.
    pub fn send(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<(u16, Vec<u8>), SendError> {
        let mut request = http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            // What was recorded may be no ASCII.
            let name = HeaderName::from_bytes(name.as_bytes());
            let value = HeaderValue::from_bytes(value.as_bytes());
            request = match (name, value) {
                (Ok(name), Ok(value)) => request.header(name, value),
                (Err(error), _) => return Err(SendError::Unsendable(error.into())),
                (_, Err(error)) => return Err(SendError::Unsendable(error.into())),
            };
        }
        let is_sent_empty = body.is_empty() && !matches!(method, "POST" | "PUT" | "PATCH");
        let answer = match is_sent_empty {
            true => request.body(()).map(|request| self.0.run(request)),
            false => request.body(body).map(|request| self.0.run(request)),
        };
        let mut answer = answer
            .map_err(SendError::Unsendable)?
            .map_err(SendError::NoAnswer)?;
        let body = answer.body_mut().with_config().limit(LARGEST).read_to_vec();
        let body = body.map_err(SendError::NoAnswer)?;
        Ok((answer.status().as_u16(), body))
    }
}

impl Default for Sender {
    fn default() -> Sender {
        Sender::new()
    }
}
