//! What Datafly does, and how that is known.

use crate::event::Evidence::{Assumed, Documented, Inferred, Observed};
use crate::platform::Behaviour;
use crate::platform::behaviour::{row, set};

const ENDPOINTS: &str = "https://docs.dataflysignal.com/ingestion/endpoints";
const BATCH: &str = "https://docs.dataflysignal.com/ingestion/batch";
const SERVER_SIDE: &str = "https://docs.dataflysignal.com/ingestion/server-side";
const PIXELS: &str = "https://docs.dataflysignal.com/ingestion/pixel";
const WEBHOOKS: &str = "https://docs.dataflysignal.com/ingestion/webhooks";
const ARCHITECTURE: &str = "https://docs.dataflysignal.com/getting-started/architecture";
const ERRORS: &str = "https://docs.dataflysignal.com/reference/error-codes";
const ENVIRONMENT: &str = "https://docs.dataflysignal.com/reference/environment-vars";
const SCHEMA: &str = "https://docs.dataflysignal.com/reference/event-schema";
const PROCESSOR: &str = "https://docs.dataflysignal.com/processing/org-data-layer";
const ANONYMOUS_ID: &str = "https://docs.dataflysignal.com/identity/anonymous-id";
const VENDOR_IDS: &str = "https://docs.dataflysignal.com/identity/self-generation";
const VENDOR_SYNC: &str = "https://docs.dataflysignal.com/identity/vendor-sync";
const SCRIPT_IDS: &str = "https://docs.dataflysignal.com/datafly-js/vendor-ids";
const CLICK_IDS: &str = "https://docs.dataflysignal.com/identity/click-ids";
const MAPPINGS: &str = "https://docs.dataflysignal.com/processing/integration-config";
const CONFIGURATION: &str = "https://docs.dataflysignal.com/datafly-js/configuration";
const SCRIPT_IDENTIFY: &str = "https://docs.dataflysignal.com/datafly-js/identify";
const PIPELINES: &str = "https://docs.dataflysignal.com/management-api/pipelines";
const MANAGEMENT: &str = "https://docs.dataflysignal.com/management-api";
const FETCH: &str = "https://fetch.spec.whatwg.org";
const CONSENT_PAGE: &str = "https://docs.dataflysignal.com/security/consent";
const CANONICAL: &str = "https://docs.dataflysignal.com/consent/canonical-categories";
const OPEN: &str = "the pages leave it open";

const ONE: &str = "POST /v1/t, /v1/p, /v1/i, /v1/g";
const MANY: &str = "POST /v1/batch";
const SERVER: &str = "POST /v1/events, and signed POST /v1/batch";
const PIXEL: &str = "GET /v1/pixel/{track,page,identify,group}";
const PREFLIGHT: &str = "OPTIONS";
const VENDORS: &str = "the cookies of vendors, and click ids";
const CONSENT: &str = "consent at a destination";
const SCRIPT: &str = "GET, HEAD /datafly.js, /d.js";
const EVERY: &str = "every answer";
const OTHER: &str = "every other path or method";

