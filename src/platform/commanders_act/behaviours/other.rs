//! Everything else.

use super::{EVERY, NOWHERE, OPENAPI};
use crate::event::Evidence::{Assumed, Inferred};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

pub const ALL: &[Behaviour] = &[
    set(
        row(
            EVERY,
            Assumed,
            "Another method is answered with 405 and `Allow`; so are HEAD, and GET on `/events/batch`.",
            NOWHERE,
        ),
        "settings.other_method_status",
    ),
    set(
        row(
            EVERY,
            Assumed,
            "Another path is answered with 404.",
            NOWHERE,
        ),
        "settings.other_path_status",
    ),
    row(
        EVERY,
        Inferred,
        "Nothing is redirected: with and without the slash a path is served as it is.",
        OPENAPI,
    ),
];
