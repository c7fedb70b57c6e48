use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;

/// A moment: RFC 3339, or digits that count seconds, milliseconds or microseconds since 1970 by
/// their size (one of each in 2001 is a thousand times the other in 1970: they do not meet).
pub fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time);
    }
    let number: f64 = text.parse().ok()?;
    let whole = text.parse::<i64>().ok();
    let micros = match number.abs() {
        size if size < 1e11 => (number * 1e6) as i64,
        size if size < 1e14 => whole?.checked_mul(1000)?,
        _ => whole?,
    };
    Timestamp::from_microsecond(micros).ok()
}

pub fn epoch_seconds(text: &str) -> Option<Value> {
    Some(moment(text)?.as_second().into())
}

pub fn epoch_millis(text: &str) -> Option<Value> {
    Some(moment(text)?.as_millisecond().into())
}

pub fn epoch_micros(text: &str) -> Option<Value> {
    Some(moment(text)?.as_microsecond().into())
}

pub fn iso8601(text: &str) -> Option<Value> {
    Some(format!("{:.3}", moment(text)?).into())
}

pub fn google_ads_time(text: &str) -> Option<Value> {
    let zoned = moment(text)?.to_zoned(TimeZone::UTC);
    Some(zoned.strftime("%Y-%m-%d %H:%M:%S+00:00").to_string().into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_form_is_the_same_moment() {
        for text in [
            "2024-01-02T03:04:05.000Z",
            "2024-01-02T04:04:05+01:00",
            "1704164645",
            "1704164645000",
            "1704164645000000",
        ] {
            assert_eq!(epoch_seconds(text), Some(json!(1_704_164_645)), "{text}");
            assert_eq!(
                epoch_micros(text),
                Some(json!(1_704_164_645_000_000_i64)),
                "{text}"
            );
        }
        assert_eq!(
            google_ads_time("1704164645"),
            Some(json!("2024-01-02 03:04:05+00:00"))
        );
        assert_eq!(epoch_millis("yesterday"), None);
        assert_eq!(epoch_millis("NaN"), None);
    }
}
