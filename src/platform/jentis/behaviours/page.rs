//! What a page gets of it.

use super::super::kinds::{COOKIES, DATA_SUBMISSION};
use super::{EXAMPLE, PAGES, PREFLIGHT, assumed, documented, inferred};
use crate::platform::Behaviour;

pub const ALL: &[Behaviour] = &[
    documented(
        PAGES,
        "For the type `web`, `system.domain` is required, and the user id is kept there in a cookie.",
        DATA_SUBMISSION,
    ),
    documented(
        PAGES,
        "The cookie is `jts-rw` and lives for two years.",
        COOKIES,
    ),
    documented(
        PAGES,
        "Its value is the URL-encoded JSON `{\"u\":\"<user id>\"}`.",
        EXAMPLE,
    ),
    inferred(
        PAGES,
        "It has `Path=/` and no `HttpOnly`: scripts read it on every page.",
        EXAMPLE,
    ),
    inferred(
        PAGES,
        "It is not set on a domain that is no host name, without a user id, or over 4096 bytes.",
        "https://www.rfc-editor.org/rfc/rfc6265",
    ),
    assumed(
        PAGES,
        "It is set with every 200, whatever the consent says and also if the request carries it.",
        "sources[].cookie.set",
    ),
    assumed(PAGES, "It has `Secure`.", "sources[].cookie.secure"),
    assumed(PAGES, "It has no `SameSite`.", "sources[].cookie.same_site"),
    assumed(
        PAGES,
        "`jctr_sid`, which keeps the session id for 30 minutes on a page, is not set.",
        "sources[].cookie.session",
    ),
    inferred(
        PAGES,
        "A page of any origin may read the answer, with credentials: pages send a key and cookies.",
        DATA_SUBMISSION,
    ),
    assumed(
        PAGES,
        "Such an answer has no `Vary`.",
        "endpoint.vary_origin",
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
];
