//! Everything else.

use super::super::kinds::IOS_SDK;
use super::{MONITOR, OTHER, assumed, observed};
use crate::platform::Behaviour;

pub const ALL: &[Behaviour] = &[
    observed(
        MONITOR,
        "Takes the SDK's log for the debug monitor, without a key.",
        IOS_SDK,
    ),
    assumed(
        MONITOR,
        "It is answered with 200 and no content, whatever the body.",
        "endpoint.monitor_status",
    ),
    assumed(
        OTHER,
        "Another method, HEAD as well, is answered with 405 and `Allow: POST, OPTIONS`.",
        "endpoint.wrong_method_status",
    ),
    assumed(
        OTHER,
        "Another path is answered with 404; a trailing slash makes another path, and nothing is redirected.",
        "endpoint.unknown_path_status",
    ),
];
