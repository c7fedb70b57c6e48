//! What Commanders Act does, and how that is known.

use crate::event::Evidence::{Assumed, Documented, Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

const PAGE: &str =
    "https://doc.commandersact.com/features/sources/sources-catalog/server/http-tracking-api";
const FORMAT_1_PAGE: &str = "https://doc.commandersact.com/features/sources/sources-catalog/server/http-tracking-api/http-tracking-api1_0";
const OPENAPI: &str = "the page's OpenAPI file, http_tracking_api_spec.yaml";
const REFERENCE: &str =
    "https://doc.commandersact.com/developers/tracking-and-integrations/tracking/events-reference";
const PIXEL: &str =
    "Platform-Documentation: features/sources/sources-catalog/web/pixel-tracking.md";
const CSP: &str =
    "Platform-Documentation: developers/content-security-policy.md (\"returns a pixel\")";
const CONTAINER: &str =
    "web containers in public repositories (sendBeacon, else XHR with credentials and a JSON type)";
const ANDROID: &str = "https://github.com/CommandersAct/AndroidV5";
const PROXY: &str = "Platform-Documentation: google-analytics-4-proxy-mode.md";
const SCREENS: &str =
    "Platform-Documentation: screenshots of Sources Data Quality and Event Specification";
const COOKIES: &str = "Platform-Documentation: configure/cookies";
const NOWHERE: &str = "no page or client says";

const SINGLE: &str = "POST /events";
const BATCH: &str = "POST /events/batch";
const GET: &str = "GET /events";
const OPTIONS: &str = "OPTIONS /events, /events/batch";
const EVERY: &str = "every other";

/// All of it, in the order of the page.
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
        Documented,
        "The source is the query's `token` (source key) and `tc_s` (site id).",
        PAGE,
    ),
    row(
        SINGLE,
        Inferred,
        "A missing, unknown or revoked key, and a missing or foreign site, is answered with 200, and the event is lost.",
        PAGE,
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "Where the query has no `token`, `Authorization: Bearer` is taken (on the page until 2023-10-19), then `tc_skey` (the iOS SDK's README).",
            OPENAPI,
        ),
        "settings.other_token_places",
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
        Observed,
        "An event without `event_name` is taken in; data quality shows it as `_undefined_`.",
        SCREENS,
    ),
    row(
        SINGLE,
        Inferred,
        "`context.eventId` and `context.created` stand for `event_id` and `event_timestamp`: the web container sends nothing else.",
        CONTAINER,
    ),
    row(
        SINGLE,
        Inferred,
        "`context.event_timestamp` wins over one at the root, and both over `created`: the reference requires the first.",
        REFERENCE,
    ),
    row(
        SINGLE,
        Inferred,
        "An event of any time is taken in, be it past or future.",
        PAGE,
    ),
    row(
        SINGLE,
        Inferred,
        "An event of format 1.0 is taken in: \"may generate error\" since December 2023, but containers that send it are still in use.",
        FORMAT_1_PAGE,
    ),
    row(
        SINGLE,
        Documented,
        "Custom events and custom properties are taken in as they are.",
        REFERENCE,
    ),
    row(
        SINGLE,
        Inferred,
        "No property of the events reference is enforced by the answer.",
        ANDROID,
    ),
    row(
        SINGLE,
        Observed,
        "An event that breaks its specification is INVALID ACCEPTED or INVALID REJECTED; the words of an anomaly are Ajv 6's, per entry of a list.",
        SCREENS,
    ),
    row(
        SINGLE,
        Inferred,
        "A standard event that breaks nothing is VALID. `null` is there, and of the wrong type, as Ajv has it; as a name, an id or a time it is none.",
        "Platform-Documentation: screenshots of Sources Data Quality; Ajv 6",
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "A missing required property does not refuse the event.",
            SCREENS,
        ),
        "settings.missing_required_property",
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "A value of the wrong type or format does not refuse the event.",
            SCREENS,
        ),
        "settings.unexpected_value_format",
    ),
    row(
        SINGLE,
        Inferred,
        "Consent refuses nothing here: each destination filters by `user.consent_categories`, and an event without its category is FILTERED there, \"not consented\".",
        REFERENCE,
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
    row(
        SINGLE,
        Inferred,
        "A request with an `Origin` is answered with that origin and with credentials allowed, as the container's XHR needs.",
        CONTAINER,
    ),
    set(
        row(SINGLE, Assumed, "Such an answer has no `Vary`.", NOWHERE),
        "settings.vary_origin",
    ),
    set(
        row(
            SINGLE,
            Assumed,
            "The cookies `TCID` and `WID` are not set. The real endpoint most likely sets them where none came: a screenshot of 2022 shows both in an event.",
            COOKIES,
        ),
        "settings.cookies",
    ),
    row(
        SINGLE,
        Documented,
        "If they are set: `TCID` for 365 days and `WID` for the session, on `.commander1.com` (under another host name without `Domain`), and none of them for `tc_do_not_track=true`.",
        COOKIES,
    ),
    row(
        SINGLE,
        Inferred,
        "And with `Path=/`, `Secure` and `SameSite=None`: the container sends from other sites.",
        CONTAINER,
    ),
    row(
        SINGLE,
        Documented,
        "Of a client-side event the platform fills in the visitor's IP address; eventpit does not.",
        REFERENCE,
    ),
    row(
        BATCH,
        Documented,
        "The body is `{\"batch\": [event, …]}`; answers and keys are as of `POST /events`.",
        PAGE,
    ),
    set(
        row(
            BATCH,
            Documented,
            "A body over 500 KB is answered with 400.",
            PAGE,
        ),
        "settings.batch_kilobytes",
    ),
    set(
        row(
            BATCH,
            Documented,
            "An event in the batch may have 32 KB.",
            PAGE,
        ),
        "settings.event_kilobytes",
    ),
    set(
        row(
            BATCH,
            Assumed,
            "An event over its limit refuses the whole batch with 400.",
            "Segment's page, on which this one is modelled (segment-docs)",
        ),
        "settings.batch_oversize",
    ),
    set(
        row(
            BATCH,
            Assumed,
            "An event is measured on its slice of the body.",
            NOWHERE,
        ),
        "settings.event_size",
    ),
    set(
        row(
            BATCH,
            Assumed,
            "A body without an array `batch`, or with an empty one, is answered with 200, and nothing is taken in.",
            NOWHERE,
        ),
        "settings.json_without_event_status",
    ),
    set(
        row(
            BATCH,
            Assumed,
            "An element that is no object is lost, the others are not, and the answer is 200.",
            NOWHERE,
        ),
        "settings.batch_not_object",
    ),
    row(
        BATCH,
        Inferred,
        "The path may end in a slash, as that of `POST /events`.",
        OPENAPI,
    ),
    row(
        BATCH,
        Inferred,
        "The event's time may stand at its root, as in the page's batch example.",
        PAGE,
    ),
    row(
        GET,
        Documented,
        "The query is an event, and the answer is 200 with a pixel.",
        CSP,
    ),
    set(
        row(
            GET,
            Assumed,
            "The pixel is a transparent GIF of 43 bytes.",
            NOWHERE,
        ),
        "settings.pixel_image",
    ),
    row(
        GET,
        Documented,
        "Brackets nest: `user[id]=1`, `user[consent_categories][]=1`, `items[0][product][id]=1`. Every value is a text.",
        PIXEL,
    ),
    set(
        row(
            GET,
            Assumed,
            "Nesting is read to 32 levels and list indexes to 999, lists close up, and a name that is malformed or beyond is kept as it stands.",
            NOWHERE,
        ),
        "settings.query_depth",
    ),
    set(
        row(
            GET,
            Assumed,
            "A name that repeats without brackets has its last value.",
            NOWHERE,
        ),
        "settings.repeated_parameter",
    ),
    row(
        GET,
        Inferred,
        "A query without an event is answered with the pixel as well.",
        PAGE,
    ),
    row(
        GET,
        Inferred,
        "Keys and Event Specification lose an event as they do on a POST; a body is not looked at.",
        PAGE,
    ),
    set(
        row(
            OPTIONS,
            Assumed,
            "A preflight is answered with 204.",
            NOWHERE,
        ),
        "settings.preflight_status",
    ),
    row(
        OPTIONS,
        Inferred,
        "It allows the very origin with credentials, the known methods, and the headers content-type (the container's) and authorization (the OpenAPI file's).",
        CONTAINER,
    ),
    set(
        row(
            EVERY,
            Assumed,
            "Another method is answered with 405 and `Allow`; so are HEAD, and GET on `/events/batch`.",
            NOWHERE,
        ),
        "settings.other_method_status",
    ),
    set(
        row(
            EVERY,
            Assumed,
            "Another path is answered with 404.",
            NOWHERE,
        ),
        "settings.other_path_status",
    ),
    row(
        EVERY,
        Inferred,
        "Nothing is redirected: with and without the slash a path is served as it is.",
        OPENAPI,
    ),
];
