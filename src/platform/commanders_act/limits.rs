use super::kinds;
use super::routes::Target;
use crate::capture::{Body, BodyState};
use crate::event::Finding;
use crate::workspace::{CommandersActSettings, EventSize};

/// Why a request is over its limit, if it is. Counted on the body as it came.
pub fn oversize_request(
    target: Target,
    body: &Body,
    settings: &CommandersActSettings,
) -> Option<Finding> {
    let limit = request_limit(target, settings);
    // A body of which only the beginning was kept cannot be judged any further.
    if fits(body.length, limit, settings) && body.state != BodyState::Truncated {
        return None;
    }
    let (kind, what) = match target {
        Target::Single => (kinds::REQUEST_TOO_LARGE, "request"),
        Target::Batch => (kinds::BATCH_TOO_LARGE, "batch"),
    };
    Some(
        kind.says(format!("the {what} is over the limit of {limit} bytes"))
            .expected(most(limit, settings))
            .got(format!("{} bytes", body.length)),
    )
}

/// Why an event of a batch is over its limit, if it is.
pub fn oversize_event(event: &str, at: usize, settings: &CommandersActSettings) -> Option<Finding> {
    let limit = settings.event_kilobytes.saturating_mul(settings.kilobyte);
    let bytes = event_size(event, settings);
    if fits(bytes, limit, settings) {
        return None;
    }
    Some(
        kinds::EVENT_TOO_LARGE
            .says(format!(
                "event {at} of the batch is over the limit of {limit} bytes"
            ))
            .expected(most(limit, settings))
            .got(format!("{bytes} bytes")),
    )
}

fn fits(bytes: u64, limit: u64, settings: &CommandersActSettings) -> bool {
    bytes < limit || (bytes == limit && settings.exact_limit_passes)
}

fn most(limit: u64, settings: &CommandersActSettings) -> String {
    match settings.exact_limit_passes {
        true => format!("{limit} bytes or fewer"),
        false => format!("fewer than {limit} bytes"),
    }
}

fn event_size(event: &str, settings: &CommandersActSettings) -> u64 {
    match settings.event_size {
        EventSize::AsSent => event.len() as u64,
        EventSize::Compact => compact_length(event),
    }
}

/// The bytes of a JSON text without the white space between its values.
fn compact_length(json: &str) -> u64 {
    let (mut length, mut in_text, mut escaped) = (0, false, false);
    for byte in json.bytes() {
        if in_text || !byte.is_ascii_whitespace() {
            length += 1;
        }
        match byte {
            b'"' if !escaped => in_text = !in_text,
            _ => {}
        }
        escaped = in_text && byte == b'\\' && !escaped;
    }
    length
}

/// A warning about a request that passes only if a KB is 1024 bytes.
pub fn near_request_limit(
    target: Target,
    body: &Body,
    settings: &CommandersActSettings,
) -> Option<Finding> {
    let safe = match target {
        Target::Single => settings.request_kilobytes,
        Target::Batch => settings.batch_kilobytes,
    };
    near(body.length, safe, request_limit(target, settings), settings)
}

/// A warning about an event of a batch that passes only if a KB is 1024 bytes.
pub fn near_event_limit(event: &str, settings: &CommandersActSettings) -> Option<Finding> {
    let limit = settings.event_kilobytes.saturating_mul(settings.kilobyte);
    let bytes = event_size(event, settings);
    near(bytes, settings.event_kilobytes, limit, settings)
}

fn request_limit(target: Target, settings: &CommandersActSettings) -> u64 {
    let kilobytes = match target {
        Target::Single => settings.request_kilobytes,
        Target::Batch => settings.batch_kilobytes,
    };
    kilobytes.saturating_mul(settings.kilobyte)
}

fn near(
    bytes: u64,
    kilobytes: u64,
    limit: u64,
    settings: &CommandersActSettings,
) -> Option<Finding> {
    let safe = kilobytes.saturating_mul(1000);
    (bytes > safe && fits(bytes, limit, settings)).then(|| {
        kinds::NEAR_SIZE_LIMIT
            .says("it passes only if a KB is 1024 bytes, which is not documented")
            .expected(format!("{safe} bytes or fewer"))
            .got(format!("{bytes} bytes"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn over(target: Target, bytes: usize, kilobyte: u64) -> bool {
        let settings = CommandersActSettings {
            kilobyte,
            ..CommandersActSettings::default()
        };
        oversize_request(target, &Body::complete("x".repeat(bytes)), &settings).is_some()
    }

    #[test]
    fn the_limit_itself_passes_under_both_readings() {
        for (target, bytes, kilobyte) in [
            (Target::Single, 32_768, 1024),
            (Target::Single, 32_000, 1000),
            (Target::Batch, 512_000, 1024),
            (Target::Batch, 500_000, 1000),
        ] {
            assert!(!over(target, bytes, kilobyte));
            assert!(over(target, bytes + 1, kilobyte));
        }
    }

    #[test]
    fn the_limit_itself_can_be_too_much() {
        let settings = CommandersActSettings {
            exact_limit_passes: false,
            ..CommandersActSettings::default()
        };
        let over = |bytes| oversize_event(&"x".repeat(bytes), 0, &settings).is_some();
        assert_eq!([over(32_767), over(32_768)], [false, true]);
    }

    #[test]
    fn an_event_can_be_measured_without_its_white_space() {
        for (json, length) in [
            ("{ \"a\" :\n 1 }", 7),
            (r#"{"a b": "\\" , "c": "\" " }"#, 22),
            ("", 0),
        ] {
            assert_eq!(compact_length(json), length, "{json}");
        }
    }

    #[test]
    fn a_body_kept_in_part_is_over_any_limit() {
        let body = Body {
            state: BodyState::Truncated,
            ..Body::complete("{}")
        };
        let settings = CommandersActSettings::default();
        assert!(oversize_request(Target::Single, &body, &settings).is_some());
    }

    #[test]
    fn between_the_two_readings_is_a_warning() {
        let settings = CommandersActSettings::default();
        let near = |bytes| near_event_limit(&"x".repeat(bytes), &settings).is_some();
        assert_eq!(
            [near(32_000), near(32_001), near(32_768), near(32_769)],
            [false, true, true, false]
        );
    }
}
