//! What a page gets of it.

use super::{CONTAINER, COOKIES, NOWHERE, OPTIONS, PAGES};
use crate::event::Evidence::{Assumed, Documented, Inferred};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

pub const ALL: &[Behaviour] = &[
    row(
        PAGES,
        Inferred,
        "A request with an `Origin` is answered with that origin and with credentials allowed, as the container's XHR needs.",
        CONTAINER,
    ),
    set(
        row(PAGES, Assumed, "Such an answer has no `Vary`.", NOWHERE),
        "settings.vary_origin",
    ),
    set(
        row(
            PAGES,
            Assumed,
            "The cookies `TCID` and `WID` are not set. The real endpoint most likely sets them where none came: a screenshot of 2022 shows both in an event.",
            COOKIES,
        ),
        "settings.cookies",
    ),
    row(
        PAGES,
        Documented,
        "If they are set: `TCID` for 365 days and `WID` for the session, on `.commander1.com` (under another host name without `Domain`), and none of them for `tc_do_not_track=true`.",
        COOKIES,
    ),
    row(
        PAGES,
        Inferred,
        "And with `Path=/`, `Secure` and `SameSite=None`: the container sends from other sites.",
        CONTAINER,
    ),
    set(
        row(
            OPTIONS,
            Assumed,
            "A preflight is answered with 204.",
            NOWHERE,
        ),
        "settings.preflight_status",
    ),
    row(
        OPTIONS,
        Inferred,
        "It allows the very origin with credentials, the known methods, and the headers content-type (the container's) and authorization (the OpenAPI file's).",
        CONTAINER,
    ),
];
