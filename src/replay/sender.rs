use std::time::Duration;

use ureq::http;
use ureq::http::header::{HeaderName, HeaderValue};

use crate::tls::client_config;

/// How long an answer may take.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The largest answer that is read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// It can't be sent again as it was.
    #[error("it cannot be sent: {0}")]
    Unsendable(http::Error),
    /// Nobody is there, or answers in time.
    #[error("{}", said(.0))]
    Nobody(ureq::Error),
    /// Somebody is there, and what comes is no whole answer.
    #[error("{}", said(.0))]
    Broken(ureq::Error),
}

impl SendError {
    /// Whether somebody is there whose certificate no CA has signed that is trusted.
    pub fn is_distrust(&self) -> bool {
        let SendError::Nobody(error) = self else {
            return false;
        };
        let rustls = match error {
            ureq::Error::Rustls(error) => Some(error),
            ureq::Error::Io(error) => error.get_ref().and_then(|it| it.downcast_ref()),
            _ => None,
        };
        matches!(rustls, Some(rustls::Error::InvalidCertificate(_)))
    }

    /// What to do about it where nothing is answered at all.
    pub fn hint(&self) -> &'static str {
        match self {
            SendError::Nobody(ureq::Error::Timeout(_)) => {
                "is the address right, and does what listens there answer by itself?"
            }
            _ if self.is_distrust() => {
                "have the CA of its certificate trusted by this system, or name the CA's file in \
                 SSL_CERT_FILE; for that of an eventpit, `eventpit trust` says how"
            }
            _ => "is the address right, and does it listen?",
        }
    }
}

/// Sends requests one after the other, and adds nothing to them.
pub struct Sender(ureq::Agent);

impl Sender {
    /// One that trusts the CAs of this system, and heeds its proxy.
    pub fn new() -> Sender {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent("")
            .accept("")
            .accept_encoding("")
            .timeout_global(Some(PATIENCE))
            .tls_config(client_config());
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
        let mut answer = answer.map_err(SendError::Unsendable)?.map_err(unanswered)?;
        let body = answer.body_mut().with_config().limit(LARGEST).read_to_vec();
        let body = body.map_err(SendError::Broken)?;
        Ok((answer.status().as_u16(), body))
    }
}

/// Whether anybody is there: who resets a connection, or ends it, is.
fn unanswered(error: ureq::Error) -> SendError {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    match error {
        ureq::Error::Io(io)
            if matches!(
                io.kind(),
                BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof
            ) =>
        {
            SendError::Broken(ureq::Error::Io(io))
        }
        error @ ureq::Error::Protocol(_) => SendError::Broken(error),
        error => SendError::Nobody(error),
    }
}

/// An error in words that need no library.
fn said(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => format!("no answer within {} seconds", PATIENCE.as_secs()),
        ureq::Error::BodyExceedsLimit(_) => {
            format!("the answer is larger than {} MiB", LARGEST / (1 << 20))
        }
        ureq::Error::Io(error) => error.to_string(),
        error => error.to_string(),
    }
}

impl Default for Sender {
    fn default() -> Sender {
        Sender::new()
    }
}
