//! What keeps a browser from sending an event again, or from doing so when it should.

use super::cors;
use super::kinds;
use crate::event::Finding;
use crate::platform::Call;
use crate::workspace::DataflyRetryAfter;

/// The header that marks a retry of analytics.js (observed on 1.84.3).
const RETRY_COUNT: &str = "x-retry-count";

/// The value of `Retry-After`. A date is the first full second after the wait: one that is rounded
/// down would ask for the same refusal again.
pub fn retry_after(form: DataflyRetryAfter, received_at: i64, seconds: u64) -> String {
    match form {
        DataflyRetryAfter::Seconds => seconds.to_string(),
        DataflyRetryAfter::HttpDate => {
            let wait = i64::try_from(seconds).unwrap_or(i64::MAX);
            let at = received_at
                .div_euclid(1_000_000)
                .saturating_add(1)
                .saturating_add(wait);
            let at = jiff::Timestamp::from_second(at).unwrap_or(jiff::Timestamp::MAX);
            at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
        }
    }
}

/// What keeps a page from waiting as long as `Retry-After` says.
pub fn of_retry_after(call: &Call, seconds: u64) -> Option<Finding> {
    let gateway = &call.workspace.datafly.gateway;
    let sent = retry_after(gateway.retry_after, call.moment.received_at, seconds);
    call.request.header("origin")?;
    if !cors::exposes(gateway, "retry-after") {
        return Some(
            kinds::RETRY_AFTER_HIDDEN
                .says("the page cannot read Retry-After")
                .got(sent),
        );
    }
    (gateway.retry_after == DataflyRetryAfter::HttpDate).then(|| {
        kinds::RETRY_AFTER_DATE
            .says("the header Retry-After is a date")
            .expected("a number of seconds")
            .got(sent)
    })
}

/// The headers of a preflight that the browser will not send.
pub fn of_preflight(call: &Call) -> Vec<Finding> {
    let gateway = &call.workspace.datafly.gateway;
    cors::refused_headers(call.request, gateway)
        .into_iter()
        .map(|name| {
            let finding = match name.as_str() {
                RETRY_COUNT => kinds::RETRY_IMPOSSIBLE.says("the browser will not send the retry"),
                _ => kinds::PREFLIGHT_HEADER.says(format!("{name} is not allowed")),
            };
            finding.expected(cors::allowed_headers(gateway)).got(name)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_no_earlier_than_the_wait_is_over() {
        let at = 784_111_776_000_001;
        let after = |form| retry_after(form, at, 1);
        assert_eq!(
            after(DataflyRetryAfter::HttpDate),
            "Sun, 06 Nov 1994 08:49:38 GMT"
        );
        assert_eq!(after(DataflyRetryAfter::Seconds), "1");
        let never = retry_after(DataflyRetryAfter::HttpDate, i64::MAX, u64::MAX);
        assert!(never.ends_with(" 9999 22:00:00 GMT"), "{never}");
    }
}
