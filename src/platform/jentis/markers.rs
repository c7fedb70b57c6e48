use serde_json::Value;

use crate::event::{Finding, epoch_millis};

use super::kinds;

/// Values that the iOS SDK 1.0.7 has built in (observed in its binary).
const DEMO_VALUES: [(&str, &str); 2] = [
    (
        "/data/variables/document_location_href",
        "https://ckion-dev.jtm-demo.com/?",
    ),
    (
        "/data/variables/fb_browser_id",
        "fb.1.1711009849625.5246926883",
    ),
];

/// What a body gives away about the SDK that sent it.
pub fn findings(body: &Value) -> Vec<Finding> {
    let demo = DEMO_VALUES.iter().filter_map(|(pointer, value)| {
        let sent = body.pointer(pointer)?.as_str()?;
        (sent == *value).then(|| {
            let message = "a value of JENTIS's own demo, which the iOS SDK sends by itself";
            kinds::SDK_DEMO_VALUE.says(message).at(*pointer).got(sent)
        })
    });
    demo.chain(offline_replay(body)).collect()
}

/// A replay has both of its marks beside `data`, not in it (observed in the iOS SDK 1.0.7).
fn offline_replay(body: &Value) -> Option<Finding> {
    const MARK: &str = "/app_offline_cached_data";
    if body.pointer(MARK)?.as_str() != Some("true") {
        return None;
    }
    let resent = body
        .pointer("/app_offline_resend_timestamp")
        .and_then(epoch_millis);
    let message = match resent {
        Some(time) => format!("the device was offline; the SDK sent this again at {time}"),
        None => "the device was offline; the SDK sent this again".into(),
    };
    Some(kinds::OFFLINE_REPLAY.says(message).at(MARK).got("true"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_replay_is_one() {
        let replay = json!({"app_offline_cached_data": "true", "app_offline_resend_timestamp": "1761050574194"});
        let message = offline_replay(&replay).map(|finding| finding.message);
        let expected =
            "the device was offline; the SDK sent this again at 2025-10-21T12:42:54.194Z";
        assert_eq!(message.as_deref(), Some(expected));
        let online = json!({"data": {"variables": {"app_offline_cached_data": "false"}}});
        assert_eq!(offline_replay(&online), None);
    }
}
