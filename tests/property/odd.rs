//! What requests are made from, besides the seeds.

/// Methods, known and not.
pub const METHODS: [&str; 9] = [
    "POST", "GET", "OPTIONS", "HEAD", "PUT", "DELETE", "PATCH", "post", "X-ODD",
];

/// What stands for `{type}` and the like in a path.
pub const NAMES: [&str; 10] = [
    "track",
    "page",
    "identify",
    "group",
    "event",
    "batch",
    "s2s",
    "%00%ff",
    "%22",
    "%0d%0ax:y",
];

/// Headers that some platform reads.
pub const HEADERS: [&str; 20] = [
    "authorization",
    "x-write-key",
    "content-type",
    "content-encoding",
    "cookie",
    "origin",
    "host",
    "user-agent",
    "referer",
    "accept",
    "accept-language",
    "x-forwarded-for",
    "x-ip-policy",
    "x-enable-debug",
    "x-timestamp",
    "x-signature",
    "sec-fetch-site",
    "x-eventpit-session",
    "access-control-request-method",
    "access-control-request-headers",
];

/// Values of headers, good and bad.
pub const VALUES: [&str; 31] = [
    "",
    "Bearer dk_live_demo",
    "Bearer dk_live_shop",
    "Bearer demo-key",
    "Bearer strict-key",
    "bearer  x y",
    "Basic ZGVtbzpzZWNyZXQ=",
    "Basic !!!",
    "Basic /w==",
    "demo:secret",
    "bk5:bsecret5",
    "sk1:ssecret1",
    ":",
    "application/json",
    "application/json; charset=utf-16",
    "text/plain",
    "multipart/form-data; boundary=",
    "gzip",
    "deflate, gzip",
    "_dfid=550e8400-e29b-41d4-a716-446655440000; a; =; jts=1",
    "__eventn_id=1; __eventn_uid=%ff; _ga=GA1.2.3.4",
    "https://shop.example.com",
    "https://Größe.example",
    "null",
    "http://localhost:3000",
    "shop.example.com:443",
    "[::1]:8484",
    "cross-site",
    "1772029800",
    "sha256=00",
    "content-type, x-write-key, X-Eventpit-Session, ,",
];

/// Parameters of a query that some platform reads.
pub const PARAMETERS: [&str; 22] = [
    "tc_s",
    "token",
    "tc_skey",
    "event_name",
    "user[id]",
    "user[consent_categories][]",
    "a[b[c]]",
    "[",
    "data",
    "writekey",
    "destination_url",
    "wk",
    "e",
    "uid",
    "aid",
    "p.price",
    "p.a.b.c",
    "t.email",
    "ts",
    "mid",
    "cb",
    "jts_preview",
];

/// Their values, good and bad.
pub const QUERY_VALUES: [&str; 13] = [
    "",
    "29",
    "7183b9d4-1031-11ee-be56-0242ac120002",
    "shop-key",
    "dk_live_demo",
    "page_view",
    "%00",
    "%",
    "%e2%28",
    "+%2B",
    "https://shop.example/%0d%0ax:y",
    "eyJ0eXBlIjoidHJhY2sifQ==",
    "9999999999999999999",
];

/// What is put into a body at some place.
pub const ODD_BYTES: [&[u8]; 14] = [
    b"\0",
    b"\xff",
    b"\xc0\xaf",
    b"\xef\xbb\xbf",
    b"\\ud800",
    b"\\u0000",
    b"1e999",
    b"\"type\":1,\"type\":\"track\",",
    b"\"batch\":[null],",
    b"{",
    b"[[[[[[[[[[[[[[[[",
    b"]}",
    b"null,",
    b"\r\n",
];
