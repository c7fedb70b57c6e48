//! Consent submissions.

use super::super::kinds::IOS_SDK;
use super::{CONSENT, CONSENT_SUBMISSION, documented, inferred, observed};
use crate::platform::Behaviour;

pub const ALL: &[Behaviour] = &[
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
];
