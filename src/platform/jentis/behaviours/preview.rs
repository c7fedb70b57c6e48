//! Previews, debug sessions and the monitor.

use super::super::kinds::{IOS_SDK, PREVIEW as PAGE};
use super::{PREVIEW, assumed, documented, inferred};
use crate::platform::Behaviour;

/// A quickstart that names the parameters of a page's address.
const QUICKSTART: &str = "https://docs.jentis.com/getting-started/quickstart/preview-monitor";

pub const ALL: &[Behaviour] = &[
    documented(
        PREVIEW,
        "A preview needs both `version` and `debugcode`: they are what `jts_preview` and `jts_debug` say in a page's address.",
        PAGE,
    ),
    documented(
        PREVIEW,
        "A person starts a debug session of any version, and whatever sends its code is shown in its monitor.",
        QUICKSTART,
    ),
    assumed(
        PREVIEW,
        "The third parameter of a page's address, `jts_log`, is `true`.",
        "endpoint.preview_log",
    ),
    inferred(
        PREVIEW,
        "Any version that the source lists goes with any code of its container: the two are sent apart.",
        PAGE,
    ),
    inferred(
        PREVIEW,
        "An empty `version` or `debugcode` is none.",
        "https://github.com/JENTISDev/jentis-sdk-ios-app-example (2024), which always sends both",
    ),
    assumed(
        PREVIEW,
        "An unknown version or debug code, one of another container, or half a preview, is answered with 200 all the same, and processed as published.",
        "sources[].unfit_configuration",
    ),
    documented(
        PREVIEW,
        "The monitor has the data logs, every stream as it comes, and the state debugger.",
        PAGE,
    ),
    inferred(
        PREVIEW,
        "The state debugger shows, for each state, its initiator, the variables frozen for it, and each connector's trigger, consent and request.",
        PAGE,
    ),
    inferred(
        PREVIEW,
        "A record of the monitor has the form of what the SDK uploads; a connector is a tag in it.",
        IOS_SDK,
    ),
    inferred(
        PREVIEW,
        "JENTIS's preview sends to the tools and shows what they answer. eventpit sends nothing: the status is 0.",
        PAGE,
    ),
];
