/// Names of what differs each time an event is sent, though the event is the same: clocks, and ids
/// made for the occasion. In small letters, without `_`, `-`, `$` and the like.
///
/// Chosen from the four platforms' SDKs and from analytics.js, whose names they follow (`messageId`,
/// `sentAt`); names that mean something else in a shop's data (`id`, `date`) are not among them.
pub const VOLATILE: [&str; 23] = [
    "cachebuster",
    "clientsenttime",
    "clienttimestamp",
    "createdat",
    "eventid",
    "eventtime",
    "eventtimestamp",
    "generatedtime",
    "localtime",
    "messageid",
    "nonce",
    "originaltimestamp",
    "rand",
    "random",
    "receivedat",
    "requestid",
    "sentat",
    "timestamp",
    "traceid",
    "ts",
    "uniqueid",
    "uuid",
    "writtenat",
];

/// Whether a member of that name is expected to differ between two sendings of the same event. A
/// double fire is found without them, and comparing two events leaves them out.
pub fn is_volatile(name: &str) -> bool {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    let plain: String = letters.flat_map(char::to_lowercase).collect();
    VOLATILE.binary_search(&plain.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_they_are_written() {
        assert!(VOLATILE.is_sorted());
        for name in ["messageId", "message_id", "MESSAGE-ID", "sentAt", "$ts"] {
            assert!(is_volatile(name), "{name}");
        }
        for name in ["id", "order_id", "price", "", "anonymousId"] {
            assert!(!is_volatile(name), "{name}");
        }
    }
}
