//! Settings, preflights, health, and what holds for every answer.

use super::{CODE, EVERY, GO, HEALTH, NEWER, OPTIONS, OTHER, OURS, READY, ROBOTS, RUN, SETTINGS};
use crate::event::Evidence::{Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::row;

pub const ALL: &[Behaviour] = &[
    row(
        SETTINGS,
        Observed,
        "Segment's SDK gets its settings for any key, which is written into the JSON as it stands, with `Cache-Control: public, max-age=86400`.",
        RUN,
    ),
    row(
        SETTINGS,
        Observed,
        "The paths: `/v1/projects`, `/v1/projects/{writeKey}/settings` and `/v1/projects/projects/{writeKey}/settings`, and the three without `/v1`.",
        RUN,
    ),
    row(
        OPTIONS,
        Observed,
        "A preflight is answered with 200 and no content, and with the five CORS headers: the very origin or `*`, a fixed list of methods and headers, credentials, a day's age.",
        RUN,
    ),
    row(OPTIONS, Observed, "An unknown path has none.", RUN),
    row(
        OPTIONS,
        Inferred,
        "Neither has `/health`, `/ready` or `/robots.txt`, and their answers have no CORS headers.",
        CODE,
    ),
    row(HEALTH, Observed, "200 with `{\"status\":\"pass\"}`.", RUN),
    row(
        READY,
        Inferred,
        "The same. The server of February 2026 has no such path, and a newer one fails with 503 where its own machinery does.",
        NEWER,
    ),
    row(
        ROBOTS,
        Observed,
        "200 with `User-agent: *` and `Disallow: /`, as plain text.",
        RUN,
    ),
    row(
        EVERY,
        Observed,
        "If the request names its origin, the five CORS headers are on it, though not on a 404 or a redirect. There is no `Vary` for it.",
        RUN,
    ),
    row(
        EVERY,
        Observed,
        "The keys of a JSON answer are in alphabetical order.",
        RUN,
    ),
    row(
        EVERY,
        Inferred,
        "In it `<`, `>`, `&` and two line separators are escaped.",
        GO,
    ),
    row(
        OTHER,
        Observed,
        "404 with `404 page not found` as plain text, also for a known path with another method: there is no 405.",
        RUN,
    ),
    row(
        OTHER,
        Observed,
        "Doubled slashes count as one. A slash at the end is redirected away with 307.",
        RUN,
    ),
    row(
        OTHER,
        Inferred,
        "A GET is redirected with 301 and a line of HTML.",
        "gin, the framework of Jitsu's server, read",
    ),
    row(
        OTHER,
        Observed,
        "Jitsu has more: `/s/lib.js`, `/api/v1/event`, `/api/v1/events`, `/api/v1/s2s/event`, `/api/v1/s2s/events` and `/api.…` (the classic API and its SDK), `/api/funcs/{connection}` (functions, in newer servers), `/debug/pprof` (profiling). eventpit answers them 404 and says so.",
        OURS,
    ),
];
