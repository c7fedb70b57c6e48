//! What JENTIS does, and how that is known.

use crate::event::Evidence;
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

use super::kinds::{
    CONSENT_LOGIC, COOKIES, DATA_SUBMISSION, DATALAYER_STATE, ENRICHMENT, IOS_SDK, PREVIEW,
};

const DATA: &str = "POST / (data submission)";
const CONSENT: &str = "POST / (consent submission)";
const MONITOR: &str = "POST /monitor";
const PREFLIGHT: &str = "OPTIONS /";
const OTHER: &str = "every other";

const CONSENT_SUBMISSION: &str =
    "https://docs.jentis.com/http-api-tracking/submission-interfaces/consent-submission-request";
const EXAMPLE: &str = "https://docs.jentis.com/http-api-tracking/example-usage-of-the-http-api";

/// All of it, in the order of the page.
pub const ALL: &[Behaviour] = &[
    documented(
        DATA,
        "A body with a valid key is answered with 200 and no content.",
        DATA_SUBMISSION,
    ),
    documented(
        DATA,
        "Without a valid key in `Authorization: Bearer`, it is rejected.",
        DATA_SUBMISSION,
    ),
    assumed(
        DATA,
        "The rejection is a 401 with `WWW-Authenticate: Bearer`, and `error=\"invalid_token\"` if a key came.",
        "endpoint.refusal_status",
    ),
    assumed(
        DATA,
        "Every error has an empty body.",
        "endpoint.error_body",
    ),
    observed(
        DATA,
        "A key is an opaque text without white space; it is not read as a JWT.",
        "the keys in JENTIS's own demo apps for Android and Flutter",
    ),
    assumed(
        DATA,
        "If no source names a key, every well-formed one is valid.",
        "sources[].keys",
    ),
    assumed(
        DATA,
        "A `sendBeacon` request without a key is rejected like any other.",
        "endpoint.allow_keyless_beacon",
    ),
    inferred(
        DATA,
        "A `sendBeacon` request may come as plain text, and is read as JSON.",
        "https://www.w3.org/TR/beacon/",
    ),
    assumed(
        DATA,
        "A body of any other content type is read as JSON too.",
        "sources[].other_content_type",
    ),
    assumed(
        DATA,
        "A body with `Content-Encoding: gzip` is not inflated, and so is no JSON.",
        "endpoint.inflate_gzip",
    ),
    assumed(
        DATA,
        "A byte order mark in front makes a body no JSON.",
        "endpoint.skip_byte_order_mark",
    ),
    inferred(
        DATA,
        "A name that repeats in an object has its last value, as in Node, which runs the functions of tags.",
        "https://docs.jentis.com/developer-guide/functions-transformations; ECMA-262, JSON.parse",
    ),
    assumed(
        DATA,
        "A body has no limit but eventpit's own, 16 MiB.",
        "sources[].max_body_bytes",
    ),
    assumed(
        DATA,
        "A body over the limit is answered with 413.",
        "endpoint.oversize_status",
    ),
    assumed(
        DATA,
        "A body that is no JSON object is refused.",
        "sources[].invalid_json",
    ),
    inferred(
        DATA,
        "A body that nests deeper than 127 levels is JSON all the same, and taken; eventpit shows it as text, and checks nothing of it.",
        DATA_SUBMISSION,
    ),
    assumed(
        DATA,
        "A refused body is answered with 400.",
        "endpoint.bad_body_status",
    ),
    documented(
        DATA,
        "The API's schema holds for the body: `version` is required, `data` needs `identifier` and `variables`, and so on. It lets other properties through.",
        DATA_SUBMISSION,
    ),
    inferred(
        DATA,
        "`<vendorId>` and `enrichment_testplugin` in the schema stand for any key.",
        DATA_SUBMISSION,
    ),
    documented(
        DATA,
        "`null` breaks it: nothing in it is nullable.",
        DATA_SUBMISSION,
    ),
    assumed(
        DATA,
        "A body that breaks the schema is answered with 200 all the same.",
        "sources[].schema_violation",
    ),
    documented(
        DATA,
        "An environment is `live` or `stage`.",
        DATA_SUBMISSION,
    ),
    documented(
        DATA,
        "A preview needs both `version` and `debugcode`.",
        PREVIEW,
    ),
    inferred(
        DATA,
        "An empty `version` or `debugcode` is none.",
        "https://github.com/JENTISDev/jentis-sdk-ios-app-example (2024), which always sends both",
    ),
    assumed(
        DATA,
        "An unknown container, environment, version or debug code, or half a preview, is answered with 200 all the same.",
        "sources[].unfit_configuration",
    ),
    documented(
        DATA,
        "`execute: false` keeps the event from a vendor, whatever its status.",
        DATA_SUBMISSION,
    ),
    documented(
        DATA,
        "A status is `true`, `false` or `\"ncm\"`: agreed, declined, essential mode only.",
        CONSENT_LOGIC,
    ),
    inferred(
        DATA,
        "A vendor without a status does not get the event.",
        CONSENT_LOGIC,
    ),
    inferred(
        DATA,
        "The texts `\"true\"` and `\"false\"` decide nothing: they break the schema, though the script for pages takes them.",
        "https://docs.jentis.com/documentation/push-information",
    ),
    documented(
        DATA,
        "The data layer's state runs with the initiator `jts_push_submit`; another one executes the state of that id.",
        DATALAYER_STATE,
    ),
    documented(
        DATA,
        "`jtspushedcommands` has to be there as an array, and says what was pushed.",
        DATALAYER_STATE,
    ),
    documented(
        DATA,
        "The `product_` arrays are read side by side, one product a place.",
        DATALAYER_STATE,
    ),
    observed(
        DATA,
        "A place with an empty text is a property that the product lacks: the SDK fills the arrays with it.",
        IOS_SDK,
    ),
    inferred(
        DATA,
        "A replay from the SDK's offline cache is marked beside `data` and taken like any other; with offline tracking on, `data.variables` say that it is none.",
        IOS_SDK,
    ),
    inferred(
        DATA,
        "The same body is taken again, at any time and rate: the API declares no limit, no 429 and no id of a request.",
        DATA_SUBMISSION,
    ),
    inferred(
        DATA,
        "`jtsAutomationId` changes nothing: it is JENTIS's own, for internal automation tests.",
        DATA_SUBMISSION,
    ),
    documented(
        DATA,
        "`system.href` goes out as the `Referer`; the event's context has it.",
        DATA_SUBMISSION,
    ),
    documented(
        DATA,
        "The variables of an enrichment plugin can be used like those of the event.",
        ENRICHMENT,
    ),
    assumed(
        DATA,
        "A plugin answers what the source's file says, whatever its arguments; without that, its variables stay undefined and the answer is the same.",
        "sources[].enrichment",
    ),
    documented(
        DATA,
        "For the type `web`, `system.domain` is required, and the user id is kept there in a cookie.",
        DATA_SUBMISSION,
    ),
    documented(
        DATA,
        "The cookie is `jts-rw` and lives for two years.",
        COOKIES,
    ),
    documented(
        DATA,
        "Its value is the URL-encoded JSON `{\"u\":\"<user id>\"}`.",
        EXAMPLE,
    ),
    inferred(
        DATA,
        "It has `Path=/` and no `HttpOnly`: scripts read it on every page.",
        EXAMPLE,
    ),
    inferred(
        DATA,
        "It is not set on a domain that is no host name, without a user id, or over 4096 bytes.",
        "https://www.rfc-editor.org/rfc/rfc6265",
    ),
    assumed(
        DATA,
        "It is set with every 200, whatever the consent says and also if the request carries it.",
        "sources[].cookie.set",
    ),
    assumed(DATA, "It has `Secure`.", "sources[].cookie.secure"),
    assumed(DATA, "It has no `SameSite`.", "sources[].cookie.same_site"),
    assumed(
        DATA,
        "`jctr_sid`, which keeps the session id for 30 minutes on a page, is not set.",
        "sources[].cookie.session",
    ),
    inferred(
        DATA,
        "A page of any origin may read the answer, with credentials: pages send a key and cookies.",
        DATA_SUBMISSION,
    ),
    assumed(
        DATA,
        "Such an answer has no `Vary`.",
        "endpoint.vary_origin",
    ),
    documented(
        CONSENT,
        "Takes the same key as a data submission and is answered with 200 and no content.",
        CONSENT_SUBMISSION,
    ),
    documented(CONSENT, "Triggers no tracking.", CONSENT_SUBMISSION),
    inferred(
        CONSENT,
        "A body with `data.consent` and without `data.variables` is one.",
        IOS_SDK,
    ),
    observed(
        CONSENT,
        "Its form is what the SDK sends; the statuses under `data.consent.vendors` are bare.",
        IOS_SDK,
    ),
    inferred(
        CONSENT,
        "The cookie is set as by a data submission.",
        CONSENT_SUBMISSION,
    ),
    observed(
        MONITOR,
        "Takes the SDK's log for the debug monitor, without a key.",
        IOS_SDK,
    ),
    assumed(
        MONITOR,
        "It is answered with 200 and no content, whatever the body.",
        "endpoint.monitor_status",
    ),
    assumed(
        PREFLIGHT,
        "A preflight is answered with 204, on `/monitor` too.",
        "endpoint.preflight_status",
    ),
    inferred(
        PREFLIGHT,
        "It allows the page's origin, credentials, and the headers `authorization` and `content-type`.",
        DATA_SUBMISSION,
    ),
    assumed(
        OTHER,
        "Another method, HEAD as well, is answered with 405 and `Allow: POST, OPTIONS`.",
        "endpoint.wrong_method_status",
    ),
    assumed(
        OTHER,
        "Another path is answered with 404; a trailing slash makes another path, and nothing is redirected.",
        "endpoint.unknown_path_status",
    ),
];

const fn documented(
    endpoint: &'static str,
    about: &'static str,
    source: &'static str,
) -> Behaviour {
    row(endpoint, Evidence::Documented, about, source)
}

const fn observed(endpoint: &'static str, about: &'static str, source: &'static str) -> Behaviour {
    row(endpoint, Evidence::Observed, about, source)
}

const fn inferred(endpoint: &'static str, about: &'static str, source: &'static str) -> Behaviour {
    row(endpoint, Evidence::Inferred, about, source)
}

const fn assumed(endpoint: &'static str, about: &'static str, setting: &'static str) -> Behaviour {
    let assumed = row(endpoint, Evidence::Assumed, about, "not documented");
    set(assumed, setting)
}
