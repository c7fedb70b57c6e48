//! Batches.

use super::{BATCH, CODE, OURS, PAGE, RUN};
use crate::event::Evidence::{Documented, Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

pub const ALL: &[Behaviour] = &[
    row(
        BATCH,
        Documented,
        "The body has `batch`, `writeKey` and `context`, which is merged into the context of each event.",
        PAGE,
    ),
    row(
        BATCH,
        Observed,
        "Only the top level is merged, and the event's own value wins whole.",
        RUN,
    ),
    row(
        BATCH,
        Observed,
        "`eventsName` makes every event a `track`, of this name if it has none.",
        RUN,
    ),
    row(
        BATCH,
        Observed,
        "The site is found by its key only; an unknown or missing one is answered with 401.",
        RUN,
    ),
    row(
        BATCH,
        Observed,
        "The answer is 200 with `ok`, `okEvents` and `receivedEvents`, whatever becomes of the events; what is wrong with one is in `errors`, by its message id, and the others are taken in.",
        RUN,
    ),
    row(
        BATCH,
        Observed,
        "A message id is shown with `_` for all but letters, digits, `.`, `-` and `_`, and cut at 64 characters.",
        RUN,
    ),
    row(
        BATCH,
        Observed,
        "An empty batch, or none, is answered with 200.",
        RUN,
    ),
    row(
        BATCH,
        Observed,
        "A body that cannot be read, or an event that is no object, makes it 400 for all, with the client's address.",
        RUN,
    ),
    row(
        BATCH,
        Inferred,
        "What follows the first JSON value of the body is not looked at.",
        CODE,
    ),
    row(
        BATCH,
        Observed,
        "`null` in the place of an event crashes Jitsu: 500, and the events before it are on their way.",
        RUN,
    ),
    row(
        BATCH,
        Observed,
        "It is unpacked if `Content-Encoding` has gzip in it.",
        RUN,
    ),
    set(
        row(
            BATCH,
            Observed,
            "With a window for copies, an event with the anonymousId, userId, type, event, properties and traits of an earlier one, and a timestamp that near, is left out and counted as `deduplicatedEvents`.",
            RUN,
        ),
        "sites[].deduplicate_window_ms",
    ),
    row(
        BATCH,
        Observed,
        "A site without destinations, or with its quota used up, is an error of each event. Destinations that run in the browser are none.",
        RUN,
    ),
    row(
        BATCH,
        Observed,
        "Jitsu takes any number of events. eventpit takes some 50,000, fewer with a large context or large headers, and answers more with 400 and the finding `jitsu-too-many-events`.",
        OURS,
    ),
    row(
        BATCH,
        Observed,
        "Jitsu reads a body of any size. eventpit reads 16 MiB, packed or unpacked; a larger one, of an event too, is one that cannot be read.",
        OURS,
    ),
];
