use std::time::Duration;

use ureq::http;

use super::ClientError;
use crate::tls::client_config;

/// How long an answer may take that nothing has to be waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// The largest answer that is read, in bytes.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// A client of one server.
pub struct Client {
    pub(super) agent: ureq::Agent,
    pub(super) url: String,
    /// What the API asks for; nobody else gets it.
    pub(super) token: Option<String>,
}

/// What a server answered.
pub struct Answered {
    /// The status code.
    pub status: u16,
    /// The body; bytes that are no UTF-8 become U+FFFD.
    pub body: String,
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
            .timeout_global(Some(PATIENCE));
        let config = match url.starts_with("https:") {
            true => config.tls_config(client_config()),
            // The CAs of this system are not read for nothing.
            false => config,
        };
        Client {
            agent: config.build().into(),
            url: url.trim_end_matches('/').to_string(),
            token: None,
        }
    }

    /// The same, with a token for the inspector's API.
    pub fn with_token(self, token: Option<&str>) -> Client {
        let token = token.map(str::to_string);
        Client { token, ..self }
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
        let mut request = http::Request::builder().method(method).uri(&url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let answer = if body.is_empty() && method != "POST" {
            self.agent
                .run(request.body(()).map_err(|error| self.no_server(&error))?)
        } else {
            self.agent
                .run(request.body(body).map_err(|error| self.no_server(&error))?)
        };
        let mut answer = answer.map_err(|error| self.no_server(&error))?;
        let body = answer
            .body_mut()
            .with_config()
            .limit(LARGEST)
            .read_to_vec()
            .map_err(|error| self.no_server(&error))?;
        Ok(Answered {
            status: answer.status().as_u16(),
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    /// The address of the server.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn no_server(&self, reason: &dyn std::fmt::Display) -> ClientError {
        ClientError::NoServer {
            url: self.url.clone(),
            reason: reason.to_string(),
        }
    }
}
