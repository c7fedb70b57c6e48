//! The write key: where it is read from, and whose it is.

use super::{GO, KEYS, NEWER, OURS, PAGE, RUN};
use crate::event::Evidence::{Documented, Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

pub const ALL: &[Behaviour] = &[
    row(
        KEYS,
        Documented,
        "It comes in `X-Write-Key`, as `Authorization: Basic` with base64 of the key and a colon, or in the query as `writekey`.",
        PAGE,
    ),
    row(
        KEYS,
        Observed,
        "The first that is not empty counts, even if it is wrong: `Authorization`, `X-Write-Key`, the query, and in a batch the body's `writeKey`.",
        RUN,
    ),
    row(
        KEYS,
        Observed,
        "The page's own example, `d3JpdGVLZXkxMjM6Cg==`, is refused: it ends with a line break, so its colon is not taken off.",
        RUN,
    ),
    row(
        KEYS,
        Observed,
        "The `Basic ` in front may be missing. Base64 that cannot be read is refused with the place of the first bad byte, and for a single event with the whole body.",
        RUN,
    ),
    row(
        KEYS,
        Inferred,
        "The place is counted as Go's `encoding/base64` does.",
        GO,
    ),
    row(
        KEYS,
        Inferred,
        "`Authorization: Bearer` carries the key as it is; the server of February 2026 reads it as base64 and refuses it.",
        NEWER,
    ),
    set(
        row(
            KEYS,
            Observed,
            "A key with a colon is a browser's or a server's by itself, whatever the path.",
            RUN,
        ),
        "sites[].server_keys",
    ),
    set(
        row(
            KEYS,
            Observed,
            "One without is looked for among the public ones, and under `/api/s/s2s` among the private ones only. The path says whose the event is.",
            RUN,
        ),
        "sites[].private_keys",
    ),
    row(
        KEYS,
        Observed,
        "A site's id is such a key, on every path.",
        RUN,
    ),
    set(
        row(
            KEYS,
            Observed,
            "Without a valid key, a single event goes to the site of the request's host name.",
            RUN,
        ),
        "sites[].domains",
    ),
    set(
        row(
            KEYS,
            Observed,
            "Or else to the only site, if there is just one. A strict site takes nothing without its key.",
            RUN,
        ),
        "sites[].strict",
    ),
    row(
        KEYS,
        Observed,
        "The answer to an unknown key repeats it in clear.",
        RUN,
    ),
    set(
        row(
            KEYS,
            Observed,
            "If no site names a key, eventpit takes any well-formed one; Jitsu knows its own only.",
            OURS,
        ),
        "sites[].browser_keys",
    ),
    set(
        row(
            KEYS,
            Observed,
            "A key that eventpit is told to refuse even then is refused as an unknown one.",
            "eventpit's own; the answer is Jitsu's to an unknown key, run",
        ),
        "sites[].revoked_keys",
    ),
    row(
        KEYS,
        Inferred,
        "A site is not found by its id in front of the host name, as it is in Jitsu with a `DATA_DOMAIN`.",
        "eventpit's own; Jitsu's code, read, does otherwise",
    ),
];
