//! The script for pages.

use super::{CODE, OURS, RUN, SCRIPT, SDK};
use crate::event::Evidence::{Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::row;

pub const ALL: &[Behaviour] = &[
    row(
        SCRIPT,
        Observed,
        "`application/javascript` with `Cache-Control: public, max-age=120` and an `ETag`; packed, with `Vary: Accept-Encoding`, for whoever takes gzip.",
        RUN,
    ),
    row(
        SCRIPT,
        Observed,
        "304 if `If-None-Match` is the `ETag`.",
        RUN,
    ),
    row(
        SCRIPT,
        Inferred,
        "It is compared as it stands, neither as a list nor as a weak one, and the 304 has no `Cache-Control`.",
        CODE,
    ),
    row(
        SCRIPT,
        Observed,
        "The script is `scripts/p.js` of the workspace, or `@jitsu/js` of the nearest `node_modules` above the workspace's folder or the current one, as it is at that moment; the `ETag` is its hash. Jitsu fetches the newest one from a CDN and hands its `ETag` on.",
        OURS,
    ),
    row(
        SCRIPT,
        Observed,
        "Without either, it is a script that says on the page's console what to do; without its script, Jitsu answers 404.",
        OURS,
    ),
    row(
        SCRIPT,
        Observed,
        "@jitsu/js sends to the origin that its script came from, whatever the script's path: a test session goes into the host name, `NAME.localhost`.",
        SDK,
    ),
];
