//! What is answered, and how a body is read.

use super::{CONTAINER, NOWHERE, OPENAPI, PAGE, PROXY, REFERENCE, SINGLE};
use crate::event::Evidence::{Assumed, Documented, Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

pub const ALL: &[Behaviour] = &[
    row(
        SINGLE,
        Documented,
        "Every request but the two below is answered with 200.",
        PAGE,
    ),
    row(
        SINGLE,
        Documented,
        "A body that is not JSON is answered with 400.",
        PAGE,
    ),
    set(
        row(
            SINGLE,
            Documented,
            "A body over 32 KB is answered with 400.",
            PAGE,
        ),
        "settings.request_kilobytes",
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "A KB is 1024 bytes, counted on the body as it came.",
            NOWHERE,
        ),
        "settings.kilobyte",
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "A body of exactly the limit passes.",
            NOWHERE,
        ),
        "settings.exact_limit_passes",
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "The 400's body is a short reason of eventpit's own, as text/plain.",
            NOWHERE,
        ),
        "settings.bad_request_body",
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "The 200 has no body and no headers of its own.",
            NOWHERE,
        ),
        "settings.success_body",
    ),
    row(
        SINGLE,
        Inferred,
        "The body is read as JSON whatever its content type: the vendor's own clients send text/plain and a form's type.",
        CONTAINER,
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "A body with `Content-Encoding: gzip` is not inflated, and so is no JSON.",
            NOWHERE,
        ),
        "settings.inflate_gzip",
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "A byte order mark in front makes a body no JSON.",
            "https://www.rfc-editor.org/rfc/rfc8259#section-8.1, which leaves it open",
        ),
        "settings.skip_byte_order_mark",
    ),
    row(
        SINGLE,
        Inferred,
        "JSON is judged by its grammar alone, however deep it nests. What is deeper than 127 levels eventpit shows as text.",
        PAGE,
    ),
    row(
        SINGLE,
        Inferred,
        "A name that repeats in an object has its last value, as in Node, which the platform runs connectors on.",
        "Platform-Documentation: a screenshot of a connector's TypeError; ECMA-262, JSON.parse",
    ),
    row(SINGLE, Documented, "The path may end in a slash.", OPENAPI),
    row(
        SINGLE,
        Observed,
        "The same paths under `/cdp` are the same service, on a customer's own domain.",
        CONTAINER,
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "JSON that is no object carries no event, and is answered with 200.",
            NOWHERE,
        ),
        "settings.json_without_event_status",
    ),
    row(
        SINGLE,
        Inferred,
        "An empty body with an event in the query is answered with 200, and the event is taken from there.",
        PROXY,
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "An empty body without an event in the query is answered with 400.",
            NOWHERE,
        ),
        "settings.empty_body_status",
    ),
    row(
        SINGLE,
        Inferred,
        "An `event_id` that came before is taken in again: the pages speak of it for destinations only.",
        REFERENCE,
    ),
    set(
        row(
            SINGLE,
            Documented,
            "Nothing is refused for its rate; above 500 requests a second the vendor wants to know beforehand.",
            PAGE,
        ),
        "settings.requests_per_second",
    ),
];
