use super::{BY_REQUEST, FaultRecord, Kind};
use crate::capture::NO_ANSWER;

/// How many characters of the platform's body are told.
const LENGTH: usize = 80;

impl FaultRecord {
    /// What happened, and what would have: one sentence, without its full stop. `platform` is the
    /// name a person reads, `status` what was answered.
    pub fn told(&self, platform: Option<&str>, status: u16) -> String {
        let who = platform.unwrap_or("eventpit without it");
        let did = match (status, self.announced_length, self.delay_ms) {
            (NO_ANSWER, ..) => "gave no answer".to_string(),
            (_, Some(_), _) => format!("broke the answer {status} off"),
            (_, None, Some(late)) if self.kind == Kind::Latency => {
                format!("answered {status} after {late} ms")
            }
            (_, None, Some(late)) => format!("answered {status}, {late} ms late,"),
            (_, None, None) => format!("answered {status}"),
        };
        let own = &self.platform;
        let counts = match self.taken_in {
            true => "the request counts as it would have there",
            false => "the request counts as never taken in",
        };
        let fault = match self.id.as_str() {
            BY_REQUEST => "the fault that the request asked for",
            id => &format!("the fault {id}"),
        };
        format!(
            "eventpit {did} because of {fault} ({}); {who} would have answered {}{} ({}), and {counts}",
            self.title,
            own.status,
            self.brief(),
            own.outcome.as_str(),
        )
    }

    /// The beginning of the platform's body, if it is text.
    fn brief(&self) -> String {
        let body = self.platform.answer().body;
        let Ok(text) = std::str::from_utf8(&body) else {
            return String::new();
        };
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_text = !text.is_empty() && !text.contains(char::is_control);
        match text.char_indices().nth(LENGTH) {
            _ if !is_text => String::new(),
            Some((cut, _)) => format!(" {}…", text.get(..cut).unwrap_or_default()),
            None => format!(" {text}"),
        }
    }
}