/// All of it, in the order of the page.
#[rustfmt::skip]
pub const ALL: &[Behaviour] = &[
    row(ONE, Documented, "An event that is taken is answered with 200 and `{\"success\": true}`.", ENDPOINTS),
    row(ONE, Inferred, "The answer is written without blanks: a gateway in Go marshals it so.", ARCHITECTURE),
    row(ONE, Documented, "The pipeline key comes as `Authorization: Bearer dk_…`. If it is missing, unknown or revoked, the answer is 401 with the code INVALID_PIPELINE_KEY.", ERRORS),
    set(row(ONE, Assumed, "If no source names a key, every well-formed one is taken, so that eventpit works before it is configured.", "eventpit's own"), "sources[].keys"),
    row(ONE, Inferred, "The script's attribute data-pipeline-key is documented, but not what the script sends; no other place than the header is read.", ENDPOINTS),
    row(ONE, Inferred, "The key is judged first, then the origin, the rate and the body: origins and rate belong to the key.", ENDPOINTS),
    row(ONE, Documented, "A page whose origin the key's source does not name is refused with 403.", ENDPOINTS),
    set(row(ONE, Documented, "A source that names no origin allows all.", PIPELINES), "sources[].allowed_origins"),
    set(row(ONE, Documented, "Pages on localhost may send whatever the source names: the gateway is in development mode.", ENDPOINTS), "sources[].allow_localhost"),
    set(row(ONE, Assumed, "A request without Origin is taken, for servers and command lines send none.", OPEN), "sources[].require_origin"),
    set(row(ONE, Documented, "More than 1000 requests a second for one key are refused with 429, the code RATE_LIMITED and Retry-After.", ENDPOINTS), "sources[].requests_per_second"),
    set(row(ONE, Assumed, "The rate is a token bucket that holds as many requests as a second allows.", OPEN), "sources[].requests_per_second"),
    set(row(ONE, Inferred, "Retry-After is a number of seconds: the message of the same error is \"Retry after 32 seconds\".", MANAGEMENT), "gateway.retry_after"),
    set(row(ONE, Documented, "A body has at most 524288 bytes.", ENVIRONMENT), "sources[].max_payload_bytes"),
    set(row(ONE, Assumed, "A larger one is refused with 400: 413 is not in the list of statuses.", ERRORS), "sources[].too_large_status"),
    set(row(ONE, Assumed, "The body is read as JSON whatever its Content-Type, and so are beacons.", OPEN), "sources[].strict_content_type"),
    set(row(ONE, Assumed, "A body compressed with gzip is inflated, up to 16 MiB.", OPEN), "sources[].accept_gzip"),
    row(ONE, Inferred, "JSON is read as Go's encoding/json reads it: without a byte order mark, the last of a repeated name, U+FFFD for what is no Unicode, 10,000 levels deep. Of what is deeper than 127 levels eventpit shows all below the 100th as text.", ARCHITECTURE),
    row(ONE, Documented, "A body that is no JSON, and an event without what it needs, is refused with 400: type always, event for track, userId for identify, groupId for group.", ENDPOINTS),
    row(ONE, Inferred, "A page needs no name: the table says \"page only\", not required.", ENDPOINTS),
    row(ONE, Inferred, "A track event's name has to be a text, for the table says string; other fields of a wrong type are no reason to refuse.", ENDPOINTS),
    set(row(ONE, Assumed, "An empty text is as good as missing where a field is required.", OPEN), "sources[].empty_is_missing"),
    row(ONE, Inferred, "null is as good as missing: the page's own event has `\"groupId\": null`.", SCHEMA),
    row(ONE, Inferred, "Fields that the table does not have are taken.", ENDPOINTS),
    set(row(ONE, Assumed, "An event whose type is not the path's is taken as what the path says.", OPEN), "sources[].type_mismatch"),
    row(ONE, Documented, "The processor puts an event with a field of a wrong type into the dead-letter queue: it is lost.", PROCESSOR),
    set(row(ONE, Assumed, "The gateway has answered it with 200 before.", OPEN), "sources[].wrong_types"),
    row(ONE, Documented, "The queue is dlq-events, and its reason `{\"error\": \"schema_validation_failed\", \"details\": …}`: a finding on the event has it.", PROCESSOR),
    set(row(ONE, Assumed, "A timestamp without a zone is taken as one in UTC: ISO 8601 allows it.", OPEN), "sources[].timestamp_without_zone"),
    row(ONE, Documented, "Without a timestamp, the event has the time of its receipt.", ENDPOINTS),
    row(ONE, Documented, "A messageId that came before is dropped.", ENDPOINTS),
    set(row(ONE, Assumed, "It is remembered for a day.", OPEN), "sources[].deduplicate_window_seconds"),
    row(ONE, Inferred, "A duplicate is answered with 200 like any event: the processor behind the gateway drops it.", PROCESSOR),
    row(ONE, Documented, "After an identify, the visitor's later events carry the userId too.", ENDPOINTS),
    row(ONE, Documented, "An event without anonymousId gets the `_dfid` cookie's.", ANONYMOUS_ID),

    row(MANY, Documented, "The body is `{\"batch\": [event, …]}` and the answer to a batch that is taken whole is 200 and `{\"success\": true, \"accepted\": 3}`.", BATCH),
    set(row(MANY, Documented, "A batch has at most 500 events; over that, all of it is refused with 400.", BATCH), "sources[].max_batch_events"),
    set(row(MANY, Documented, "A batch has at most 5 MB; over that, all of it is refused with 400.", BATCH), "sources[].max_batch_bytes"),
    set(row(MANY, Assumed, "A batch between 512 KB and 5 MB is taken, although the list of environment variables limits every body to 512 KB.", ENVIRONMENT), "sources[].max_batch_bytes"),
    set(row(MANY, Documented, "An event of a batch has at most 64 KB.", BATCH), "sources[].max_batch_event_bytes"),
    set(row(MANY, Assumed, "An event is measured by its bytes in the body.", OPEN), "sources[].max_batch_event_bytes"),
    set(row(MANY, Assumed, "One that is larger makes the whole batch be refused with 400.", OPEN), "sources[].batch_oversize_event"),
    row(MANY, Documented, "A batch of which some events fail is answered with 200 and reports the failures.", BATCH),
    set(row(MANY, Assumed, "The report is `rejected` and `errors` with each event's index and message, and `success` stays true. A batch whose events all fail is answered so too.", OPEN), "sources[].partial_success"),
    row(MANY, Inferred, "An element that is no object fails as an event without a type does.", BATCH),
    set(row(MANY, Assumed, "A batch without an event is taken.", OPEN), "sources[].reject_empty_batch"),
    row(MANY, Inferred, "Without an array batch the request is refused with 400, the status for missing fields.", ERRORS),
    row(MANY, Documented, "A batch has a pipeline key or a signature.", BATCH),
    row(MANY, Inferred, "Key, origin, rate, content type, compression and the fields of each event are judged as on the four endpoints.", BATCH),

    row(SERVER, Documented, "The event is the body, in the form of the four endpoints; it says its type itself.", SERVER_SIDE),
    row(SERVER, Inferred, "The answer to one that is taken is 200 and `{\"success\": true}`, as everywhere.", SERVER_SIDE),
    row(SERVER, Documented, "X-Signature is `sha256={hex}`, the HMAC-SHA256 of X-Timestamp, a dot and the body as sent, with the source's secret; X-Timestamp is in milliseconds since 1970. A batch may be signed the same way.", SERVER_SIDE),
    set(row(SERVER, Documented, "A request whose X-Timestamp is more than 5 minutes away is refused.", SERVER_SIDE), "sources[].signature_window_seconds"),
    set(row(SERVER, Assumed, "A signature that is wrong, too old or no signature at all is refused with 401.", OPEN), "gateway.signature_status"),
    set(row(SERVER, Assumed, "The code is then INVALID_SIGNATURE.", OPEN), "gateway.error_codes.signature"),
    set(row(SERVER, Assumed, "The source of a signature is the one whose secret makes it. A header with the public key may come along with it; which one is not known, and none is read.", OPEN), "sources[].secret"),
    set(row(SERVER, Assumed, "The whole secret is the key of the HMAC, `sk_` included.", OPEN), "sources[].secret"),
    set(row(SERVER, Assumed, "If no source names a secret or a key, every well-formed signature is taken within the 5 minutes.", "eventpit's own"), "sources[].secret"),
    row(SERVER, Inferred, "A pipeline key as `Authorization: Bearer dk_…` is taken instead, as for a batch.", BATCH),
    set(row(SERVER, Assumed, "If both are there, the key counts and the signature may be wrong.", OPEN), "sources[].signature_with_key"),
    set(row(SERVER, Assumed, "The rate of signed requests is counted for their source, apart from its keys.", OPEN), "sources[].requests_per_second"),
    row(SERVER, Documented, "The visitor's address and browser are what context.ip and context.userAgent say; the server's own are not taken for them.", SERVER_SIDE),
    row(SERVER, Inferred, "A signed request needs no Origin, whatever the source requires: it is a server's.", SERVER_SIDE),
    row(SERVER, Inferred, "Rate, size, content type, compression and the fields of the event are judged as on the four endpoints.", SERVER_SIDE),

    row(PIXEL, Documented, "The event is in the query: wk is the pipeline key, e the event, uid, aid and mid the ids, ts the time in milliseconds since 1970, p.* the properties, t.* the traits; cb is nothing.", PIXELS),
    row(PIXEL, Documented, "The answer is a transparent GIF of 1×1, 43 bytes, with Cache-Control: no-store, no-cache, must-revalidate, Pragma: no-cache and Expires: 0.", PIXELS),
    row(PIXEL, Inferred, "It has no Access-Control headers: the page's list has none.", PIXELS),
    row(PIXEL, Inferred, "It sets `_dfid` and the cookies of vendors as every first answer does.", ANONYMOUS_ID),
    set(row(PIXEL, Inferred, "One that is refused is answered as every error is: the one shape is that of \"all\" errors.", ERRORS), "gateway.pixel_errors"),
    row(PIXEL, Inferred, "Key, origin, rate and the fields of the event are judged as on the four endpoints; so a track needs e, an identify uid.", PIXELS),
    set(row(PIXEL, Assumed, "A group's id is in gid: the page names no parameter for it.", OPEN), "sources[].pixel_group_id"),
    set(row(PIXEL, Assumed, "A dot in the name of a property is part of the name.", OPEN), "sources[].pixel_depth"),
    row(PIXEL, Inferred, "Properties and traits are texts: a query has no other type.", PIXELS),
    row(PIXEL, Inferred, "Of a parameter that comes twice the first counts, and an empty one is none, as Go's url.Values.Get has it.", ARCHITECTURE),
    row(PIXEL, Inferred, "A ts that is no number is judged as the field timestamp is.", PIXELS),
    row(PIXEL, Inferred, "Other parameters are nothing; a finding names them.", PIXELS),

    row(PREFLIGHT, Documented, "A preflight is answered without a key, with the headers of every answer.", ENDPOINTS),
    set(row(PREFLIGHT, Assumed, "Its status is 204.", OPEN), "gateway.preflight_status"),
    row(PREFLIGHT, Inferred, "It carries no key, so it is allowed if any source allows the page's origin; else 403.", ENDPOINTS),
    set(row(PREFLIGHT, Observed, "Browsers do not send a request with a header beside Content-Type and Authorization, such as analytics.js's X-Retry-Count: its retries are impossible.", "Chromium 156 with analytics.js 1.84.3"), "gateway.extra_allowed_headers"),
    row(PREFLIGHT, Inferred, "There is no Access-Control-Max-Age: the page's list of headers has none.", ENDPOINTS),

    row(CONSENT, Documented, "An event is taken whatever its consent says; what is denied is kept from a destination later.", CONSENT_PAGE),
    row(CONSENT, Documented, "context.consent has booleans by category, or the consent manager's codes in categories and Datafly's own categories in canonical, or Consent Mode signals. essential is always granted.", CANONICAL),
    row(CONSENT, Documented, "Without canonical, the codes of Cookiebot and OneTrust and the numbers of the IAB's purposes stand for a category; of several codes one that is granted is enough.", CANONICAL),
    row(CONSENT, Documented, "The signals of ads follow from marketing, analytics_storage from analytics.", CANONICAL),
    set(row(CONSENT, Documented, "The organisation layer allows, drops or strips what is denied; strip takes personal data out.", PROCESSOR), "sources[].consent_action"),
    set(row(CONSENT, Assumed, "It drops it where nothing is said.", OPEN), "sources[].consent_action"),
    set(row(CONSENT, Assumed, "Personal data is what masking takes for it.", OPEN), "sources[].personal_data"),
    set(row(CONSENT, Assumed, "What an event does not name is undecided, and not sent: the organisation's default is not known.", OPEN), "sources[].consent"),
    row(CONSENT, Inferred, "advertising, which an older page has for ads, stands for marketing as well; a denial of either counts.", CONSENT_PAGE),

    row(VENDORS, Documented, "The answer that sets `_dfid` sets the cookies of vendors too, each if the browser did not bring it: `_ga` (`{random}.{seconds}`), `_fbp` (`fb.1.{milliseconds}.{10 digits}`), `_ttp`, `_pin_unauth` and `_scid` (version 4 UUIDs).", VENDOR_IDS),
    set(row(VENDORS, Documented, "They are made for vendors that the source has an active integration for.", VENDOR_SYNC), "sources[].vendor_cookies.vendors"),
    set(row(VENDORS, Assumed, "A source has an integration for all six.", "eventpit's own"), "sources[].vendor_cookies.vendors"),
    set(row(VENDORS, Documented, "They are kept for 2 years (`_ga`), 90 days (`_fbp`, `_fbc`), 13 months (`_ttp`, `_scid`) and 365 days (`_pin_unauth`). The page on Meta's Conversions API gives `_fbp` 400 days.", VENDOR_IDS), "sources[].vendor_cookies.max_age"),
    set(row(VENDORS, Assumed, "13 months are 390 days, and `_gcl_aw` is kept for 90 days.", OPEN), "sources[].vendor_cookies.max_age"),
    set(row(VENDORS, Documented, "`_ga` is the client id alone. The page about the script writes `GA1.2.` in front of it.", SCRIPT_IDS), "sources[].vendor_cookies.ga_format"),
    set(row(VENDORS, Documented, "`_ttp` is a UUID. The gateway's page says \"no dashes, 27 chars via nanoid\" of the same, which no UUID is.", VENDOR_IDS), "sources[].vendor_cookies.ttp_format"),
    set(row(VENDORS, Assumed, "The page's script can read them: they are not HttpOnly.", OPEN), "sources[].vendor_cookies.http_only"),
    row(VENDORS, Inferred, "Else they are as `_dfid` is, which the same answer sets: path, domain, Secure, SameSite=Lax.", ANONYMOUS_ID),
    row(VENDORS, Documented, "gclid, fbclid, ttclid, epik, ScCid and li_fat_id are read from the query of context.page.url, on every request, and kept for the visitor.", CLICK_IDS),
    row(VENDORS, Inferred, "Of a page event without context.page.url they are read from properties.url, which is the page's address in the endpoints page's example.", ENDPOINTS),
    row(VENDORS, Documented, "`_fbc` is `fb.1.{milliseconds}.{fbclid}` and is made where there is an fbclid; `_gcl_aw` is made where there is a gclid.", CLICK_IDS),
    set(row(VENDORS, Assumed, "`_gcl_aw` is `GCL.{seconds}.{gclid}`, as Google's own script writes it.", OPEN), "sources[].vendor_cookies.gcl_aw_format"),
    set(row(VENDORS, Assumed, "The click id of another click replaces `_fbc` and `_gcl_aw`; the same leaves them.", OPEN), "sources[].vendor_cookies.new_click"),
    row(VENDORS, Inferred, "Of a click id, a cookie has what Go's net/http lets through, without blanks and commas. One that no browser keeps (over 4096 bytes) is not set.", ARCHITECTURE),
    row(VENDORS, Inferred, "In a batch the last event with a click id counts. A server's request gets no vendor's cookie: it is not the visitor's browser.", SERVER_SIDE),
    row(VENDORS, Documented, "Mappings read them as `vendor_ids.ga_client_id`; eventpit shows them so, in the context of the canonical event.", MAPPINGS),
    row(VENDORS, Inferred, "The names fbp, fbc, ttp, pin_unauth and sc_cookie1 beside it are those of two other pages. The click ids of the event's own page stand beside them as click_ids; those kept from earlier pages are in the vendor's identity store, which eventpit has not.", VENDOR_SYNC),

    row(SCRIPT, Documented, "Both names give the script; it has track, page, identify and group on a global that data-global names, `_df` by default.", CONFIGURATION),
    row(SCRIPT, Inferred, "Newer pages call the global datafly: without data-global it has both names.", SCRIPT_IDENTIFY),
    row(SCRIPT, Inferred, "The script is eventpit's own, made from the pages: the vendor's is not public. It has no init, no batches, no cross-domain links and reads no consent.", CONFIGURATION),
    row(SCRIPT, Inferred, "Its content type is text/javascript; the pages tell no header.", "RFC 9239"),
    row(SCRIPT, Inferred, "HEAD is answered as GET is, without the body.", "RFC 9110, section 9.3.2"),
    set(row(SCRIPT, Assumed, "It has the Access-Control headers of every answer, so that `<script crossorigin>` runs on the pages that may send.", OPEN), "gateway.cors_on_scripts"),
    row(SCRIPT, Documented, "It sends to where it was loaded from, with the key of data-pipeline-key.", CONFIGURATION),
    row(SCRIPT, Inferred, "The key goes as `Authorization: Bearer`, the one place that is documented, so each event is a fetch with credentials and keepalive: a beacon cannot carry the header.", ENDPOINTS),
    row(SCRIPT, Documented, "It sends a page view on every page load and client-side navigation.", ENDPOINTS),
    row(SCRIPT, Inferred, "A navigation is pushState, replaceState or going back or forward to another address, the fragment aside.", ENDPOINTS),
    row(SCRIPT, Documented, "userId and groupId stay in memory and go with later events; traits are merged over calls.", SCRIPT_IDENTIFY),
    row(SCRIPT, Inferred, "Nothing is sent again: no page tells of retries on the web.", CONFIGURATION),

    row(EVERY, Documented, "Content-Type is application/json, a pixel's and the script's aside; Access-Control-Allow-Methods, -Headers and -Credentials have the page's values.", ENDPOINTS),
    set(row(EVERY, Documented, "Access-Control-Allow-Origin is the configured origin.", ENDPOINTS), "sources[].allowed_origins"),
    row(EVERY, Inferred, "It is the request's own origin: with credentials a browser takes one origin and no list.", FETCH),
    set(row(EVERY, Assumed, "Every answer but a pixel's has Vary: Origin.", OPEN), "gateway.vary_origin"),
    set(row(EVERY, Observed, "There is no Access-Control-Expose-Headers in the list, so a page on another origin cannot read Retry-After: analytics.js retried after 0.24 seconds instead of 2.", "Chromium 156 with analytics.js 1.84.3"), "gateway.exposed_headers"),
    row(EVERY, Documented, "The first answer sets `_dfid`, a version 4 UUID: Path=/, HttpOnly, Secure, SameSite=Lax, with or without consent.", ANONYMOUS_ID),
    set(row(EVERY, Documented, "Its Max-Age is 400 days. An older page says two years.", ANONYMOUS_ID), "sources[].cookie_max_age"),
    set(row(EVERY, Documented, "It has the domain that is configured, else the request's host.", ANONYMOUS_ID), "sources[].cookie_domain"),
    row(EVERY, Inferred, "A visitor who brings the cookie gets none: the page says \"on first request\".", ENDPOINTS),
    row(EVERY, Inferred, "A refused request gets none: the cookie's domain is the source's, which a wrong key does not tell.", ANONYMOUS_ID),
    row(EVERY, Documented, "An error is `{\"error\": {\"code\": …, \"message\": …}}`.", ERRORS),
    row(EVERY, Documented, "The codes INVALID_PIPELINE_KEY and RATE_LIMITED, and their messages.", ERRORS),
    set(row(EVERY, Assumed, "The other codes.", OPEN), "gateway.error_codes"),
    set(row(EVERY, Assumed, "The other messages. Those about a field are in the words of the one that is documented, \"Field 'type' is required\".", PROCESSOR), "gateway.error_message"),
    set(row(EVERY, Assumed, "An error carries the Access-Control headers too, so that a page can read it.", OPEN), "gateway.cors_on_errors"),
    row(EVERY, Inferred, "The refusal of an origin carries none of them: the page may not read it.", ENDPOINTS),
    row(EVERY, Inferred, "A 401 has no WWW-Authenticate: the page's list of headers has none.", ENDPOINTS),

    set(row(OTHER, Assumed, "A path that is not documented is answered with 404; one with a slash at its end is none that is.", OPEN), "gateway.unknown_path_status"),
    row(OTHER, Documented, "The gateway has more: `POST /v1/webhook` takes the webhooks of other vendors. eventpit answers it as an unknown path and says so.", WEBHOOKS),
    set(row(OTHER, Assumed, "A method that the path does not take is answered with 405.", OPEN), "gateway.method_status"),
    row(OTHER, Inferred, "Allow then names those that it takes.", "RFC 9110, section 15.5.6"),
];
