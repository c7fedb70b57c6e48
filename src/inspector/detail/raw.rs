use crate::capture::with_query;
use crate::inspector::exchange::{BodyView, body_path};
use crate::store::Exchange;

/// A request and its answer to the letter, and how to send the request again.
pub struct RawPanel {
    /// The request's id.
    pub id: String,
    /// The request's line and headers.
    pub request: String,
    /// Its body.
    pub body: BodyView,
    /// The answer's line and headers.
    pub answer: String,
    /// Its body.
    pub answer_body: BodyView,
    /// A line for a shell that sends the request again.
    pub curl: String,
}

impl RawPanel {
    /// Where the request's body is, to save.
    pub fn body_path(&self) -> String {
        body_path(&self.id)
    }

    /// Of an exchange; `base` is where clients send to.
    pub fn new(cursor: i64, exchange: &Exchange, base: &str) -> RawPanel {
        let (request, answer) = (&exchange.request, &exchange.answer);
        let target = with_query(&request.path, &request.query);
        RawPanel {
            id: cursor.to_string(),
            request: head(
                &format!("{} {target} HTTP/1.1", request.method),
                &request.headers,
            ),
            body: BodyView::text(&request.body.bytes),
            answer: match answer.status {
                0 => "no answer".into(),
                status => head(&format!("HTTP/1.1 {status}"), &answer.headers),
            },
            answer_body: BodyView::text(&answer.body),
            curl: request.as_curl(base),
        }
    }
}

fn head(first: &str, headers: &[(String, String)]) -> String {
    let mut text = first.to_string();
    for (name, value) in headers {
        text.push('\n');
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
    }
    text
}
