use serde_json::Value;

use crate::capture::Request;
use crate::event::Finding;
use crate::platform::reading::is_gzip;

use super::kinds;
use super::submission::is_beacon;

/// Tells of a content type that the API does not name: it takes JSON, and text from a beacon.
/// `body` is the body if it could be read.
pub fn finding(request: &Request, body: Option<&Value>) -> Option<Finding> {
    let media_type = request.media_type();
    let message = match media_type.as_str() {
        "application/json" => return None,
        "text/plain" if body.is_some_and(is_beacon) => return None,
        "text/plain" if body.is_none() => "the body came as plain text".into(),
        "text/plain" => {
            "the body came as plain text, but system.requestType is not sendBeacon".into()
        }
        "" => "no content type".into(),
        other => format!("the body came as {other}"),
    };
    let finding = kinds::CONTENT_TYPE.says(message);
    Some(finding.expected("application/json").got(media_type))
}

/// Tells of a compressed body, of which the API says nothing.
pub fn compression(request: &Request) -> Option<Finding> {
    is_gzip(request).then(|| {
        let finding = kinds::GZIP.says("the body came compressed with gzip");
        let finding = finding.expected("a body as it is");
        finding.got("Content-Encoding: gzip")
    })
}
