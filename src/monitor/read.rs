use std::sync::Arc;

use super::entry::{ExecutedState, MonitorEntry, Unfit, Upload};
use crate::connector::{Deliveries, Incoming, deliveries};
use crate::event::{Finding, FindingKind};
use crate::platform::jentis::kinds::{
    PREVIEW_DEBUGCODE_MISSING, PREVIEW_DEBUGCODE_OF_ANOTHER, PREVIEW_DEBUGCODE_UNKNOWN,
    PREVIEW_VERSION_MISSING, PREVIEW_VERSION_UNKNOWN,
};
use crate::platform::{Platform, TraceKind, jentis};
use crate::store::{DebugTraceRow, Explained, Explainer, Reader, StoreError};
use crate::workspace::{JentisSource, JentisVersionState, Workspace};

/// Why a preview does not work.
const MISFITS: [&FindingKind; 5] = [
    PREVIEW_DEBUGCODE_MISSING,
    PREVIEW_VERSION_MISSING,
    PREVIEW_DEBUGCODE_UNKNOWN,
    PREVIEW_DEBUGCODE_OF_ANOTHER,
    PREVIEW_VERSION_UNKNOWN,
];

/// What came with one debug code.
#[derive(Debug, Clone, PartialEq)]
pub struct Monitor {
    /// The newest first.
    pub entries: Vec<MonitorEntry>,
    /// Whether there is more before them.
    pub more: bool,
}

/// What came with `code`, the newest first, at most `limit`; `now` is the workspace in force. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn monitor(
    reader: &Reader,
    now: &Arc<Workspace>,
    code: &str,
    limit: usize,
) -> Result<Monitor, StoreError> {
    let mut rows = reader.debug_trace_rows(code, limit.saturating_add(1))?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let mut explainer = reader.explainer(now);
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        entries.extend(entry(reader, &mut explainer, row)?);
    }
    Ok(Monitor { entries, more })
}

fn entry(
    reader: &Reader,
    explainer: &mut Explainer,
    row: DebugTraceRow,
) -> Result<Option<MonitorEntry>, StoreError> {
    match row.kind {
        TraceKind::Upload => {
            let Some(exchange) = reader.exchange(row.cursor)? else {
                return Ok(None);
            };
            let workspace = explainer.workspace(&exchange.workspace)?;
            Ok(Some(MonitorEntry::Upload(Upload {
                cursor: row.cursor,
                body: jentis::upload(&exchange.request, &workspace.jentis),
                at: row.at,
            })))
        }
        TraceKind::Shown => {
            let explained = explainer.event(row.event_id())?;
            Ok(explained.map(|it| MonitorEntry::State(Box::new(executed(row, &it)))))
        }
        TraceKind::Unfit => unfit(reader, explainer, row).map(Some),
    }
}

fn executed(row: DebugTraceRow, explained: &Explained) -> ExecutedState {
    let Explained {
        exchange,
        workspace,
        event,
    } = explained;
    let name = exchange.source.as_deref();
    let source = source_of(explained);
    let incoming = Incoming {
        event,
        platform: Platform::Jentis,
        request: &exchange.request,
    };
    let session = exchange.moment.debug_session.as_ref();
    let deliveries: Deliveries = deliveries(workspace, name, session, incoming);
    let number = deliveries.container_version.clone();
    let version = number.and_then(|number| {
        let found = source?.versions.iter().find(|it| it.version == number)?;
        Some((number, found.state))
    });
    ExecutedState {
        id: row.event_id(),
        name: event.name.clone().unwrap_or_default(),
        at: (row.at, exchange.request.received_at / 1000),
        state: jentis::state(source, &event.payload),
        version,
        deliveries,
    }
}

/// The source that an event went to.
fn source_of(explained: &Explained) -> Option<&JentisSource> {
    let name = explained.exchange.source.as_deref();
    let mut sources = explained.workspace.jentis.sources.iter();
    sources.find(|it| Some(it.name.as_str()) == name)
}

fn unfit(
    reader: &Reader,
    explainer: &mut Explainer,
    row: DebugTraceRow,
) -> Result<MonitorEntry, StoreError> {
    let explained = explainer.event(row.event_id())?;
    let told = |finding: &Finding| {
        let is_misfit = MISFITS.contains(&finding.kind);
        is_misfit.then(|| finding.message.clone())
    };
    let mut reasons: Vec<String> = match &explained {
        Some(it) => it.event.findings.iter().filter_map(told).collect(),
        None => Vec::new(),
    };
    let event = explained.as_ref().map(|it| {
        let state = jentis::state(source_of(it), &it.event.payload);
        (row.event_id(), state)
    });
    let end = match explained {
        Some(_) => "processed as published",
        None => "refused",
    };
    for reason in &mut reasons {
        reason.push_str("; ");
        reason.push_str(end);
    }
    if reasons.is_empty() {
        reasons.push(format!("an event does not fit this debug session: {end}"));
    }
    let millis = reader.exchange(row.cursor)?;
    let millis = millis.map_or(0, |it| it.request.received_at / 1000);
    Ok(MonitorEntry::Unfit(Box::new(Unfit {
        cursor: row.cursor,
        at: (row.at, millis),
        reasons,
        event,
    })))
}

/// The version of a source in the workspace in force, in words.
pub(super) fn state_of(
    workspace: &Workspace,
    source: &str,
    version: &str,
) -> Option<JentisVersionState> {
    let source = workspace
        .jentis
        .sources
        .iter()
        .find(|it| it.name == source)?;
    let found = source.versions.iter().find(|it| it.version == version)?;
    Some(found.state)
}
