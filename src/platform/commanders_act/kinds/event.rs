//! What is told of an event.

use super::{DATA_QUALITY, EVENTS, FORMAT_1_PAGE, OPENAPI, PAGE};
use crate::event::Evidence::{Documented, Inferred, Observed};
use crate::event::FindingKind;
use crate::event::Severity::{Error, Info, Warning};

/// The event has no `event_name`, the one property that is always required.
pub const NO_EVENT_NAME: &FindingKind = &FindingKind::new(
    "commanders-act-no-event-name",
    Error,
    Observed,
    EVENTS,
    "The event has no `event_name`, the one property that is always required. It is taken in all the same: a screenshot of the platform's data quality shows such events as `_undefined_`.",
);

/// The event has no `context.event_id`, which the reference requires in every event.
pub const NO_EVENT_ID: &FindingKind = &FindingKind::new(
    "commanders-act-no-event-id",
    Warning,
    Documented,
    EVENTS,
    "The event has no `context.event_id`, which the reference requires in every event. It is taken in all the same; destinations cannot tell a repeated event by it.",
);

/// The event has no `context.event_timestamp`, which the reference requires in every event.
pub const NO_TIMESTAMP: &FindingKind = &FindingKind::new(
    "commanders-act-no-timestamp",
    Warning,
    Documented,
    EVENTS,
    "The event has no `context.event_timestamp`, which the reference requires in every event. It is taken in all the same; the page on Facebook's destination says that it then uses the present time.",
);

/// The timestamp looks like seconds.
pub const TIMESTAMP_SECONDS: &FindingKind = &FindingKind::new(
    "commanders-act-timestamp-seconds",
    Warning,
    Documented,
    PAGE,
    "The timestamp looks like seconds. Timestamps must be in milliseconds: read so, it lies in the first years after 1970.",
);

/// The timestamp is an ISO 8601 date.
pub const TIMESTAMP_ISO: &FindingKind = &FindingKind::new(
    "commanders-act-timestamp-iso",
    Warning,
    Documented,
    PAGE,
    "The timestamp is an ISO 8601 date. Timestamps must be in milliseconds; the date was the format before 2021-12-09. Whether it is still understood is not known.",
);

/// `event_timestamp` stands at the root of the event, as in the page's batch example.
pub const TIMESTAMP_AT_ROOT: &FindingKind = &FindingKind::new(
    "commanders-act-timestamp-at-root",
    Info,
    Documented,
    PAGE,
    "`event_timestamp` stands at the root of the event, as in the page's batch example. The reference and the single example have it in `context`; the page does not say why they differ.",
);

/// `ts_override` changes the event's time for Campaign Analysis.
pub const TIME_OVERRIDDEN: &FindingKind = &FindingKind::new(
    "commanders-act-time-overridden",
    Info,
    Documented,
    "Commanders Act, Platform-Documentation: the page on Campaign Analysis",
    "`ts_override`, in the query or in the event, changes the event's time for Campaign Analysis. The page's example is in seconds. The event's own time stays as it is here.",
);

/// The event has no `user.consistent_anonymous_id`, and seems to come from a server.
pub const NO_ANONYMOUS_ID: &FindingKind = &FindingKind::new(
    "commanders-act-no-anonymous-id",
    Info,
    Documented,
    OPENAPI,
    "The event has no `user.consistent_anonymous_id`, which the OpenAPI file requires: the platform knows a visitor by it. On a page it is the cookie `CAID`, so it is told only of what seems to come from a server. The event is taken in all the same.",
);

/// The event does not tell the visitor's address or user agent, and seems to come from a server.
pub const NO_DEVICE: &FindingKind = &FindingKind::new(
    "commanders-act-no-device",
    Info,
    Inferred,
    EVENTS,
    "The event lacks `context.device.ip` or `context.device.user_agent`. The platform fills in the address from the request for client-side events only, so a server has to send both. That a server sent it is inferred: there is no `Origin`, and no mark of the web container or of a mobile SDK.",
);

