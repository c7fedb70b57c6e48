//! How a data submission is answered, and how its body is read.

use super::super::kinds::DATA_SUBMISSION;
use super::{DATA, assumed, documented, inferred};
use crate::platform::Behaviour;

pub const ALL: &[Behaviour] = &[
    documented(
        DATA,
        "A body with a valid key is answered with 200 and no content.",
        DATA_SUBMISSION,
    ),
    assumed(
        DATA,
        "Every error has an empty body.",
        "endpoint.error_body",
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
    inferred(
        DATA,
        "The same body is taken again, at any time and rate: the API declares no limit, no 429 and no id of a request.",
        DATA_SUBMISSION,
    ),
];
