use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::capture::{BodyState, Request};
use crate::workspace::{DataflyFile, DataflySource};

/// Why a signature is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureProblem {
    /// `X-Signature` is not `sha256=` and 64 hexadecimal digits.
    Malformed,
    /// There is no `X-Timestamp`.
    NoTimestamp,
    /// `X-Timestamp` is no number.
    Timestamp(String),
    /// The body did not come whole, so there is nothing to compare.
    BodyNotWhole,
    /// Sources name keys, but none a secret.
    NoSecret,
    /// No secret makes it.
    Wrong,
    /// It is right, but its time is too far from the gateway's.
    Stale {
        /// `X-Timestamp`, in milliseconds since 1970.
        sent: i64,
        /// How many seconds it may be away.
        window: u64,
    },
}

impl SignatureProblem {
    /// What the client is told (assumed).
    pub fn message(&self) -> &'static str {
        match self {
            SignatureProblem::Stale { .. } => {
                "The request timestamp is outside of the allowed window."
            }
            _ => "The request signature is not valid.",
        }
    }

    /// What is the matter. No secret is in it.
    pub fn reason(&self) -> &'static str {
        match self {
            SignatureProblem::Malformed => {
                "the header X-Signature is not sha256= and 64 hexadecimal digits"
            }
            SignatureProblem::NoTimestamp => "no X-Timestamp beside X-Signature",
            SignatureProblem::Timestamp(_) => "the header X-Timestamp is no number of milliseconds",
            SignatureProblem::BodyNotWhole => "the body did not come whole",
            SignatureProblem::NoSecret => "no Datafly source names a secret",
            SignatureProblem::Wrong => "no source's secret makes this signature",
            SignatureProblem::Stale { .. } => {
                "the header X-Timestamp is too far from the time of receipt"
            }
        }
    }
}

/// Whether the request carries a signature.
pub fn is_signed(request: &Request) -> bool {
    request.header("x-signature").is_some()
}

/// The source that signed a request, and whether its secret was compared: which header names the
/// source is not known, so it is the one whose secret makes the signature (assumed). If no source
/// names a secret or a key, it is the first.
///
/// # Errors
/// Why the signature is refused.
pub fn signer<'a>(
    request: &Request,
    at: i64,
    file: &'a DataflyFile,
) -> Result<(&'a DataflySource, bool), SignatureProblem> {
    let signature = Signature::read(request)?;
    let configured = |source: &DataflySource| source.secret.is_some() || !source.keys.is_empty();
    if !file.sources.iter().any(configured) {
        let source = file.sources.first().ok_or(SignatureProblem::NoSecret)?;
        return signature.in_time(at, source).map(|()| (source, false));
    }
    if file.sources.iter().all(|source| source.secret.is_none()) {
        return Err(SignatureProblem::NoSecret);
    }
    let mut sources = file.sources.iter();
    let source = sources
        .find(|source| signature.is_of(source))
        .ok_or(SignatureProblem::Wrong)?;
    signature.in_time(at, source).map(|()| (source, true))
}

/// Checks the signature of a request whose source is known.
///
/// # Errors
/// Why it is refused.
pub fn check(request: &Request, at: i64, source: &DataflySource) -> Result<(), SignatureProblem> {
    let signature = Signature::read(request)?;
    if !signature.is_of(source) {
        return Err(SignatureProblem::Wrong);
    }
    signature.in_time(at, source)
}

/// `X-Signature: sha256={hex}` over `X-Timestamp`, a dot and the body as it came
/// (<https://docs.dataflysignal.com/ingestion/server-side>).
struct Signature<'a> {
    tag: Vec<u8>,
    timestamp: &'a str,
    millis: i64,
    body: &'a [u8],
}

impl<'a> Signature<'a> {
    fn read(request: &'a Request) -> Result<Signature<'a>, SignatureProblem> {
        let signature = request.header("x-signature").unwrap_or_default();
        let tag = signature
            .strip_prefix("sha256=")
            .and_then(bytes)
            .ok_or(SignatureProblem::Malformed)?;
        let timestamp = request
            .header("x-timestamp")
            .ok_or(SignatureProblem::NoTimestamp)?;
        let millis = timestamp
            .parse()
            .map_err(|_| SignatureProblem::Timestamp(timestamp.into()))?;
        if request.body.state != BodyState::Complete {
            return Err(SignatureProblem::BodyNotWhole);
        }
        Ok(Signature {
            tag,
            timestamp,
            millis,
            body: &request.body.bytes,
        })
    }

    /// Whether the source's secret makes it, compared in constant time.
    fn is_of(&self, source: &DataflySource) -> bool {
        let Some(secret) = &source.secret else {
            return false;
        };
        // A key of any length will do for HMAC.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
            return false;
        };
        mac.update(self.timestamp.as_bytes());
        mac.update(b".");
        mac.update(self.body);
        mac.verify_slice(&self.tag).is_ok()
    }

    /// `at` is in microseconds since 1970.
    fn in_time(&self, at: i64, source: &DataflySource) -> Result<(), SignatureProblem> {
        let window = source.signature_window_seconds;
        if self.millis.abs_diff(at.div_euclid(1000)) > window.saturating_mul(1000) {
            return Err(SignatureProblem::Stale {
                sent: self.millis,
                window,
            });
        }
        Ok(())
    }
}

