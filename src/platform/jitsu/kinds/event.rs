//! What is told of an event.

use super::{BATCH, INGEST, PAGE, ROUTER, observed};
use crate::event::{FindingKind, Severity};

/// `null` where an event belongs.
pub const NULL_EVENT: &FindingKind = &observed(
    "jitsu-null-event",
    Severity::Error,
    "Jitsu crashes on null in the place of an event and answers 500. In a batch, the events before it are taken in already, so a client that tries again sends them twice.",
    INGEST,
);

/// The type is not one of Jitsu's.
pub const UNKNOWN_TYPE: &FindingKind = &observed(
    "jitsu-unknown-type",
    Severity::Error,
    "Jitsu knows page, track, identify, group, alias and screen, in lower case. An event of any other type is lost; outside /api/s/s2s, and with a browser's key, with status 200.",
    PAGE,
);

/// Neither the path nor the event has a type.
pub const NO_TYPE: &FindingKind = &observed(
    "jitsu-no-type",
    Severity::Error,
    "The type is left to the event, by the path /api/s/event or by a batch, and the event has none, so it is lost.",
    PAGE,
);

/// Path and event disagree on the type.
pub const TYPE_OVERRIDDEN: &FindingKind = &observed(
    "jitsu-type-overridden",
    Severity::Warning,
    "The path and the event name different types. The path wins, without a word in the answer.",
    INGEST,
);

/// A track event without a name.
pub const NO_NAME: &FindingKind = &observed(
    "jitsu-no-event-name",
    Severity::Error,
    "A track event needs its name as text in `event`; without it the event is lost; outside /api/s/s2s, and with a browser's key, with status 200.",
    INGEST,
);

/// A track event's name is too long.
pub const LONG_NAME: &FindingKind = &observed(
    "jitsu-long-event-name",
    Severity::Error,
    "A track event's name may have 128 bytes. The answer speaks of characters, but a letter such as ü counts twice.",
    INGEST,
);

/// Too large.
pub const TOO_BIG: &FindingKind = &observed(
    "jitsu-event-too-large",
    Severity::Error,
    "The event, with the request's headers and all that Jitsu adds, has more than 1,000,000 bytes of JSON, so it is lost; outside /api/s/s2s, and with a browser's key, with status 200.",
    INGEST,
);

/// The site has no destination.
pub const NO_DESTINATIONS: &FindingKind = &observed(
    "jitsu-no-destinations",
    Severity::Error,
    "The site has nowhere to send the event, so it is lost, on every path with status 200. Destinations that run in the browser count only for a browser's single events.",
    INGEST,
);

/// The quota is used up.
pub const OVER_QUOTA: &FindingKind = &observed(
    "jitsu-over-quota",
    Severity::Error,
    "The site's billing quota is used up. A single event is refused with 402; a batch is answered with 200 and the event is lost.",
    INGEST,
);

/// A copy in a batch.
pub const DEDUPLICATED: &FindingKind = &observed(
    "jitsu-deduplicated",
    Severity::Warning,
    "An earlier event of the same batch has the same anonymousId, userId, type, event, properties and traits, and nearly the same timestamp. Jitsu leaves this one out, although its messageId may differ.",
    BATCH,
);

/// `context` is no object.
pub const CONTEXT_REPLACED: &FindingKind = &observed(
    "jitsu-context-replaced",
    Severity::Warning,
    "`context` is not an object. Jitsu puts an empty one in its place, without a word in the answer.",
    INGEST,
);

/// A value that Jitsu writes over.
pub const OVERWRITTEN: &FindingKind = &observed(
    "jitsu-overwritten",
    Severity::Warning,
    "Jitsu writes its own value over the one that was sent: requestIp and receivedAt for everyone, context.ip for a browser's key. To send a context.ip of your own, use a server's key.",
    ROUTER,
);

/// A property that only functions may set.
pub const REMOVED: &FindingKind = &observed(
    "jitsu-removed",
    Severity::Warning,
    "From an event with a browser's key Jitsu takes JITSU_TABLE_NAME, JITSU_PROFILE_ID, SALESFORCE_* and __sql_type*, at any depth. Set them in a function, or use a server's key.",
    ROUTER,
);

/// A batch's context lost a part.
pub const CONTEXT_NOT_MERGED: &FindingKind = &observed(
    "jitsu-context-not-merged",
    Severity::Info,
    "The batch and the event both have this object in `context`. Only the top level is merged, so the event's object replaces the batch's, and what only the batch's has is lost.",
    BATCH,
);
