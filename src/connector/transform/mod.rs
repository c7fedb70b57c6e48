//! The named transforms of a mapping. Each is a row of [`TRANSFORMS`]; docs/CONNECTORS.md lists
//! them.

mod agent;
mod hash;
mod privacy;
mod shape;
mod step;
mod text;
mod time;
mod web;

pub use step::{Seeds, Step};
pub use time::moment;

use serde_json::Value;

use super::traced::Traced;

/// A transform: its name, what it does, and what it is.
pub struct Transform {
    /// The name in a mapping.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// How it does it.
    pub run: Run,
}

/// What a transform works on. One of texts takes numbers and booleans as texts, and a list item
/// by item; what it cannot read, it makes nothing of.
pub enum Run {
    /// A text.
    Text(fn(&str) -> Option<Value>),
    /// A text and a name: `{"query": "gclid"}`.
    Named(fn(&str, &str) -> Option<Value>),
    /// A text and one of these parts of it: `{"url": "hostname"}`.
    Part {
        /// The parts.
        names: &'static [&'static str],
        /// Text and part.
        run: fn(&str, &str) -> Option<Value>,
    },
    /// A text and a number: `{"cut": 40}`.
    Counted(fn(&str, usize) -> Option<Value>),
    /// A text and a seed: the connector's for `always`, the event's and the field's too for not.
    Seeded {
        /// The same in every event.
        always: bool,
        /// Text and seed.
        run: fn(&str, &str) -> Option<Value>,
    },
    /// A text, a number and a seed of the event.
    SeededCount(fn(&str, usize, &str) -> Option<Value>),
    /// A whole value.
    Whole(fn(&Value) -> Option<Value>),
    /// A value whose parts stay traced.
    Parts(fn(Traced) -> Traced),
}

const fn of(name: &'static str, run: Run, about: &'static str) -> Transform {
    Transform { name, about, run }
}

