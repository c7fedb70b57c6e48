//! Pixels.

use super::{CSP, GET, NOWHERE, PAGE, PIXEL};
use crate::event::Evidence::{Assumed, Documented, Inferred};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

pub const ALL: &[Behaviour] = &[
    row(
        GET,
        Documented,
        "The query is an event, and the answer is 200 with a pixel.",
        CSP,
    ),
    set(
        row(
            GET,
            Assumed,
            "The pixel is a transparent GIF of 43 bytes.",
            NOWHERE,
        ),
        "settings.pixel_image",
    ),
    row(
        GET,
        Documented,
        "Brackets nest: `user[id]=1`, `user[consent_categories][]=1`, `items[0][product][id]=1`. Every value is a text.",
        PIXEL,
    ),
    set(
        row(
            GET,
            Assumed,
            "Nesting is read to 32 levels and list indexes to 999, lists close up, and a name that is malformed or beyond is kept as it stands.",
            NOWHERE,
        ),
        "settings.query_depth",
    ),
    set(
        row(
            GET,
            Assumed,
            "A name that repeats without brackets has its last value.",
            NOWHERE,
        ),
        "settings.repeated_parameter",
    ),
    row(
        GET,
        Inferred,
        "A query without an event is answered with the pixel as well.",
        PAGE,
    ),
    row(
        GET,
        Inferred,
        "Keys and Event Specification lose an event as they do on a POST; a body is not looked at.",
        PAGE,
    ),
];
