use bytes::Bytes;

/// One message of a stream of server-sent events
/// (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message<'a> {
    /// How long a client waits before it connects again, in milliseconds.
    Retry(u32),
    /// A comment: keeps the connection busy, and finds out whether anybody is there.
    Heartbeat,
    /// Something that is no place in the recording, so that a client resumes from where it was.
    Note {
        /// Its name; no line end in it.
        name: &'a str,
        /// What it says; no line end in it.
        data: &'a str,
    },
    /// An event.
    Event {
        /// Where the client resumes from; no line end in it.
        id: &'a str,
        /// Its name; no line end in it.
        name: &'a str,
        /// Any text.
        data: &'a str,
    },
}

impl Message<'_> {
    /// The message as it is sent.
    pub fn bytes(self) -> Bytes {
        let text = match self {
            Message::Retry(millis) => format!("retry: {millis}\n\n"),
            Message::Heartbeat => ":\n\n".into(),
            Message::Note { name, data } => format!("event: {name}\ndata: {data}\n\n"),
            Message::Event { id, name, data } => {
                let mut text = format!("id: {id}\nevent: {name}\n");
                // A carriage return ends a line too: one in the data must not begin a field.
                for line in data.replace("\r\n", "\n").split(['\n', '\r']) {
                    text.push_str("data: ");
                    text.push_str(line);
                    text.push('\n');
                }
                text.push('\n');
                text
            }
        };
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_end_in_the_data_begins_a_field() {
        let message = Message::Event {
            id: "1.0",
            name: "row",
            data: "a\nevent: x\rid: 9\r\nb",
        };
        assert_eq!(
            message.bytes(),
            "id: 1.0\nevent: row\ndata: a\ndata: event: x\ndata: id: 9\ndata: b\n\n"
        );
    }
}
