//! The tracking pixel.

use super::{PIXEL, PIXEL_CODE, RUN};
use crate::event::Evidence::{Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::row;

pub const ALL: &[Behaviour] = &[
    row(
        PIXEL,
        Observed,
        "The answer is always 200 with a GIF of 43 bytes that is not to be kept; what is wrong stands in `X-Jitsu-Error` alone.",
        RUN,
    ),
    row(
        PIXEL,
        Observed,
        "The event is in the query: `data` is the base64 of its JSON, and every other parameter is put in at its dotted name, the write key too.",
        RUN,
    ),
    row(
        PIXEL,
        Inferred,
        "A parameter wins over `data`, and a name that repeats is a list.",
        PIXEL_CODE,
    ),
    row(
        PIXEL,
        Inferred,
        "A parameter is lost if something that is no object stands in the way of its dotted name. eventpit takes the parameters in their order; in Jitsu the order is by chance.",
        PIXEL_CODE,
    ),
    row(
        PIXEL,
        Inferred,
        "Dotted names nest to 32 levels; what is beyond keeps its dots.",
        "eventpit's own; Jitsu's code has no such limit",
    ),
    row(
        PIXEL,
        Inferred,
        "The site is found and the event judged as for `POST /api/s/{type}`.",
        PIXEL_CODE,
    ),
    row(
        PIXEL,
        Inferred,
        "Destinations that run in the browser are none. `null` in `data` crashes Jitsu.",
        PIXEL_CODE,
    ),
    row(
        PIXEL,
        Observed,
        "With `process_headers`, the ids come from the cookies of @jitsu/js and the page from `Referer`. A new anonymous id is set as a cookie for a thousand years.",
        RUN,
    ),
    row(
        PIXEL,
        Inferred,
        "So do the traits and the group, into the event's context.",
        PIXEL_CODE,
    ),
    row(
        PIXEL,
        Inferred,
        "The properties of a page event are then replaced by the page's, not added to.",
        PIXEL_CODE,
    ),
    row(
        PIXEL,
        Inferred,
        "The cookie has no `Domain`, as in Jitsu wherever `Host` has a port. Without one, Jitsu sets the domain below the public suffix; eventpit sets none, and looks at no `cookie_domain`.",
        PIXEL_CODE,
    ),
    row(
        PIXEL,
        Observed,
        "An event that is taken in is redirected to `destination_url` with 302, if that is https on the default port, on another host, and no IP address.",
        RUN,
    ),
    row(
        PIXEL,
        Inferred,
        "`destination_url` may be in `data` too.",
        PIXEL_CODE,
    ),
];
