use std::collections::HashSet;

use serde::Serialize;

use super::read::state_of;
use crate::capture::encode;
use crate::debug_session::is_code;
use crate::store::{DebugTraces, Reader, StartedSession, StoreError};
use crate::workspace::Workspace;

/// The debug sessions, and the codes that are nobody's.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Sessions {
    /// Those that are open, the newest first, then those that have ended.
    pub sessions: Vec<SessionOverview>,
    /// Codes that came and are no session's, those that came last first, at most 100.
    pub unclaimed: Vec<Unclaimed>,
    /// How many such codes there are besides.
    pub unclaimed_more: usize,
}

/// A debug session.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SessionOverview {
    /// Its code.
    pub code: String,
    /// The source that it is of, by name.
    pub source: String,
    /// That source's container, where the workspace names one.
    pub container: Option<String>,
    /// Who made it.
    pub origin: SessionOrigin,
    /// The version that was chosen for it; none for a code in a file, which goes with any.
    pub version: Option<String>,
    /// The state of that version in words: `current edit`; none if the workspace has it no more.
    pub version_state: Option<String>,
    /// When it was started; none for a code in a file.
    pub started_at: Option<String>,
    /// When it was ended; none while it is open.
    pub ended_at: Option<String>,
    /// How many events are shown in it.
    pub events: i64,
    /// How many events came with its code and do not fit it.
    pub unfit: i64,
    /// How many logs apps uploaded for it.
    pub uploads: i64,
    /// When the last of all these came.
    pub last_at: Option<String>,
    /// What to paste; none for a code in a file, for which no version is chosen.
    pub preview: Option<PreviewParameters>,
}

/// Who made a debug session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SessionOrigin {
    /// A person started it.
    Started,
    /// Its code is in the source's file.
    File,
}

/// What makes a client send into a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PreviewParameters {
    /// For a body's `configuration`.
    pub configuration: PreviewConfiguration,
    /// For a page's address, where JENTIS's own script reads them. That `jts_preview` and
    /// `jts_debug` are version and code is documented; the value of `jts_log` is assumed
    /// (`endpoint.preview_log`).
    pub query: String,
}

/// What a body's `configuration` has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PreviewConfiguration {
    /// The version.
    pub version: String,
    /// The code.
    pub debugcode: String,
}

/// A code that came and is no session's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Unclaimed {
    /// The code.
    pub code: String,
    /// How often it came as nobody's.
    pub count: i64,
    /// When it did so last.
    pub last_at: String,
    /// The containers that named it, at most 5.
    pub containers: Vec<String>,
    /// The source that the last event with it went to; none if only an app's log had it.
    pub source: Option<String>,
    /// Whether a session can be started under it.
    pub can_be_claimed: bool,
}

/// All sessions and unclaimed codes. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn sessions(reader: &Reader, workspace: &Workspace) -> Result<Sessions, StoreError> {
    let mut sessions = Vec::new();
    let started = reader.started_sessions()?;
    let (open, ended): (Vec<_>, Vec<_>) = started.iter().partition(|it| it.ended_at.is_none());
    for session in open {
        sessions.push(of_started(reader, workspace, session)?);
    }
    for (source, code) in listed(workspace) {
        sessions.push(of_file(reader, workspace, source, code)?);
    }
    for session in ended {
        sessions.push(of_started(reader, workspace, session)?);
    }
    let is_open = |it: &&SessionOverview| it.ended_at.is_none();
    let open = sessions.iter().filter(is_open);
    let claimed: HashSet<&str> = open.map(|it| it.code.as_str()).collect();
    let (unclaimed, unclaimed_more) = reader.unclaimed_codes(|code| claimed.contains(code))?;
    let unclaimed = unclaimed.into_iter().map(|it| Unclaimed {
        can_be_claimed: is_code(&it.code),
        code: it.code,
        count: it.count,
        last_at: it.last_at,
        containers: it.containers,
        source: it.source,
    });
    Ok(Sessions {
        unclaimed: unclaimed.collect(),
        unclaimed_more,
        sessions,
    })
}

/// The session with that code, if there is one; an open one before one that has ended. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn session(
    reader: &Reader,
    workspace: &Workspace,
    code: &str,
) -> Result<Option<SessionOverview>, StoreError> {
    let started = reader.started_session(code)?;
    let listed = listed(workspace).find(|(_, it)| *it == code);
    match (started, listed) {
        (Some(session), None) => of_started(reader, workspace, &session).map(Some),
        (Some(session), Some(_)) if session.ended_at.is_none() => {
            of_started(reader, workspace, &session).map(Some)
        }
        (_, Some((source, code))) => of_file(reader, workspace, source, code).map(Some),
        (None, None) => Ok(None),
    }
}

/// The codes in the sources' files, with their sources.
fn listed(workspace: &Workspace) -> impl Iterator<Item = (&str, &str)> {
    let sources = workspace.jentis.sources.iter();
    sources.flat_map(|it| {
        it.debug_codes
            .iter()
            .map(|code| (it.name.as_str(), code.as_str()))
    })
}

fn of_started(
    reader: &Reader,
    workspace: &Workspace,
    started: &StartedSession,
) -> Result<SessionOverview, StoreError> {
    let session = &started.session;
    let state = state_of(workspace, &session.source, &session.version);
    Ok(SessionOverview {
        origin: SessionOrigin::Started,
        version: Some(session.version.clone()),
        version_state: state.map(|it| it.words().to_string()),
        started_at: Some(started.started_at.clone()),
        ended_at: started.ended_at.clone(),
        preview: Some(PreviewParameters::new(
            workspace,
            &session.version,
            &session.code,
        )),
        ..of_file(reader, workspace, &session.source, &session.code)?
    })
}

fn of_file(
    reader: &Reader,
    workspace: &Workspace,
    source: &str,
    code: &str,
) -> Result<SessionOverview, StoreError> {
    let mut sources = workspace.jentis.sources.iter();
    let container = sources.find(|it| it.name == source);
    let DebugTraces {
        shown,
        unfit,
        uploads,
        last_at,
    } = reader.debug_traces(code)?;
    Ok(SessionOverview {
        code: code.into(),
        source: source.into(),
        container: container.and_then(|it| it.container.clone()),
        origin: SessionOrigin::File,
        version: None,
        version_state: None,
        started_at: None,
        ended_at: None,
        events: shown,
        unfit,
        uploads,
        last_at,
        preview: None,
    })
}

impl PreviewParameters {
    /// Those of a session.
    pub fn new(workspace: &Workspace, version: &str, code: &str) -> PreviewParameters {
        let log = &workspace.jentis.endpoint.preview_log;
        PreviewParameters {
            configuration: PreviewConfiguration {
                version: version.into(),
                debugcode: code.into(),
            },
            query: format!(
                "jts_preview={}&jts_debug={}&jts_log={}",
                encode(version),
                encode(code),
                encode(log)
            ),
        }
    }
}
