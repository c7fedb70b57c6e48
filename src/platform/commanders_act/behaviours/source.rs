//! Whose a request is.

use super::{OPENAPI, PAGE, SOURCE};
use crate::event::Evidence::{Assumed, Documented, Inferred};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

pub const ALL: &[Behaviour] = &[
    row(
        SOURCE,
        Documented,
        "The source is the query's `token` (source key) and `tc_s` (site id).",
        PAGE,
    ),
    row(
        SOURCE,
        Inferred,
        "A missing, unknown or revoked key, and a missing or foreign site, is answered with 200, and the event is lost.",
        PAGE,
    ),
    set(
        row(
            SOURCE,
            Assumed,
            "Where the query has no `token`, `Authorization: Bearer` is taken (on the page until 2023-10-19), then `tc_skey` (the iOS SDK's README).",
            OPENAPI,
        ),
        "settings.other_token_places",
    ),
];
