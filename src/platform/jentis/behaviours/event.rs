//! What becomes of an event.

use super::super::kinds::{CONSENT_LOGIC, DATA_SUBMISSION, DATALAYER_STATE, ENRICHMENT, IOS_SDK};
use super::{EVENT, assumed, documented, inferred, observed};
use crate::platform::Behaviour;

pub const ALL: &[Behaviour] = &[
    documented(
        EVENT,
        "An environment is `live` or `stage`.",
        DATA_SUBMISSION,
    ),
    assumed(
        EVENT,
        "An unknown container or environment is answered with 200 all the same.",
        "sources[].unfit_configuration",
    ),
    documented(
        EVENT,
        "`execute: false` keeps the event from a vendor, whatever its status.",
        DATA_SUBMISSION,
    ),
    documented(
        EVENT,
        "A status is `true`, `false` or `\"ncm\"`: agreed, declined, essential mode only.",
        CONSENT_LOGIC,
    ),
    inferred(
        EVENT,
        "A vendor without a status does not get the event.",
        CONSENT_LOGIC,
    ),
    inferred(
        EVENT,
        "The texts `\"true\"` and `\"false\"` decide nothing: they break the schema, though the script for pages takes them.",
        "https://docs.jentis.com/documentation/push-information",
    ),
    documented(
        EVENT,
        "The data layer's state runs with the initiator `jts_push_submit`; another one executes the state of that id.",
        DATALAYER_STATE,
    ),
    documented(
        EVENT,
        "`jtspushedcommands` has to be there as an array, and says what was pushed.",
        DATALAYER_STATE,
    ),
    documented(
        EVENT,
        "The `product_` arrays are read side by side, one product a place.",
        DATALAYER_STATE,
    ),
    observed(
        EVENT,
        "A place with an empty text is a property that the product lacks: the SDK fills the arrays with it.",
        IOS_SDK,
    ),
    inferred(
        EVENT,
        "A replay from the SDK's offline cache is marked beside `data` and taken like any other; with offline tracking on, `data.variables` say that it is none.",
        IOS_SDK,
    ),
    inferred(
        EVENT,
        "`jtsAutomationId` changes nothing: it is JENTIS's own, for internal automation tests.",
        DATA_SUBMISSION,
    ),
    documented(
        EVENT,
        "`system.href` goes out as the `Referer`; the event's context has it.",
        DATA_SUBMISSION,
    ),
    documented(
        EVENT,
        "The variables of an enrichment plugin can be used like those of the event.",
        ENRICHMENT,
    ),
    assumed(
        EVENT,
        "A plugin answers what the source's file says, whatever its arguments; without that, its variables stay undefined and the answer is the same.",
        "sources[].enrichment",
    ),
];
