//! Consent submissions, and what consent allows a vendor.

use super::super::kinds::{CONSENT_LOGIC, DATA_SUBMISSION, IOS_SDK};
use super::{CONSENT, CONSENT_SUBMISSION, VENDORS, documented, inferred, observed};
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
    documented(
        VENDORS,
        "In Consent Mode a vendor gets an event whose status is true; in Essential Mode with ncm something else; in No Consent Mode everything.",
        CONSENT_LOGIC,
    ),
    documented(
        VENDORS,
        "`execute: false` keeps an event from a vendor whatever its status.",
        DATA_SUBMISSION,
    ),
    inferred(
        VENDORS,
        "`execute: true` makes no status more than it is; no status is no decision, and nothing is sent.",
        DATA_SUBMISSION,
    ),
    inferred(
        VENDORS,
        "A data submission's own consent counts; that of an earlier consent submission does not.",
        DATA_SUBMISSION,
    ),
];
