use super::kinds;
use super::routes::Target;
use crate::capture::{Body, BodyState};
use crate::event::Finding;
use crate::workspace::CommandersActSettings;

/// Why a request is over its limit, if it is. Counted on the raw body; `=` passes (assumed).
pub fn oversize_request(
    target: Target,
    body: &Body,
    settings: &CommandersActSettings,
) -> Option<Finding> {
    let limit = request_limit(target, settings);
    // A body of which only the beginning was kept cannot be judged any further.
    if body.length <= limit && body.state != BodyState::Truncated {
        return None;
    }
    let (kind, what) = match target {
        Target::Single => (kinds::REQUEST_TOO_LARGE, "request"),
        Target::Batch => (kinds::BATCH_TOO_LARGE, "batch"),
    };
    Some(
        kind.says(format!("the {what} is over the limit of {limit} bytes"))
            .expected(format!("{limit} bytes or fewer"))
            .got(format!("{} bytes", body.length)),
    )
}

/// Why an event of a batch is over its limit, if it is: measured on its slice of the raw body.
pub fn oversize_event(event: &str, at: usize, settings: &CommandersActSettings) -> Option<Finding> {
    let limit = settings.event_kilobytes.saturating_mul(settings.kilobyte);
    if event.len() as u64 <= limit {
        return None;
    }
    Some(
        kinds::EVENT_TOO_LARGE
            .says(format!(
                "event {at} of the batch is over the limit of {limit} bytes"
            ))
            .expected(format!("{limit} bytes or fewer"))
            .got(format!("{} bytes", event.len())),
    )
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
    near(body.length, safe, request_limit(target, settings))
}

/// A warning about an event of a batch that passes only if a KB is 1024 bytes.
pub fn near_event_limit(event: &str, settings: &CommandersActSettings) -> Option<Finding> {
    let limit = settings.event_kilobytes.saturating_mul(settings.kilobyte);
    near(event.len() as u64, settings.event_kilobytes, limit)
}

fn request_limit(target: Target, settings: &CommandersActSettings) -> u64 {
    let kilobytes = match target {
        Target::Single => settings.request_kilobytes,
        Target::Batch => settings.batch_kilobytes,
    };
    kilobytes.saturating_mul(settings.kilobyte)
}

fn near(bytes: u64, kilobytes: u64, limit: u64) -> Option<Finding> {
    let safe = kilobytes.saturating_mul(1000);
    (bytes > safe && bytes <= limit).then(|| {
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