/// Every transform.
pub const TRANSFORMS: &[Transform] = &[
    of("text", Run::Text(text::text), "as text"),
    of("number", Run::Text(text::number), "as a number"),
    of(
        "integer",
        Run::Text(text::integer),
        "as a whole number; what is behind the point is cut",
    ),
    of(
        "boolean",
        Run::Text(text::boolean),
        "true, 1 and yes are true; false, 0 and no are false",
    ),
    of(
        "trim",
        Run::Text(text::trim),
        "without white space around it",
    ),
    of("lower", Run::Text(text::lower), "in lower case"),
    of("upper", Run::Text(text::upper), "in upper case"),
    of("digits", Run::Text(text::digits), "its digits only"),
    of(
        "snake_case",
        Run::Text(text::snake_case),
        "`Order Completed` as `order_completed`",
    ),
    of(
        "cut",
        Run::Counted(text::cut),
        "cut to so many characters: `{\"cut\": 40}`",
    ),
    of(
        "epoch_seconds",
        Run::Text(time::epoch_seconds),
        "a time as seconds since 1970; RFC 3339, or digits that count seconds, milliseconds or microseconds",
    ),
    of(
        "epoch_millis",
        Run::Text(time::epoch_millis),
        "the same in milliseconds",
    ),
    of(
        "epoch_micros",
        Run::Text(time::epoch_micros),
        "the same in microseconds",
    ),
    of(
        "iso8601",
        Run::Text(time::iso8601),
        "the same as `2024-01-02T03:04:05.000Z`",
    ),
    of(
        "google_ads_time",
        Run::Text(time::google_ads_time),
        "the same as `2024-01-02 03:04:05+00:00`",
    ),
    of(
        "sha256",
        Run::Text(hash::sha256),
        "SHA-256 as it stands. No transform hashes what is a SHA-256 already",
    ),
    of(
        "sha256_lower",
        Run::Text(hash::sha256_lower),
        "SHA-256, trimmed and in lower case",
    ),
    of(
        "sha256_email",
        Run::Text(hash::sha256_email),
        "SHA-256 of an e-mail: no white space, lower case (Meta, TikTok, Pinterest, Snap)",
    ),
    of(
        "sha256_email_google",
        Run::Text(hash::sha256_email_google),
        "the same, without the dots before @gmail.com and @googlemail.com (Google)",
    ),
    of(
        "sha256_phone",
        Run::Text(hash::sha256_phone),
        "SHA-256 of a phone number: digits, no zeros in front, no + (Meta, Pinterest, Snap)",
    ),
    of(
        "sha256_phone_e164",
        Run::Text(hash::sha256_phone_e164),
        "the same with + in front (TikTok, Google)",
    ),
    of(
        "sha256_name",
        Run::Text(hash::sha256_name),
        "SHA-256 of a name or a city: lower case, no punctuation, no white space",
    ),
    of(
        "sha256_two_letters",
        Run::Text(hash::sha256_two_letters),
        "SHA-256 of a country's or a state's two letters",
    ),
    of(
        "sha256_zip",
        Run::Text(hash::sha256_zip),
        "SHA-256 of a post code: lower case, letters and digits only",
    ),
    of(
        "sha256_gender",
        Run::Text(hash::sha256_gender),
        "SHA-256 of the first letter: f or m",
    ),
    of(
        "sha256_date",
        Run::Text(hash::sha256_date),
        "SHA-256 of a date as YYYYMMDD",
    ),
    of(
        "query",
        Run::Named(web::query),
        "a query parameter of an address: `{\"query\": \"gclid\"}`",
    ),
    of(
        "cookie",
        Run::Named(web::cookie),
        "a cookie of a cookie line: `{\"cookie\": \"_fbp\"}`",
    ),
    of("host", Run::Text(web::host), "the host of an address"),
    of(
        "url",
        Run::Part {
            names: web::URL_PARTS,
            run: web::url_part,
        },
        "a part of an address, as a browser has it: `{\"url\": \"hostname\"}`, `pathname`, `search`",
    ),
    of(
        "user_agent",
        Run::Part {
            names: agent::PARTS,
            run: agent::part,
        },
        "a part of a user agent, in the words of the library woothee: `{\"user_agent\": \"os\"}` (`Mac OSX`), `os_version`, `browser`, `browser_version`, `device` (`pc`, `smartphone`, `mobilephone`, `appliance`, `crawler`, `misc`)",
    ),
    of(
        "ga_client_id",
        Run::Text(web::ga_client_id),
        "`GA1.2.111.222` as `111.222`",
    ),
    of(
        "ga_session_id",
        Run::Text(web::ga_session_id),
        "the session in a cookie `_ga_ID`, of either form",
    ),
    of(
        "gcl_click_id",
        Run::Text(web::gcl_click_id),
        "the click id in a cookie `_gcl_aw`",
    ),
    of(
        "pseudonymise",
        Run::Seeded {
            always: true,
            run: privacy::replaced,
        },
        "each character replaced by one of its Unicode category, the same in every event (JENTIS); an address stays one",
    ),
    of(
        "anonymise",
        Run::Seeded {
            always: false,
            run: privacy::replaced,
        },
        "the same, different in every event and field",
    ),
    of(
        "randomise_ip",
        Run::SeededCount(privacy::randomised_ip),
        "an address whose last sections are random: `{\"randomise_ip\": 1}`",
    ),
    of(
        "mask_ip",
        Run::Counted(privacy::masked_ip),
        "an address whose last sections are 0: `{\"mask_ip\": 1}`",
    ),
    of(
        "list",
        Run::Parts(shape::list),
        "a list of it, if it is none",
    ),
    of(
        "count",
        Run::Whole(shape::count),
        "how many members a list or an object has",
    ),
    of(
        "sum",
        Run::Whole(shape::sum),
        "the sum of a list of numbers",
    ),
    of(
        "min",
        Run::Whole(shape::min),
        "the smallest of a list of numbers",
    ),
    of(
        "scalars",
        Run::Parts(shape::scalars),
        "only the members that are a text, a number or a boolean",
    ),
    of(
        "snake_names",
        Run::Parts(shape::snake_names),
        "members' names in snake case, at every depth",
    ),
    of(
        "flatten",
        Run::Parts(shape::flatten),
        "columns: nested objects joined with `_`, lists as JSON text, nothing for null",
    ),
    of(
        "json_text",
        Run::Whole(shape::json_text),
        "the whole as one JSON text",
    ),
];
