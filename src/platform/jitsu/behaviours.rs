//! What Jitsu does, and how that is known.

use crate::event::Evidence::{self, Documented, Inferred, Observed};
use crate::platform::Behaviour;

const PAGE: &str = "https://jitsu.com/docs/sending-data/http";
const RUN: &str =
    "Jitsu's ingest server of February 2026 (jitsucom/bulker, commit c5548cf9), its handlers run";
const CODE: &str = "jitsucom/bulker, commit c5548cf9, read";
const PIXEL_CODE: &str = "ingest/router_pixel_handler.go of jitsucom/bulker, read";
const NEWER: &str = "Jitsu's ingest server of mid-2026, read";
const GO: &str = "Go's own libraries, which Jitsu uses, read";
const SDK: &str = "@jitsu/js 1.11.0, run";
const OURS: &str = "eventpit's own; Jitsu's server, run, does otherwise";

const EVENT: &str = "POST /api/s/{type}, POST /api/s/s2s/{type}";
const BROWSER: &str = "POST /api/s/{type}";
const S2S: &str = "POST /api/s/s2s/{type}";
const KEYS: &str = "the write key";
const WRITTEN: &str = "what is written into an event";
const BATCH: &str = "POST /v1/batch, /v1/b, /v1/batch/b, /batch, /b, /batch/b, /api/s/s2s/batch";
const PIXEL: &str = "GET /api/px/{type}";
const SETTINGS: &str = "GET, POST /v1/projects/{writeKey}/settings and the like";
const OPTIONS: &str = "OPTIONS on any of these paths";
const HEALTH: &str = "GET /health";
const ROBOTS: &str = "GET /robots.txt";
const EVERY: &str = "every answer";
const OTHER: &str = "every other path or method";

const fn row(
    endpoint: &'static str,
    evidence: Evidence,
    about: &'static str,
    source: &'static str,
) -> Behaviour {
    Behaviour {
        endpoint,
        about,
        evidence,
        source,
        setting: None,
    }
}

const fn set(behaviour: Behaviour, setting: &'static str) -> Behaviour {
    Behaviour {
        setting: Some(setting),
        ..behaviour
    }
}

