use actix_web::web::Data;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::App;
use crate::debug_session::{DebugChange, DebugSession, DebugSessionError, OpenSessions, is_code};
use crate::store::StoreError;
use crate::workspace::JentisFile;

/// The debug sessions that a person started.
pub struct DebugSessions {
    /// Those that are open.
    pub open: OpenSessions,
    /// One change at a time: no code is given twice.
    changing: Mutex<()>,
}

impl DebugSessions {
    /// With those that were open when the recording was opened.
    pub fn new(sessions: impl IntoIterator<Item = DebugSession>) -> DebugSessions {
        DebugSessions {
            open: OpenSessions::new(sessions),
            changing: Mutex::new(()),
        }
    }
}

/// Starts a debug session of a version of a source, under `code` or a new one; the cursor of its row
/// in the journal. Every request that comes from now on knows it.
///
/// # Errors
/// See [`DebugSessionError`].
pub async fn start_session(
    app: &Data<App>,
    source: String,
    version: String,
    code: Option<String>,
) -> Result<(i64, DebugSession), DebugSessionError> {
    let code = code.unwrap_or_else(|| Uuid::new_v4().to_string());
    let session = DebugSession {
        code,
        source,
        version,
    };
    change(app, move |app| {
        fits(
            &app.workspace.workspace().jentis,
            &app.debug_sessions.open,
            &session,
        )?;
        Ok((DebugChange::Started(session.clone()), session))
    })
    .await
}

/// Ends the debug session with this code; the cursor of its row in the journal.
///
/// # Errors
/// See [`DebugSessionError`].
pub async fn end_session(app: &Data<App>, code: String) -> Result<i64, DebugSessionError> {
    let ended = change(app, move |app| {
        if app.debug_sessions.open.with_code(&code).is_some() {
            return Ok((DebugChange::Ended(code), ()));
        }
        Err(match listing(&app.workspace.workspace().jentis, &code) {
            Some(_) => DebugSessionError::Listed(code),
            None => DebugSessionError::NotOpen(code),
        })
    });
    Ok(ended.await?.0)
}

/// Makes a change in a task of its own: what is recorded must come into force, whether its client
/// waits or not.
async fn change<T: 'static>(
    app: &Data<App>,
    make: impl FnOnce(&App) -> Result<(DebugChange, T), DebugSessionError> + 'static,
) -> Result<(i64, T), DebugSessionError> {
    let app = app.clone();
    let changed = actix_web::rt::spawn(async move {
        let _one_at_a_time = app.debug_sessions.changing.lock().await;
        let (change, made) = make(&app)?;
        let now = jiff::Timestamp::now().as_microsecond();
        let cursor = app.journal.debug_session(change.clone(), now).await?;
        app.debug_sessions.open.apply(change);
        Ok((cursor, made))
    });
    changed.await.unwrap_or(Err(StoreError::Closed.into()))
}

/// Whether a session can be started.
fn fits(
    file: &JentisFile,
    open: &OpenSessions,
    session: &DebugSession,
) -> Result<(), DebugSessionError> {
    let DebugSession {
        code,
        source,
        version,
    } = session;
    let found = file.sources.iter().find(|it| it.name == *source);
    let found = found.ok_or_else(|| DebugSessionError::NoSuchSource(source.clone()))?;
    if !found.versions.iter().any(|it| it.version == *version) {
        return Err(DebugSessionError::NoSuchVersion {
            source_name: source.clone(),
            version: version.clone(),
        });
    }
    if !is_code(code) {
        return Err(DebugSessionError::BadCode(code.clone()));
    }
    let started = open.with_code(code).map(|it| it.source);
    match started.or_else(|| listing(file, code)) {
        Some(owner) => Err(DebugSessionError::CodeTaken {
            code: code.clone(),
            owner,
        }),
        None => Ok(()),
    }
}

/// The source whose file lists the code.
fn listing(file: &JentisFile, code: &str) -> Option<String> {
    let lists = |it: &&crate::workspace::JentisSource| it.debug_codes.iter().any(|it| it == code);
    file.sources.iter().find(lists).map(|it| it.name.clone())
}
