//! What becomes of an event.

use super::{ANDROID, CONTAINER, EVENT, FORMAT_1_PAGE, PAGE, REFERENCE, SCREENS};
use crate::event::Evidence::{Assumed, Documented, Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

pub const ALL: &[Behaviour] = &[
    row(
        EVENT,
        Observed,
        "An event without `event_name` is taken in; data quality shows it as `_undefined_`.",
        SCREENS,
    ),
    row(
        EVENT,
        Inferred,
        "`context.eventId` and `context.created` stand for `event_id` and `event_timestamp`: the web container sends nothing else.",
        CONTAINER,
    ),
    row(
        EVENT,
        Inferred,
        "`context.event_timestamp` wins over one at the root, and both over `created`: the reference requires the first.",
        REFERENCE,
    ),
    row(
        EVENT,
        Inferred,
        "An event of any time is taken in, be it past or future.",
        PAGE,
    ),
    row(
        EVENT,
        Inferred,
        "An event of format 1.0 is taken in: \"may generate error\" since December 2023, but containers that send it are still in use.",
        FORMAT_1_PAGE,
    ),
    row(
        EVENT,
        Documented,
        "Custom events and custom properties are taken in as they are.",
        REFERENCE,
    ),
    row(
        EVENT,
        Inferred,
        "No property of the events reference is enforced by the answer.",
        ANDROID,
    ),
    row(
        EVENT,
        Observed,
        "An event that breaks its specification is INVALID ACCEPTED or INVALID REJECTED; the words of an anomaly are Ajv 6's, per entry of a list.",
        SCREENS,
    ),
    row(
        EVENT,
        Inferred,
        "A standard event that breaks nothing is VALID. `null` is there, and of the wrong type, as Ajv has it; as a name, an id or a time it is none.",
        "Platform-Documentation: screenshots of Sources Data Quality; Ajv 6",
    ),
    row(
        EVENT,
        Observed,
        "The Event Specification has rules for unspecified events and properties too, which may omit them; eventpit accepts both.",
        SCREENS,
    ),
    set(
        row(
            EVENT,
            Assumed,
            "A missing required property does not refuse the event.",
            SCREENS,
        ),
        "settings.missing_required_property",
    ),
    set(
        row(
            EVENT,
            Assumed,
            "A value of the wrong type or format does not refuse the event.",
            SCREENS,
        ),
        "settings.unexpected_value_format",
    ),
    row(
        EVENT,
        Inferred,
        "Consent refuses nothing here: each destination filters by `user.consent_categories`, and an event without its category is FILTERED there, \"not consented\".",
        REFERENCE,
    ),
    row(
        EVENT,
        Documented,
        "Of a client-side event the platform fills in the visitor's IP address; eventpit does not.",
        REFERENCE,
    ),
];
