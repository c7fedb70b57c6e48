use serde_json::Value;

use super::json_view::{JsonView, SHOWN};
use super::lines::OutcomeTag;
use crate::capture::with_query;
use crate::fault::FaultRecord;
use crate::store::Exchange;

/// A body larger than this is shown as text, however good its JSON: parsing costs memory.
const PARSED: usize = 1024 * 1024;

/// A body for reading.
pub enum BodyView {
    /// There is none.
    Empty,
    /// JSON.
    Json(JsonView),
    /// Any other text, and whether it was cut.
    Text {
        /// Its beginning.
        text: String,
        /// Whether more would follow.
        cut: bool,
    },
    /// No UTF-8.
    Binary,
}

impl BodyView {
    /// Looks at the bytes, not at what the headers claim.
    pub fn new(bytes: &[u8]) -> BodyView {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return BodyView::Binary;
        };
        if text.is_empty() {
            return BodyView::Empty;
        }
        if bytes.len() <= PARSED
            && let Ok(value @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(text)
        {
            return BodyView::Json(JsonView::new(&value));
        }
        BodyView::text(bytes)
    }

    /// To the letter, whatever it is.
    pub fn text(bytes: &[u8]) -> BodyView {
        let Ok(text) = std::str::from_utf8(bytes) else {
            return BodyView::Binary;
        };
        if text.is_empty() {
            return BodyView::Empty;
        }
        let end = (0..=SHOWN.min(text.len()))
            .rev()
            .find(|end| text.is_char_boundary(*end))
            .unwrap_or_default();
        BodyView::Text {
            text: text.get(..end).unwrap_or_default().to_string(),
            cut: end < text.len(),
        }
    }
}

/// A request and its answer, as a page shows them.
pub struct ExchangeView {
    /// The request's id.
    pub id: String,
    /// `POST`.
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    /// The address it came from.
    pub peer: String,
    /// Header lines.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: BodyView,
    /// What is to know about the body.
    pub body_note: String,
    /// The status answered.
    pub status: u16,
    /// Header lines of the answer.
    pub answer_headers: Vec<(String, String)>,
    /// The answer's body.
    pub answer_body: BodyView,
    /// From head to answer, with its unit.
    pub took: String,
    /// What the platform would have answered, where a fault took its place.
    pub instead_of: Option<OwnAnswer>,
}

impl ExchangeView {
    /// Where the body is, to save.
    pub fn body_path(&self) -> String {
        body_path(&self.id)
    }

    /// Prepares the exchange with that cursor. Parses bodies: keep it off the async workers.
    pub fn new(cursor: i64, exchange: Exchange) -> ExchangeView {
        let (request, answer) = (exchange.request, exchange.answer);
        let length = request.body.length;
        let encoding = request.header("content-encoding").unwrap_or_default();
        let mut body_note = format!("{length} bytes, {}", request.body.state.as_str());
        if !encoding.is_empty() {
            body_note.push_str(", compressed");
        }
        ExchangeView {
            id: cursor.to_string(),
            target: with_query(&request.path, &request.query),
            body: BodyView::new(&request.body.bytes),
            body_note,
            method: request.method,
            peer: request.peer,
            headers: request.headers,
            status: answer.status,
            answer_headers: answer.headers,
            answer_body: BodyView::new(&answer.body),
            took: duration(exchange.took_us),
            instead_of: exchange.moment.fault.map(OwnAnswer::new),
        }
    }
}

/// The platform's own answer, which was not sent as it is.
pub struct OwnAnswer {
    /// Its status.
    pub status: u16,
    /// Its outcome.
    pub outcome: OutcomeTag,
    /// Its header lines.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: BodyView,
    /// What is to know of what was sent in its place.
    pub note: String,
}

impl OwnAnswer {
    fn new(fault: FaultRecord) -> OwnAnswer {
        let answer = fault.platform.answer();
        let delay = fault.delay_ms.map(|ms| format!("kept back for {ms} ms"));
        let announced = fault.announced_length;
        let announced = announced.map(|length| format!("{length} bytes of body announced"));
        let draw = fault.draw.map(|draw| format!("drawn {draw:.4}"));
        let seed = format!(
            "request {} of those that matched, seed {}",
            fault.request, fault.seed
        );
        let notes = [Some(seed), draw, delay, announced];
        OwnAnswer {
            status: answer.status,
            outcome: OutcomeTag::new(fault.platform.outcome.as_str()),
            headers: answer.headers.clone(),
            body: BodyView::new(&answer.body),
            note: notes.into_iter().flatten().collect::<Vec<_>>().join("; "),
        }
    }
}

/// Where the body of the request with that id is, to save.
pub fn body_path(id: &str) -> String {
    format!("/inspector/requests/{id}/body")
}

fn duration(micros: i64) -> String {
    match micros {
        0..1000 => format!("{micros} µs"),
        _ => format!("{}.{} ms", micros / 1000, (micros % 1000).abs() / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_known_by_their_bytes() {
        assert!(matches!(BodyView::new(b""), BodyView::Empty));
        assert!(matches!(BodyView::new(b"{\"a\":1}"), BodyView::Json(_)));
        assert!(matches!(BodyView::new(b"\xff\xfe"), BodyView::Binary));
        let long = "ä".repeat(SHOWN);
        let shown = BodyView::new(long.as_bytes());
        assert!(matches!(shown, BodyView::Text { text, cut: true } if text.len() == SHOWN));
        let plain = BodyView::new(b"{not json");
        assert!(matches!(plain, BodyView::Text { cut: false, .. }));
    }
}