/// The event has no `user.consent_categories`, which the reference marks as required.
pub const NO_CONSENT: &FindingKind = &FindingKind::new(
    "commanders-act-no-consent",
    Warning,
    Documented,
    EVENTS,
    "The event has no `user.consent_categories`, which the reference marks as required. It is taken in all the same, and nothing is decided; by the rule of the destination's filter no destination with a consent category gets it: Event Delivery counts it as filtered, \"not consented\" (inferred).",
);

/// `user.consent_categories` is an empty list: no category is granted.
pub const CONSENT_EMPTY: &FindingKind = &FindingKind::new(
    "commanders-act-consent-empty",
    Info,
    Inferred,
    EVENTS,
    "`user.consent_categories` is an empty list: no category is granted, so that no destination with a consent category gets the event: Event Delivery counts it as filtered, \"not consented\". The web container sends it where there is no consent.",
);

/// A consent field is not of the shape that the documentation and the vendor's clients give it, so nothing is read from it.
pub const CONSENT_UNREADABLE: &FindingKind = &FindingKind::new(
    "commanders-act-consent-unreadable",
    Warning,
    Inferred,
    EVENTS,
    "A consent field is not of the shape that the documentation and the vendor's clients give it, so nothing is read from it.",
);

/// `user.consent_categories` has texts and numbers in one list.
pub const CONSENT_IDS_MIXED: &FindingKind = &FindingKind::new(
    "commanders-act-consent-ids-mixed",
    Info,
    Inferred,
    EVENTS,
    "`user.consent_categories` has texts and numbers in one list. The pages' examples have either; eventpit compares ids as texts, and whether the platform does is not known.",
);

/// `user` is the text that the Android SDK puts there until consent is given.
pub const WAITING_FOR_CONSENT: &FindingKind = &FindingKind::new(
    "commanders-act-waiting-for-consent",
    Error,
    Observed,
    "https://github.com/CommandersAct/AndroidV5",
    "`user` is the text that the Android SDK puts there until consent is given. The event was sent too early, and carries no consent.",
);

/// A screenshot of the platform's data quality shows its rule for `currency`: upper case, 3 characters at most.
pub const CURRENCY_PATTERN: &FindingKind = &FindingKind::new(
    "commanders-act-currency-pattern",
    Warning,
    Observed,
    DATA_QUALITY,
    "A screenshot of the platform's data quality shows its rule for `currency`: 3 characters at most, in upper case. The reference says ISO 4217, which is three letters, and so are shorter texts told. The endpoint takes the event all the same.",
);

/// The event has `value` or `revenue` and no `currency`, which must be there then.
pub const VALUE_WITHOUT_CURRENCY: &FindingKind = &FindingKind::new(
    "commanders-act-value-without-currency",
    Warning,
    Documented,
    EVENTS,
    "The event has `value` or `revenue` and no `currency`, which must be there then. The endpoint takes the event all the same.",
);

/// The name differs from a standard event's only in case, underscores, hyphens or one letter.
pub const MISSPELT_EVENT_NAME: &FindingKind = &FindingKind::new(
    "commanders-act-misspelt-event-name",
    Warning,
    Inferred,
    EVENTS,
    "The name differs from a standard event's only in case, underscores, hyphens or one letter. It is a custom event then, and no destination's rule for the standard event applies to it.",
);

/// A property is missing that its table in the reference marks as required.
pub const MISSING_PROPERTY: &FindingKind = &FindingKind::new(
    "commanders-act-missing-property",
    Warning,
    Documented,
    EVENTS,
    "A property is missing that the table of a standard event, of an item or of a product marks as required. The endpoint takes the event all the same. The wording is that of the platform's data quality (observed on a screenshot).",
);

