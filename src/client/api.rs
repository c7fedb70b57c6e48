use std::io::{BufReader, Read};
use std::time::Duration;

use serde_json::Value;
use ureq::config::ConfigBuilder;
use ureq::http::request::Builder;
use ureq::typestate::HttpCrateScope;
use ureq::{AsSendBody, SendBody, http};

use super::http::PATIENCE;
use super::{Client, ClientError};

/// Where the API is.
const API: &str = "/inspector/api/v1";

/// How long a stream may be silent: the server says something every 15 seconds.
const SILENCE: Duration = Duration::from_secs(60);

/// The header by which every answer of the API says which eventpit gives it.
pub const SERVED_BY: &str = "eventpit-version";

/// The largest answer that is read, in bytes: the API's lists have whole events in them.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// How one request is sent.
type Sending<B> = ConfigBuilder<HttpCrateScope<B>>;

impl Client {
    /// Asks the inspector's API for what is there.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses the question.
    pub fn api(&self, path: &str) -> Result<Value, ClientError> {
        let request = self.request("GET", path);
        self.done(self.run(request, (), |it| it)?)
    }

    /// The newest cursor of the server's recording.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses the question.
    pub fn head(&self) -> Result<i64, ClientError> {
        let health = self.api("/health")?;
        health["head"].as_i64().ok_or_else(|| self.strange(200))
    }

    /// Has the inspector's API change something.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses.
    pub fn change(&self, path: &str) -> Result<Value, ClientError> {
        let request = self.request("POST", path);
        self.done(self.run(request, "", |it| it)?)
    }

    /// Sends a document to the inspector's API, or has it take one away.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses.
    pub fn document(
        &self,
        method: &str,
        path: &str,
        document: Option<&Value>,
    ) -> Result<Value, ClientError> {
        let request = self.request(method, path);
        let answer = match document {
            Some(document) => {
                let request = request.header("content-type", "application/json");
                self.run(request, document.to_string(), |it| it)?
            }
            None => self.run(request, (), |it| it)?,
        };
        self.done(answer)
    }

    /// Asks the inspector's API a question that it may take `patience` to answer, beyond what any
    /// answer takes. An answer that is no (409, or 408 where the time was up) is one as well.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses the question.
    pub fn ask(
        &self,
        path: &str,
        question: &Value,
        patience: Duration,
    ) -> Result<(u16, Value), ClientError> {
        let request = self.request("POST", path);
        let request = request.header("content-type", "application/json");
        let mut answer = self.run(request, question.to_string(), |it| {
            it.timeout_global(Some(PATIENCE.saturating_add(patience)))
        })?;
        match self.json(&mut answer)? {
            (status @ (200 | 408 | 409), body) => Ok((status, body)),
            (status, body) => Err(self.refused(status, &body)),
        }
    }

    /// Opens a stream of the API, after the event `last` if there is one.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses the question.
    pub fn stream(
        &self,
        path: &str,
        last: Option<&str>,
    ) -> Result<BufReader<impl Read + use<>>, ClientError> {
        let mut headers = vec![("accept", "text/event-stream")];
        headers.extend(last.map(|last| ("last-event-id", last)));
        self.read(path, &headers)
    }

    /// Opens an answer of the API that is as long as a recording.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses the question.
    pub fn download(&self, path: &str) -> Result<BufReader<impl Read + use<>>, ClientError> {
        self.read(path, &[])
    }

    /// Sends a body to the API that is as long as a recording.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses the body.
    pub fn upload(&self, path: &str, mut body: impl Read) -> Result<Value, ClientError> {
        let request = self.request("POST", path);
        let request = request.header("content-type", "application/x-ndjson");
        self.done(self.run(request, SendBody::from_reader(&mut body), |it| {
            it.timeout_global(None).timeout_recv_response(Some(SILENCE))
        })?)
    }

    fn read(
        &self,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<BufReader<impl Read + use<>>, ClientError> {
        let mut request = self.request("GET", path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = self.run(request, (), |it| {
            it.timeout_global(None)
                .timeout_recv_response(Some(PATIENCE))
                .timeout_per_read(Some(SILENCE))
        })?;
        if answer.status() != 200 {
            let (status, body) = self.json(&mut answer)?;
            return Err(self.refused(status, &body));
        }
        Ok(BufReader::new(answer.into_body().into_reader()))
    }

    /// A request to the API.
    fn request(&self, method: &str, path: &str) -> Builder {
        let url = format!("{}{API}{path}", self.url);
        let request = http::Request::builder().method(method).uri(url);
        match &self.token {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        }
    }

    /// Sends a request with a body, with other time-outs than the agent's where `configure` says so.
    fn run<B: AsSendBody>(
        &self,
        request: Builder,
        body: B,
        configure: impl FnOnce(Sending<B>) -> Sending<B>,
    ) -> Result<http::Response<ureq::Body>, ClientError> {
        let request = request.body(body).map_err(|error| self.no_server(&error))?;
        let request = configure(self.agent.configure_request(request)).build();
        let answer = self.agent.run(request);
        let answer = answer.map_err(|error| self.no_server(&error))?;
        // Any server may answer 200 with JSON: it is no verdict unless an eventpit gives it.
        match answer.headers().contains_key(SERVED_BY) {
            true => Ok(answer),
            false => Err(self.strange(answer.status().as_u16())),
        }
    }

    /// The answer to what was asked for, where only a success is one.
    fn done(&self, mut answer: http::Response<ureq::Body>) -> Result<Value, ClientError> {
        match self.json(&mut answer)? {
            (200 | 201, body) => Ok(body),
            (status, body) => Err(self.refused(status, &body)),
        }
    }

    fn json(&self, answer: &mut http::Response<ureq::Body>) -> Result<(u16, Value), ClientError> {
        let status = answer.status().as_u16();
        let body = answer
            .body_mut()
            .with_config()
            .limit(LARGEST)
            .read_to_vec()
            .map_err(|error| self.no_server(&error))?;
        // An event may be nested as deep as what was sent, and more.
        let mut json = serde_json::Deserializer::from_slice(&body);
        json.disable_recursion_limit();
        let body = serde::Deserialize::deserialize(&mut json);
        let body = body.map_err(|_| self.strange(status))?;
        Ok((status, body))
    }

    fn refused(&self, status: u16, problem: &Value) -> ClientError {
        let said = |key: &str| problem[key].as_str().map(str::to_string);
        match (said("code"), said("detail"), said("hint")) {
            (Some(code), Some(detail), Some(hint)) => ClientError::Refused {
                status,
                code,
                detail,
                hint,
            },
            _ => self.strange(status),
        }
    }

    fn strange(&self, status: u16) -> ClientError {
        ClientError::Strange {
            url: self.url.clone(),
            status,
        }
    }
}
