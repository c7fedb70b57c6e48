use std::time::Duration;

use serde_json::Value;
use ureq::http;

/// The largest answer that is read, in bytes: the API's lists have whole events in them.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// A client of one server.
pub struct Client {
    agent: ureq::Agent,
    url: String,
}

/// What a server answered.
pub struct Answered {
    /// The status code.
    pub status: u16,
    /// The body; bytes that are no UTF-8 become U+FFFD.
    pub body: String,
}

/// Why a server could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Nobody answers there.
    #[error("no eventpit answers at {url}: {reason}")]
    NoServer {
        /// The address.
        url: String,
        /// Why.
        reason: String,
    },
    /// What answers is no eventpit, or it failed.
    #[error("{url} answered {status}, which is not what an eventpit answers")]
    Strange {
        /// The address.
        url: String,
        /// The status.
        status: u16,
    },
    /// An eventpit answers, and says why it does not do it.
    #[error("{detail}")]
    Refused {
        /// What is wrong.
        detail: String,
        /// What to do about it.
        hint: String,
    },
}

impl ClientError {
    /// What to do about it; `flag` names the server's address.
    pub fn hint(&self, flag: &str) -> String {
        match self {
            ClientError::NoServer { .. } | ClientError::Strange { .. } => {
                format!("start one with `eventpit`, or name its address with {flag} URL")
            }
            ClientError::Refused { hint, .. } => hint.clone(),
        }
    }

    /// The exit code of a command that ends with it.
    pub fn exit_code(&self) -> u8 {
        match self {
            ClientError::NoServer { .. } | ClientError::Strange { .. } => 3,
            ClientError::Refused { .. } => 1,
        }
    }
}

impl Client {
    /// A client of the server at `url`.
    pub fn new(url: &str) -> Client {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // The server is a local one: what the environment says of proxies is not for it.
            .proxy(None)
            .user_agent(concat!("eventpit/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(Duration::from_secs(30)));
        Client {
            agent: config.build().into(),
            url: url.trim_end_matches('/').to_string(),
        }
    }

    /// Sends a request as it stands.
    ///
    /// # Errors
    /// Nobody answers.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(String, String)],
        body: Vec<u8>,
    ) -> Result<Answered, ClientError> {
        let url = format!("{}{path}", self.url);
        let failed = |reason: String| ClientError::NoServer {
            url: self.url.clone(),
            reason,
        };
        let mut request = http::Request::builder().method(method).uri(&url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let answer = if body.is_empty() && method != "POST" {
            self.agent.run(
                request
                    .body(())
                    .map_err(|error| failed(error.to_string()))?,
            )
        } else {
            self.agent.run(
                request
                    .body(body)
                    .map_err(|error| failed(error.to_string()))?,
            )
        };
        let mut answer = answer.map_err(|error| failed(error.to_string()))?;
        let body = answer
            .body_mut()
            .with_config()
            .limit(LARGEST)
            .read_to_vec()
            .map_err(|error| failed(error.to_string()))?;
        Ok(Answered {
            status: answer.status().as_u16(),
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    /// Asks the inspector's API.
    ///
    /// # Errors
    /// Nobody answers, or it is no eventpit.
    pub fn api(&self, path: &str) -> Result<Value, ClientError> {
        self.ask("GET", path)
    }

    /// Has the inspector's API change something.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses.
    pub fn change(&self, path: &str) -> Result<Value, ClientError> {
        self.ask("POST", path)
    }

    fn ask(&self, method: &str, path: &str) -> Result<Value, ClientError> {
        let path = format!("/inspector/api/v1{path}");
        let answer = self.send(method, &path, &[], Vec::new())?;
        let strange = || ClientError::Strange {
            url: self.url.clone(),
            status: answer.status,
        };
        let value: Value = serde_json::from_str(&answer.body).map_err(|_| strange())?;
        match (
            answer.status,
            value["detail"].as_str(),
            value["hint"].as_str(),
        ) {
            (200, ..) => Ok(value),
            (_, Some(detail), Some(hint)) => Err(ClientError::Refused {
                detail: detail.into(),
                hint: hint.into(),
            }),
            _ => Err(strange()),
        }
    }
}