/// A property is of another type than its table says.
pub const WRONG_TYPE: &FindingKind = &FindingKind::new(
    "commanders-act-wrong-type",
    Warning,
    Documented,
    EVENTS,
    "A property is of another type than the table of its standard event, of an item, of a product or of a user says. The endpoint takes the event all the same. The wording is Ajv's, as in the platform's data quality.",
);

/// A number, or true or false, was sent as a text.
pub const TEXT_FOR_NUMBER: &FindingKind = &FindingKind::new(
    "commanders-act-text-for-number",
    Warning,
    Documented,
    EVENTS,
    "The table says number, integer or boolean, and a text of one was sent. A screenshot of the platform's data quality has `\"value\": \"8.00\"` in an event and no anomaly for it in sight, so it does not count against the event's status. A pixel has nothing but texts and is not told.",
);

/// A value is none of those that the reference lists.
pub const FOREIGN_VALUE: &FindingKind = &FindingKind::new(
    "commanders-act-foreign-value",
    Info,
    Documented,
    EVENTS,
    "A value is none of those that the reference lists for the property. The pages' own examples have others too, so it does not count against the event's status.",
);

/// A property of the user is of another shape than the reference says.
pub const USER_SHAPE: &FindingKind = &FindingKind::new(
    "commanders-act-user-shape",
    Info,
    Documented,
    EVENTS,
    "A property of the user is a text of another shape than the reference says: `phone` is E.164, `birthdate` YYYY-MM-DD, `country` an ISO code of 2 or 3 letters. The endpoint takes the event all the same; whether the platform's data quality tells of it is not known, so it does not count against the event's status.",
);

/// A hash is no lower-case hex of its length.
pub const HASH_SHAPE: &FindingKind = &FindingKind::new(
    "commanders-act-hash-shape",
    Warning,
    Documented,
    EVENTS,
    "A property of the user that is named as a hash (`_md5`, `_sha256`) is no such hash: 32 or 64 hex digits in lower case.",
);

/// A property of the user came both plain and hashed.
pub const PLAIN_AND_HASHED: &FindingKind = &FindingKind::new(
    "commanders-act-plain-and-hashed",
    Warning,
    Inferred,
    EVENTS,
    "A property of the user came both plain and hashed. The reference offers the hash in the place of the value; beside it, it hides nothing.",
);

/// What the platform's data quality calls VALID.
pub const VALID: &FindingKind = &FindingKind::new(
    "commanders-act-valid",
    Info,
    Inferred,
    DATA_QUALITY,
    "What the platform's data quality calls VALID: a standard event in which nothing breaks the specification. That its default schema is the events reference is inferred; of a custom event nothing is said, as its schema is the customer's.",
);

/// The event's status is INVALID ACCEPTED.
pub const INVALID_ACCEPTED: &FindingKind = &FindingKind::new(
    "commanders-act-invalid-accepted",
    Info,
    Observed,
    DATA_QUALITY,
    "What the platform's data quality calls INVALID ACCEPTED: properties break the event's specification, and the event is kept, without the values of a wrong format if the setting `unexpected_value_format` is `omit`. That the default schema is the events reference is inferred.",
);

/// The event's status is INVALID REJECTED.
pub const INVALID_REJECTED: &FindingKind = &FindingKind::new(
    "commanders-act-invalid-rejected",
    Error,
    Observed,
    DATA_QUALITY,
    "What the platform's data quality calls INVALID REJECTED: properties break the event's specification, and its rules (settings `missing_required_property`, `unexpected_value_format`) refuse the event. The answer is 200 all the same; the event is lost.",
);

/// The event is in format 1.0, which is deprecated since December 2023: "any requests using it may generate error".
pub const FORMAT_1: &FindingKind = &FindingKind::new(
    "commanders-act-format-1",
    Warning,
    Documented,
    FORMAT_1_PAGE,
    "The event is in format 1.0, which is deprecated since December 2023: \"any requests using it may generate error\". Which error, is not documented; containers of 2022 that are still in use send it, so the answer is 200.",
);
