use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The microseconds since 1970 that a time means: so long before `now` (`-15m`, `-2h`, `-7d`), a
/// date, or a date and time, in UTC where no zone is named.
pub(super) fn parse(text: &str, now: i64) -> Option<i64> {
    if let Some(ago) = text.strip_prefix('-') {
        return now
            .checked_sub(ago_micros(ago)?)
            .filter(|at| Timestamp::from_microsecond(*at).is_ok());
    }
    // A zone by its name would be read over.
    if text.contains('[') {
        return None;
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Some(time.as_microsecond());
    }
    // Minutes are enough: 2026-11-20T10:00Z.
    let (local, is_utc) = match text.strip_suffix(['Z', 'z']) {
        Some(local) => (local, true),
        None => (text, false),
    };
    let civil = match local.parse::<DateTime>() {
        Ok(civil) => civil,
        Err(_) if is_utc => return None,
        Err(_) => local.parse::<Date>().ok()?.at(0, 0, 0, 0),
    };
    // The last days of the year 9999 lie behind the last time there is.
    let time = civil.to_zoned(TimeZone::UTC);
    let time = time.map_or(Timestamp::MAX, |time| time.timestamp());
    Some(time.as_microsecond())
}

/// A time that [`parse`] reads again.
pub(super) fn print(micros: i64) -> String {
    let time = Timestamp::from_microsecond(micros);
    let end = if micros < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    time.unwrap_or(end).to_string()
}

fn ago_micros(text: &str) -> Option<i64> {
    let unit = text.chars().next_back()?;
    let number = text.strip_suffix(unit)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        'w' => 7 * 24 * 60 * 60,
        _ => return None,
    };
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = is_number.then(|| number.parse().ok())??;
    number.checked_mul(seconds)?.checked_mul(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_772_029_800_000_000;

    #[test]
    fn a_time_is_relative_or_a_date_or_has_a_zone() {
        for (text, expected) in [
            ("-15m", "2026-02-25T14:15:00Z"),
            ("-90s", "2026-02-25T14:28:30Z"),
            ("-2h", "2026-02-25T12:30:00Z"),
            ("-7d", "2026-02-18T14:30:00Z"),
            ("-1w", "2026-02-18T14:30:00Z"),
            ("2026-11-20", "2026-11-20T00:00:00Z"),
            ("2026-11-20T10:00", "2026-11-20T10:00:00Z"),
            ("2026-11-20T10:00Z", "2026-11-20T10:00:00Z"),
            ("2026-11-20 10:00:05.25", "2026-11-20T10:00:05.25Z"),
            ("2026-11-20T10:00:00+02:00", "2026-11-20T08:00:00Z"),
            ("2026-11-20T10:00+02:00", "2026-11-20T08:00:00Z"),
            ("9999-12-31", "9999-12-30T22:00:00.999999999Z"),
        ] {
            let parsed = parse(text, NOW).map(print);
            assert_eq!(parsed.as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "-",
            "-m",
            "15m",
            "-1y",
            "-1.5h",
            "soon",
            "2026-13-01",
            "2026-11-20T10:00[Europe/Berlin]",
            "2026-11-20T10:00+01:00[Europe/Berlin]",
            "-99999999999999999w",
            "-999999999999s",
        ] {
            assert_eq!(parse(text, NOW), None, "{text}");
        }
    }
}
