//! What is written into an event.

use super::{CODE, NEWER, OURS, RUN, WRITTEN};
use crate::event::Evidence::{Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::row;

pub const ALL: &[Behaviour] = &[
    row(
        WRITTEN,
        Observed,
        "`requestIp`, `receivedAt` and `type` are overwritten; `context`, `timestamp` and `messageId` are added if they are missing.",
        RUN,
    ),
    row(
        WRITTEN,
        Observed,
        "For a browser `context.ip` is overwritten, and `context.userAgent` and `context.locale` are added from the headers. A server's context stays as it is.",
        RUN,
    ),
    row(
        WRITTEN,
        Observed,
        "A browser's `JITSU_TABLE_NAME`, `JITSU_PROFILE_ID`, `SALESFORCE_*` and `__sql_type*` are taken out, at any depth.",
        RUN,
    ),
    row(
        WRITTEN,
        Observed,
        "All of it is shown in the event's `canonical.context.enrichment`, by JSON pointer; the event itself is shown as it was sent.",
        OURS,
    ),
    row(
        WRITTEN,
        Observed,
        "The address is the first one in `X-Real-Ip` or `X-Forwarded-For`, or the socket's. `X-IP-Policy` takes its last number off (IPv4 only) or leaves it out.",
        RUN,
    ),
    row(
        WRITTEN,
        Observed,
        "`anonymousId` is never filled in, and cookies are not read, but for a pixel that asks for it.",
        RUN,
    ),
    row(
        WRITTEN,
        Inferred,
        "Left out, it is not written over an address that the event itself claims.",
        CODE,
    ),
    row(
        WRITTEN,
        Inferred,
        "The locale is the first of `Accept-Language` up to the comma, its weight included.",
        CODE,
    ),
    row(
        WRITTEN,
        Inferred,
        "Newer servers add `context.headers` and move the timestamps of batches by `sentAt`; eventpit does neither.",
        NEWER,
    ),
];
