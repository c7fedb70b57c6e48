use std::io::{BufReader, Read};
use std::time::Duration;

use serde_json::Value;
use ureq::{SendBody, http};

use super::http::PATIENCE;
use super::{Client, ClientError};

/// Where the API is.
const API: &str = "/inspector/api/v1";

/// How long a stream may be silent: the server says something every 15 seconds.
const SILENCE: Duration = Duration::from_secs(60);

/// The largest answer that is read, in bytes: the API's lists have whole events in them.
const LARGEST: u64 = 1024 * 1024 * 1024;

impl Client {
    /// Asks the inspector's API for what is there.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses the question.
    pub fn api(&self, path: &str) -> Result<Value, ClientError> {
        let request = http::Request::builder()
            .method("GET")
            .uri(format!("{}{API}{path}", self.url))
            .body(())
            .map_err(|error| self.no_server(&error))?;
        let mut answer = self
            .agent
            .run(request)
            .map_err(|error| self.no_server(&error))?;
        let (status, body) = self.json(&mut answer)?;
        match status {
            200 => Ok(body),
            _ => Err(self.refused(status, &body)),
        }
    }

    /// Has the inspector's API change something.
    ///
    /// # Errors
    /// Nobody answers, it is no eventpit, or it refuses.
    pub fn change(&self, path: &str) -> Result<Value, ClientError> {
        let request = http::Request::builder()
            .method("POST")
            .uri(format!("{}{API}{path}", self.url))
            .body("")
            .map_err(|error| self.no_server(&error))?;
        let mut answer = self
            .agent
            .run(request)
            .map_err(|error| self.no_server(&error))?;
        match self.json(&mut answer)? {
            (200, body) => Ok(body),
            (status, body) => Err(self.refused(status, &body)),
        }
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
        let request = http::Request::builder()
            .method("POST")
            .uri(format!("{}{API}{path}", self.url))
            .header("content-type", "application/json")
            .body(question.to_string())
            .map_err(|error| self.no_server(&error))?;
        let request = self
            .agent
            .configure_request(request)
            .timeout_global(Some(PATIENCE.saturating_add(patience)))
            .build();
        let mut answer = self
            .agent
            .run(request)
            .map_err(|error| self.no_server(&error))?;
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
        let request = http::Request::builder()
            .method("POST")
            .uri(format!("{}{API}{path}", self.url))
            .header("content-type", "application/x-ndjson")
            .body(SendBody::from_reader(&mut body))
            .map_err(|error| self.no_server(&error))?;
        let request = self
            .agent
            .configure_request(request)
            .timeout_global(None)
            .timeout_recv_response(Some(SILENCE))
            .build();
        let mut answer = self
            .agent
            .run(request)
            .map_err(|error| self.no_server(&error))?;
        match self.json(&mut answer)? {
            (200, body) => Ok(body),
            (status, body) => Err(self.refused(status, &body)),
        }
    }

    fn read(
        &self,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<BufReader<impl Read + use<>>, ClientError> {
        let mut request = http::Request::builder()
            .method("GET")
            .uri(format!("{}{API}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(()).map_err(|error| self.no_server(&error))?;
        let request = self
            .agent
            .configure_request(request)
            .timeout_global(None)
            .timeout_recv_response(Some(PATIENCE))
            .timeout_per_read(Some(SILENCE))
            .build();
        let mut answer = self
            .agent
            .run(request)
            .map_err(|error| self.no_server(&error))?;
        if answer.status() != 200 {
            let (status, body) = self.json(&mut answer)?;
            return Err(self.refused(status, &body));
        }
        Ok(BufReader::new(answer.into_body().into_reader()))
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
        let body = body.map_err(|_| ClientError::Strange {
            url: self.url.clone(),
            status,
        })?;
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
            _ => ClientError::Strange {
                url: self.url.clone(),
                status,
            },
        }
    }
}
