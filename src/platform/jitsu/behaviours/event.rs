//! Single events.

use super::{BROWSER, CODE, EVENT, OURS, PAGE, RUN, S2S, SDK};
use crate::event::Evidence::{Documented, Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

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
        Inferred,
        "JSON is read 10,000 levels deep, and half of a surrogate pair as U+FFFD. Of what is deeper than 127 levels eventpit shows all below the 100th as text.",
        CODE,
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
    set(
        row(
            BROWSER,
            Inferred,
            "With their `options` and `credentials`, where these are not empty; @jitsu/js looks for a tag's code in there.",
            CODE,
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
        "Their options `events` and `hosts` say for which events: types, names or hosts, one a line, `*` for all, `*.example.com` for the hosts below. @jitsu/js looks again.",
        "ingest/filters.go of jitsucom/bulker, read",
    ),
    row(
        BROWSER,
        Inferred,
        "On `/api/s/s2s` the answer never names them, and they are no destinations, even for a browser's key.",
        CODE,
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
];
