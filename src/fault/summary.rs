use std::fmt::Write;

use super::definition::TIMEOUT_MS;
use super::{Fault, Kind};
use crate::platform::Platform;

impl Fault {
    /// What it is called: its name, or what it does.
    pub fn title(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.what())
    }

    /// What it does, in a few words.
    pub fn what(&self) -> String {
        let mut text = match self.kind {
            Kind::Status => format!("status {}", self.status.unwrap_or_default()),
            Kind::TooManyRequests => {
                format!("429, come again in {} s", self.retry_after.unwrap_or(1))
            }
            Kind::RateLimit => {
                format!("429 above {} a second", self.per_second.unwrap_or_default())
            }
            Kind::Latency => String::new(),
            Kind::Timeout => format!("no answer for {} ms", self.timeout_ms.unwrap_or(TIMEOUT_MS)),
            Kind::ResetPeer => "reset before the answer".into(),
            Kind::ResetMidAnswer => "reset in the middle of the answer".into(),
            Kind::HalfBody => "half a body".into(),
            Kind::MalformedJson => "malformed JSON".into(),
            Kind::WrongContentType => {
                format!(
                    "content type {}",
                    self.content_type.as_deref().unwrap_or("text/html")
                )
            }
            Kind::MissingCors => "no CORS headers".into(),
        };
        if let Some(from) = self.latency_ms {
            let and = if text.is_empty() { "" } else { ", " };
            let _ = match self.latency_max_ms {
                Some(to) => write!(text, "{and}{from} to {to} ms late"),
                None => write!(text, "{and}{from} ms late"),
            };
        }
        text
    }

    /// To which requests, and how often, in words.
    pub fn when(&self) -> String {
        let mut parts = Vec::new();
        if let Some(times) = self.times {
            parts.push(match times {
                1 => "the next one".to_string(),
                times => format!("the next {times}"),
            });
        }
        if let Some(every) = self.every {
            parts.push(format!("one in {every}"));
        }
        if let Some(probability) = self.probability {
            parts.push(format!("a share of {probability}"));
        }
        let named = [
            ("platform", self.platform.map(Platform::title)),
            ("source", self.source.as_deref()),
            ("test session", self.session.as_deref()),
            ("method", self.method.as_deref()),
            ("path", self.path.as_deref()),
            ("query", self.q.as_deref()),
        ];
        let named = named.into_iter();
        parts.extend(named.filter_map(|(name, value)| Some(format!("{name} {}", value?))));
        match parts.is_empty() {
            true => "every request".into(),
            false => parts.join(", "),
        }
    }
}