/// All of it, in the order of the page.
pub const ALL: &[Behaviour] = &[
    row(
        EVENT,
        Documented,
        "The type is page, track, identify or group; with `event` it is the one in the event's `type`.",
        PAGE,
    ),
    row(
        EVENT,
        Observed,
        "The page does not name them, but alias and screen are types too, and p, t, i, g, a, s and e stand for page, track, identify, group, alias, screen and event. Upper case is another type, an unknown one.",
        RUN,
    ),
    row(
        EVENT,
        Observed,
        "If the path and the event name different types, the path wins, without a word in the answer.",
        RUN,
    ),
    row(
        EVENT,
        Documented,
        "Both kinds of keys can be sent to `/api/s/{type}`: the key says whether the event is a browser's or a server's.",
        PAGE,
    ),
    row(
        EVENT,
        Observed,
        "So it is on `/api/s/s2s/{type}`: with a browser's key, the event is a browser's.",
        RUN,
    ),
    row(
        EVENT,
        Observed,
        "An event that is taken in is answered with 200 and `{\"ok\":true}`.",
        RUN,
    ),
    row(
        EVENT,
        Observed,
        "The checks come in this order: content type, JSON, key, site, event, size, destinations.",
        RUN,
    ),
    row(EVENT, Inferred, "The quota is looked at last.", CODE),
    row(
        EVENT,
        Observed,
        "A content type that ends neither with `application/json` nor with `text/plain` is answered with 400 on every path, also if there is none. Parameters are not looked at.",
        RUN,
    ),
    row(
        EVENT,
        Inferred,
        "It is cut at the first space or semicolon, and upper case differs.",
        "gin, the framework of Jitsu's server, read",
    ),
    row(
        EVENT,
        Observed,
        "The body is never unpacked, whatever `Content-Encoding` says.",
        RUN,
    ),
    row(
        EVENT,
        Observed,
        "A body that cannot be read is repeated whole in the answer. The parser's words are Jitsu's where the body does not begin as an object does.",
        RUN,
    ),
    row(
        EVENT,
        Observed,
        "Where it begins as one, Jitsu's parser has words that differ from eventpit's.",
        OURS,
    ),
    row(
        EVENT,
        Observed,
        "A body of `null` crashes Jitsu: 500 with `error# <32 digits>: panic`.",
        RUN,
    ),
    row(
        EVENT,
        Observed,
        "A track event needs a text that is not empty in `event`, of 128 bytes at most; the answer calls them characters.",
        RUN,
    ),
    row(
        EVENT,
        Observed,
        "An event is refused over 1,000,000 bytes of JSON, measured on the message passed on: with the request's headers, the site, and all that is written into it.",
        RUN,
    ),
    set(
        row(EVENT, Observed, "The workspace's id counts in it.", RUN),
        "workspace_id",
    ),
    row(
        EVENT,
        Observed,
        "Nothing else of an event is checked: no ids, no timestamp, no types of properties; a `context` that is no object is replaced by an empty one.",
        RUN,
    ),
    set(
        row(
            EVENT,
            Observed,
            "If the site has no destination, the event is lost with 200, on `/api/s/s2s` too.",
            RUN,
        ),
        "sites[].destinations",
    ),
    set(
        row(
            EVENT,
            Observed,
            "If the site's quota is used up, every event is answered with 402.",
            RUN,
        ),
        "sites[].over_quota",
    ),
    row(
        EVENT,
        Observed,
        "`context.consent` is what @jitsu/js makes of `privacy.consentCategories`.",
        SDK,
    ),
    row(
        EVENT,
        Inferred,
        "Consent is handed on, and nothing is kept back for it.",
        "jitsucom/jitsu of October 2024 and jitsucom/bulker of February 2026, read",
    ),
    row(
        BROWSER,
        Observed,
        "An unknown or missing key, bad base64, a body that cannot be read, an unknown type, a missing or long name, an event that is too large: 200 with `{\"error\":…}`.",
        RUN,
    ),
    row(
        BROWSER,
        Observed,
        "Once a server's key is known to be one, what is wrong with the event has the statuses of `/api/s/s2s`.",
        RUN,
    ),
    row(
        BROWSER,
        Observed,
        "`/api/s/batch` is no path for batches, but for one event of the type `batch`, which is unknown.",
        RUN,
    ),
    set(
        row(
            BROWSER,
            Observed,
            "The answer to a browser's event names the site's destinations of the type `tag` that run in the page.",
            RUN,
        ),
        "sites[].destinations",
    ),
    row(
        BROWSER,
        Inferred,
        "Those of the types `gtm`, `ga4-tag` and `logrocket` are answered alike.",
        CODE,
    ),
    row(
        BROWSER,
        Inferred,
        "Their options `events` and `hosts` say for which events: names between commas or lines, `*` for all, `*.example.com` for the hosts below.",
        "the filter of @jitsu/js 1.11.0, read",
    ),
    row(
        BROWSER,
        Observed,
        "Such an answer Jitsu can pack with gzip; eventpit never packs it.",
        OURS,
    ),
    row(
        S2S,
        Observed,
        "An unknown or missing key is answered with 401, all else that is wrong with the event with 400.",
        RUN,
    ),
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
        "Newer servers add `context.headers` and move the timestamps of batches by `sentAt`; eventpit does neither.",
        NEWER,
    ),
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
        "Neither has `/health` or `/robots.txt`, and their answers have no CORS headers.",
        CODE,
    ),
    row(HEALTH, Observed, "200 with `{\"status\":\"pass\"}`.", RUN),
    row(
        ROBOTS,
        Observed,
        "200 with `User-agent: *` and `Disallow: /`, as plain text.",
        RUN,
    ),
    row(
        EVERY,
        Observed,
        "If the request names its origin, the five CORS headers are on it, though not on a 404 or a redirect. There is no `Vary`.",
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
        "Jitsu has more: `/p.js` and `/s/lib.js` (its SDKs), `/api/v1/event` (the classic API). eventpit has none of them.",
        OURS,
    ),
];
