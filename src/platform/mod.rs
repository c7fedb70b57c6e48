//! The emulated platforms. Each is a folder of plain functions under the same file names:
//!
//! - `routes`: the paths it owns, and what a path means,
//! - `respond`: (request, workspace, moment) → the answer and its outcome; on the request's path,
//! - `decode`: the same → the events and findings; behind the request's back,
//! - `validate`: what is wrong with an event,
//! - `consent`: the decisions that an event carries,
//! - `kinds`: the catalogue of its findings,
//! - `behaviours`: what it does and how that is known,
//!
//! and what is its own. No HTTP library and no SQL is known here.

mod authorization;
mod behaviour;
pub mod commanders_act;
mod consent_management;
pub mod datafly;
mod gif;
mod go_json;
pub mod jentis;
pub mod jitsu;
mod json;
mod known_path;
mod moment;
mod name;
mod outline;
mod reading;
mod reply;
mod weight;
mod whole;

pub use behaviour::Behaviour;
pub(crate) use json::pointer_step;
pub use known_path::KnownPath;
pub use moment::{Moment, MomentRecord};
pub use name::Platform;
pub use reading::Reading;
pub use reply::{DebugTrace, Decoded, Reply, TraceKind};

use crate::capture::BodyState;
use crate::capture::Request;
use crate::event::FindingKind;
use crate::fault::FAULT_HEADER;
use crate::workspace::Workspace;

/// eventpit's own header, which names the test session: no vendor's, so no finding either.
pub const SESSION_HEADER: &str = "x-eventpit-session";

/// eventpit's own headers, which a page may send whatever the platform allows.
pub const OWN_HEADERS: [&str; 2] = [SESSION_HEADER, FAULT_HEADER];

/// A request on its platform: what is left of its path once session and prefix are taken off.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    /// The request as it came.
    pub request: &'a Request,
    /// The path on the platform, percent-encoded, beginning with `/`.
    pub path: &'a str,
    /// What was taken off the path's front (`/jitsu`, `/~NAME/jitsu`, or empty): a redirect has
    /// to put it back.
    pub mount: &'a str,
    /// The workspace in force.
    pub workspace: &'a Workspace,
    /// What else the verdict needs.
    pub moment: &'a Moment<'a>,
}

/// What `platform` answers. Pure but for the moment, which remembers what it was asked.
pub fn respond(platform: Platform, call: Call) -> Reply {
    match platform {
        Platform::Jentis => jentis::respond(call),
        Platform::Jitsu => jitsu::respond(call),
        Platform::CommandersAct => commanders_act::respond(call),
        Platform::Datafly => datafly::respond(call),
    }
}

/// The events in a request and what is worth telling about it. `call.moment` is the recorded one.
pub fn decode(platform: Platform, call: Call) -> Decoded {
    let mut decoded = match platform {
        Platform::Jentis => jentis::decode(call),
        Platform::Jitsu => jitsu::decode(call),
        Platform::CommandersAct => commanders_act::decode(call),
        Platform::Datafly => datafly::decode(call),
    };
    if matches!(call.request.body.state, BodyState::Incomplete(_)) {
        // That a body broke off is told of every request alike, and is the whole reason.
        let unreadable = unreadable(platform).code;
        decoded
            .findings
            .retain(|finding| finding.kind.code != unreadable);
    }
    decoded
}

/// What `platform` finds in a body that is not JSON.
fn unreadable(platform: Platform) -> &'static FindingKind {
    match platform {
        Platform::Jentis => jentis::kinds::INVALID_JSON,
        Platform::Jitsu => jitsu::kinds::INVALID_JSON,
        Platform::CommandersAct => commanders_act::kinds::INVALID_JSON,
        Platform::Datafly => datafly::kinds::INVALID_JSON,
    }
}

/// For how long `platform` drops an event of `source` whose id came before, in microseconds; none
/// where it keeps no ids (Datafly alone documents that it does:
/// <https://docs.dataflysignal.com/ingestion/endpoints>).
pub fn deduplicate_window(platform: Platform, workspace: &Workspace, source: &str) -> Option<i64> {
    (platform == Platform::Datafly).then(|| {
        let seconds = workspace.datafly.deduplicate_window_seconds(source);
        i64::try_from(seconds.saturating_mul(1_000_000)).unwrap_or(i64::MAX)
    })
}

/// The test session that the events of a request name, where a rule of the workspace says so. Only
/// Commanders Act has a property of its own for tests (`test_code`).
pub fn session_in_events(
    platform: Platform,
    request: &Request,
    path: &str,
    workspace: &Workspace,
) -> Option<String> {
    match platform {
        Platform::CommandersAct => {
            commanders_act::session(request, path, &workspace.commanders_act)
        }
        Platform::Jentis | Platform::Jitsu | Platform::Datafly => None,
    }
}

/// The paths that `platform` serves.
pub fn known_paths(platform: Platform) -> &'static [KnownPath] {
    match platform {
        Platform::Jentis => jentis::PATHS,
        Platform::Jitsu => jitsu::PATHS,
        Platform::CommandersAct => commanders_act::PATHS,
        Platform::Datafly => datafly::PATHS,
    }
}

/// Where a body of `platform` has the time of what happened: pointers, in which `*` is each element
/// of a list.
pub fn times(platform: Platform) -> &'static [&'static str] {
    match platform {
        Platform::Jentis => jentis::TIMES,
        Platform::Jitsu => jitsu::TIMES,
        Platform::CommandersAct => commanders_act::TIMES,
        Platform::Datafly => datafly::TIMES,
    }
}

/// The catalogue of `platform`'s findings.
pub fn kinds(platform: Platform) -> Vec<&'static FindingKind> {
    match platform {
        Platform::Jentis => jentis::kinds::all(),
        Platform::Jitsu => jitsu::kinds::all(),
        Platform::CommandersAct => commanders_act::kinds::all(),
        Platform::Datafly => datafly::kinds::all(),
    }
}

/// What `platform` does and how that is known.
pub fn behaviours(platform: Platform) -> Vec<&'static Behaviour> {
    match platform {
        Platform::Jentis => jentis::behaviours::PARTS
            .iter()
            .copied()
            .flatten()
            .collect(),
        Platform::Jitsu => jitsu::behaviours::PARTS.iter().copied().flatten().collect(),
        Platform::CommandersAct => commanders_act::behaviours::PARTS
            .iter()
            .copied()
            .flatten()
            .collect(),
        Platform::Datafly => datafly::behaviours::ALL.iter().collect(),
    }
}
