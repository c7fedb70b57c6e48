use std::fmt;
use std::str::FromStr;

/// Bits for an event's place in its request: 16 MiB of body hold fewer than 2^24 events.
const PLACE_BITS: u32 = 24;

/// An event's id: the cursor of its request and its place in it, as in `1204.0`. Ids grow with
/// the recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventId {
    /// The request's cursor.
    pub cursor: i64,
    /// The event's place in the request, from 0.
    pub place: i64,
}

impl EventId {
    /// As one number that keeps the order: the key in the database.
    pub fn packed(self) -> i64 {
        (self.cursor << PLACE_BITS) | self.place.min((1 << PLACE_BITS) - 1)
    }

    /// The smallest and the largest key that an event of the request `cursor` can have.
    pub fn all_of(cursor: i64) -> (i64, i64) {
        let id = |place| EventId { cursor, place }.packed();
        (id(0), id(i64::MAX))
    }

    /// The id of a packed number.
    pub fn unpack(packed: i64) -> EventId {
        EventId {
            cursor: packed >> PLACE_BITS,
            place: packed & ((1 << PLACE_BITS) - 1),
        }
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.cursor, self.place)
    }
}

impl FromStr for EventId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<EventId, Self::Err> {
        let (cursor, place) = text.split_once('.').unwrap_or((text, "0"));
        let (cursor, place) = (cursor.parse::<i64>()?, i64::from(place.parse::<u32>()?));
        // Kept in the range in which packing cannot overflow.
        Ok(EventId {
            cursor: cursor.clamp(0, 1 << 38),
            place: place.min((1 << PLACE_BITS) - 1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_the_order_and_comes_back() {
        let (a, b) = (
            EventId {
                cursor: 7,
                place: 99_999,
            },
            EventId {
                cursor: 8,
                place: 0,
            },
        );
        assert!(a.packed() < b.packed());
        assert_eq!(EventId::unpack(a.packed()), a);
        assert_eq!("8.0".parse(), Ok(b));
        assert_eq!(a.to_string(), "7.99999");
    }
}
