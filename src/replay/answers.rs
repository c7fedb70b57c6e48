use serde::Serialize;
use serde_json::Value;

use crate::compare::compare;

/// How the answer to a request that was sent again compares with the recorded one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Compared {
    /// The same status and the same body, but for what differs each time: times, made-up ids.
    Same,
    /// Another status.
    OtherStatus,
    /// The same status and another body.
    OtherBody,
}

/// Compares the recorded answer to a request of this method with a new one, each status and body. To
/// a HEAD no body is sent, whatever was recorded.
pub fn compare_answers(method: &str, was: (u16, &[u8]), is: (u16, &[u8])) -> Compared {
    if was.0 != is.0 {
        return Compared::OtherStatus;
    }
    if was.1 == is.1 || method == "HEAD" {
        return Compared::Same;
    }
    let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).ok();
    match json(was.1).zip(json(is.1)) {
        Some((was, is)) if compare(&was, &is).is_same() => Compared::Same,
        _ => Compared::OtherBody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_the_same_but_for_what_differs_each_time() {
        let was = (200, &br#"{"ok":true,"requestId":"a"}"#[..]);
        for (is, expected) in [
            (
                (200, &br#"{"ok":true,"requestId":"b"}"#[..]),
                Compared::Same,
            ),
            ((200, br#"{ "requestId":"a","ok":true}"#), Compared::Same),
            ((200, br#"{"ok":false}"#), Compared::OtherBody),
            ((200, b"ok"), Compared::OtherBody),
            ((401, was.1), Compared::OtherStatus),
        ] {
            assert_eq!(compare_answers("POST", was, is), expected);
        }
        assert_eq!(
            compare_answers("POST", (200, b"\xff"), (200, b"\xff")),
            Compared::Same
        );
        assert_eq!(compare_answers("HEAD", was, (200, b"")), Compared::Same);
        assert_eq!(
            compare_answers("HEAD", was, (404, b"")),
            Compared::OtherStatus
        );
    }
}
