//! Who is let in.

use super::super::kinds::DATA_SUBMISSION;
use super::{KEY, assumed, documented, observed};
use crate::platform::Behaviour;

pub const ALL: &[Behaviour] = &[
    documented(
        KEY,
        "Without a valid key in `Authorization: Bearer`, it is rejected.",
        DATA_SUBMISSION,
    ),
    assumed(
        KEY,
        "The rejection is a 401 with `WWW-Authenticate: Bearer`, and `error=\"invalid_token\"` if a key came.",
        "endpoint.refusal_status",
    ),
    observed(
        KEY,
        "A key is an opaque text without white space; it is not read as a JWT.",
        "the keys in JENTIS's own demo apps for Android and Flutter",
    ),
    assumed(
        KEY,
        "If no source names a key, every well-formed one is valid.",
        "sources[].keys",
    ),
    assumed(
        KEY,
        "A `sendBeacon` request without a key is rejected like any other.",
        "endpoint.allow_keyless_beacon",
    ),
];