/// The 32 bytes of 64 hexadecimal digits.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hex
        .chars()
        .map(|digit| Some(digit.to_digit(16)? as u8))
        .collect();
    let digits = digits.filter(|digits| digits.len() == 64)?;
    let pairs = digits.chunks_exact(2);
    Some(
        pairs
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::capture::Body;

    const AT: i64 = 1_772_029_800_000;
    /// What OpenSSL makes of the secret `sk_demo`, the time above and this body.
    const BODY: &str = r#"{"type":"page"}"#;
    const TAG: &str = "6c9e66de6e014f1aad3941efadd57f73bc37a2d66514bf23b2ad0a3e419b9d27";

    fn request(signature: &str, timestamp: Option<&str>, body: &'static str) -> Request {
        let timestamp = timestamp.map(|time| ("x-timestamp".to_string(), time.to_string()));
        Request {
            received_at: AT * 1000,
            peer: "127.0.0.1".into(),
            method: "POST".into(),
            path: "/v1/events".into(),
            query: String::new(),
            headers: [("x-signature".to_string(), signature.to_string())]
                .into_iter()
                .chain(timestamp)
                .collect(),
            body: Body::complete(body),
        }
    }

    fn file(sources: serde_json::Value) -> DataflyFile {
        serde_json::from_value(json!({"sources": sources})).unwrap_or_default()
    }

    fn two() -> DataflyFile {
        file(json!([{"name": "a", "secret": "sk_other"}, {"name": "b", "secret": "sk_demo"}]))
    }

    fn told(request: &Request, at: i64, file: &DataflyFile) -> Result<String, SignatureProblem> {
        signer(request, at * 1000, file)
            .map(|(source, checked)| format!("{} {checked}", source.name))
    }

    #[test]
    fn the_source_is_the_one_whose_secret_makes_it() {
        let signed = request(&format!("sha256={TAG}"), Some("1772029800000"), BODY);
        assert_eq!(told(&signed, AT, &two()), Ok("b true".into()));
        let upper = TAG.to_ascii_uppercase();
        let upper = request(&format!("sha256={upper}"), Some("1772029800000"), BODY);
        assert_eq!(told(&upper, AT, &two()), Ok("b true".into()));
        let one = file(json!([{"name": "a", "secret": "sk_other"}]));
        assert_eq!(told(&signed, AT, &one), Err(SignatureProblem::Wrong));
    }

    #[test]
    fn time_and_body_are_signed() {
        let signature = format!("sha256={TAG}");
        for (time, body) in [
            ("1772029800001", BODY),
            ("1772029800000", r#"{"type":"page" }"#),
            ("+1772029800000", BODY),
        ] {
            let changed = request(&signature, Some(time), body);
            assert_eq!(told(&changed, AT, &two()), Err(SignatureProblem::Wrong));
        }
    }

    #[test]
    fn five_minutes_either_way_are_allowed() {
        let signed = request(&format!("sha256={TAG}"), Some("1772029800000"), BODY);
        let stale = Err(SignatureProblem::Stale {
            sent: AT,
            window: 300,
        });
        for minutes in [300_000, -300_000] {
            assert_eq!(told(&signed, AT + minutes, &two()), Ok("b true".into()));
            let past = AT + minutes + minutes.signum();
            assert_eq!(told(&signed, past, &two()), stale);
        }
        let extreme = request(&format!("sha256={TAG}"), Some("-9223372036854775808"), BODY);
        let unconfigured = file(json!([{"name": "a"}]));
        let sent = i64::MIN;
        let window = 300;
        let stale = Err(SignatureProblem::Stale { sent, window });
        assert_eq!(told(&extreme, AT, &unconfigured), stale);
    }

    #[test]
    fn what_is_no_signature_is_told_apart() {
        let time = Some("1772029800000");
        for signature in ["", "sha256=", TAG, "sha256=0g", "sha1=00", "sha256=é"] {
            let malformed = Err(SignatureProblem::Malformed);
            assert_eq!(told(&request(signature, time, BODY), AT, &two()), malformed);
        }
        let signature = format!("sha256={TAG}");
        let none = request(&signature, None, BODY);
        assert_eq!(told(&none, AT, &two()), Err(SignatureProblem::NoTimestamp));
        let word = request(&signature, Some("now"), BODY);
        let problem = SignatureProblem::Timestamp("now".into());
        assert_eq!(told(&word, AT, &two()), Err(problem));
    }

    #[test]
    fn without_a_secret_only_an_unconfigured_platform_takes_it() {
        let signed = request(
            &format!("sha256={}", "0".repeat(64)),
            Some("1772029800000"),
            BODY,
        );
        let open = file(json!([{"name": "a"}]));
        assert_eq!(told(&signed, AT, &open), Ok("a false".into()));
        let keyed = file(json!([{"name": "a", "keys": ["dk_a"]}]));
        assert_eq!(told(&signed, AT, &keyed), Err(SignatureProblem::NoSecret));
    }
}
