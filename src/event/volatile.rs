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

/// The longest of them, in letters.
const LONGEST: usize = 18;

/// Whether a member of that name is expected to differ between two sendings of the same event. A
/// double fire is found without them, and comparing two events leaves them out.
pub fn is_volatile(name: &str) -> bool {
    // Asked of each member of each event: without making a text of it.
    let mut plain = [0; LONGEST];
    let mut length = 0;
    for letter in name.bytes().filter(u8::is_ascii_alphanumeric) {
        let Some(place) = plain.get_mut(length) else {
            return false;
        };
        *place = letter.to_ascii_lowercase();
        length += 1;
    }
    let plain = plain.get(..length).unwrap_or_default();
    VOLATILE
        .binary_search_by(|known| known.as_bytes().cmp(plain))
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_they_are_written() {
        assert!(VOLATILE.is_sorted());
        assert!(
            VOLATILE
                .iter()
                .all(|name| name.len() <= LONGEST && is_volatile(name))
        );
        for name in ["messageId", "message_id", "MESSAGE-ID", "sentAt", "$ts"] {
            assert!(is_volatile(name), "{name}");
        }
        for name in [
            "id",
            "order_id",
            "price",
            "",
            "anonymousId",
            "originaltimestamps",
        ] {
            assert!(!is_volatile(name), "{name}");
        }
    }
}
