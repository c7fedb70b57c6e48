//! Batches.

use super::{BATCH, NOWHERE, OPENAPI, PAGE};
use crate::event::Evidence::{Assumed, Documented, Inferred};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

pub const ALL: &[Behaviour] = &[
    row(
        BATCH,
        Documented,
        "The body is `{\"batch\": [event, …]}`; answers and keys are as of `POST /events`.",
        PAGE,
    ),
    set(
        row(
            BATCH,
            Documented,
            "A body over 500 KB is answered with 400.",
            PAGE,
        ),
        "settings.batch_kilobytes",
    ),
    set(
        row(
            BATCH,
            Documented,
            "An event in the batch may have 32 KB.",
            PAGE,
        ),
        "settings.event_kilobytes",
    ),
    set(
        row(
            BATCH,
            Assumed,
            "An event over its limit refuses the whole batch with 400.",
            "Segment's page, on which this one is modelled (segment-docs)",
        ),
        "settings.batch_oversize",
    ),
    set(
        row(
            BATCH,
            Assumed,
            "An event is measured on its slice of the body.",
            NOWHERE,
        ),
        "settings.event_size",
    ),
    set(
        row(
            BATCH,
            Assumed,
            "A body without an array `batch`, or with an empty one, is answered with 200, and nothing is taken in.",
            NOWHERE,
        ),
        "settings.json_without_event_status",
    ),
    set(
        row(
            BATCH,
            Assumed,
            "An element that is no object is lost, the others are not, and the answer is 200.",
            NOWHERE,
        ),
        "settings.batch_not_object",
    ),
    row(
        BATCH,
        Inferred,
        "The path may end in a slash, as that of `POST /events`.",
        OPENAPI,
    ),
    row(
        BATCH,
        Inferred,
        "The event's time may stand at its root, as in the page's batch example.",
        PAGE,
    ),
];
