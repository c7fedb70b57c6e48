use crate::capture::{Answer, Request};

/// The headers a preflight may ask for, whatever it asks for (observed).
const ALLOWED_HEADERS: &str = "x-enable-debug, x-write-key, authorization, content-type, \
                               x-ip-policy, cache-control, x-jitsu-custom";

/// The answer with the five CORS headers, which every answer to a preflight has and every other
/// one if the request names its origin (observed). There is no `Vary`.
pub fn allow(answer: Answer, request: &Request) -> Answer {
    let origin = request.header("origin").unwrap_or_default();
    if origin.is_empty() && request.method != "OPTIONS" {
        return answer;
    }
    answer
        .header(
            "access-control-allow-origin",
            if origin.is_empty() { "*" } else { origin },
        )
        .header("access-control-allow-methods", "GET,POST,HEAD,OPTIONS")
        .header("access-control-allow-headers", ALLOWED_HEADERS)
        .header("access-control-allow-credentials", "true")
        .header("access-control-max-age", "86400")
}
