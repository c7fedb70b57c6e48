use jiff::Timestamp;

/// When an event happened by the device's word, and when it came.
#[derive(Debug)]
pub struct Clock {
    /// The device's time: RFC 3339 in UTC.
    pub device: Option<String>,
    /// When its request came: RFC 3339 in UTC.
    pub received: String,
    /// The difference in words.
    pub skew: Option<String>,
}

impl Clock {
    /// Of an event's two times.
    pub fn new(device: Option<&str>, received: &str) -> Clock {
        Clock {
            skew: device.and_then(|device| skew(device, received)),
            device: device.map(str::to_string),
            received: received.to_string(),
        }
    }
}

/// How far apart they are. What came before it happened has a wrong clock; what came later may
/// have waited, or have one.
fn skew(device: &str, received: &str) -> Option<String> {
    let device: Timestamp = device.parse().ok()?;
    let received: Timestamp = received.parse().ok()?;
    let millis = received.as_millisecond() - device.as_millisecond();
    Some(match millis {
        -1..=1 => "no difference".into(),
        late if late > 0 => format!("it came {} after that", span(late)),
        early => format!(
            "it came {} before that: the device's clock is ahead",
            span(-early)
        ),
    })
}

/// Milliseconds in the largest unit that fits.
fn span(millis: i64) -> String {
    const UNITS: [(i64, &str); 4] = [
        (86_400_000, "days"),
        (3_600_000, "hours"),
        (60_000, "minutes"),
        (1_000, "s"),
    ];
    let unit = UNITS.into_iter().find(|(length, _)| millis >= *length);
    match unit {
        Some((length, name)) => {
            let tenths = millis / (length / 10);
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        }
        None => format!("{millis} ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_skew_says_which_way() {
        let received = "2026-11-25T12:00:00.000Z";
        let said = |device: &str| Clock::new(Some(device), received).skew;
        assert_eq!(
            said("2026-11-25T12:00:00.000Z").as_deref(),
            Some("no difference")
        );
        assert_eq!(
            said("2026-11-25T11:59:59.700Z").as_deref(),
            Some("it came 300 ms after that")
        );
        assert_eq!(
            said("2026-11-25T09:30:00.000Z").as_deref(),
            Some("it came 2.5 hours after that")
        );
        assert_eq!(
            said("2026-11-25T12:00:02.100Z").as_deref(),
            Some("it came 2.1 s before that: the device's clock is ahead")
        );
        assert_eq!(said("yesterday"), None);
        assert_eq!(Clock::new(None, received).skew, None);
    }
}
