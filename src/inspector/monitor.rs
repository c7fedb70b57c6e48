use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, Query};
use askama::Template;
use serde::Deserialize;

use super::PageError;
use super::deliveries::DeliveryView;
use super::json_view::JsonView;
use super::monitor_list::{MONITOR, VersionChoice, choices, monitor_href};
use super::monitor_log::{LogLine, lines};
use super::render::page;
use crate::api::{Monitored, SHOWN, monitored};
use crate::capture::encode;
use crate::monitor::{ExecutedState, MonitorEntry, SessionOrigin, SessionOverview};
use crate::server::App;

/// The monitor of one debug code.
#[derive(Template)]
#[template(path = "monitor.html")]
struct MonitorPage {
    code: String,
    session: Option<SessionOverview>,
    /// The versions that a session can be started of, to claim the code.
    versions: Vec<VersionChoice>,
    shown: Shown,
    /// How many of either view there are.
    counts: (usize, usize),
    more: bool,
    here: String,
    api: String,
    stream: String,
    after: i64,
}

/// One of the two views.
enum Shown {
    /// Every stream as it came.
    Logs(Vec<LogLine>),
    /// Each event with its state.
    States(Vec<StateView>),
}

/// An event's state, and what came of it.
struct StateView {
    executed: ExecutedState,
    /// What was frozen for it, by heading.
    frozen: [(&'static str, JsonView); 3],
    connectors: Vec<DeliveryView>,
}

/// What the page understands.
#[derive(Debug, Default, Deserialize)]
pub struct MonitorParameters {
    view: Option<String>,
}

/// Shows what came with a debug code, in one of two views.
pub async fn monitor(
    app: Data<App>,
    code: Path<String>,
    parameters: Query<MonitorParameters>,
) -> Result<HttpResponse, PageError> {
    let by_state = match parameters.view.as_deref() {
        None | Some("" | "logs") => false,
        Some("states") => true,
        Some(other) => {
            return Err(PageError::bad_request(format!(
                "view is {other:?}; there are logs and states."
            )));
        }
    };
    let code = code.into_inner();
    let asked = code.clone();
    let state = app.clone();
    let found = web::block(move || monitored(&state, &asked)).await??;
    let found = found.ok_or_else(|| PageError::not_found("debug session", &code))?;
    let versions = choices(&app.workspace.workspace().jentis.sources);
    page(&MonitorPage::new(code, found, versions, by_state))
}

impl MonitorPage {
    fn new(
        code: String,
        found: Monitored,
        versions: Vec<VersionChoice>,
        by_state: bool,
    ) -> MonitorPage {
        let Monitored {
            session,
            entries,
            more,
            projected_to,
            ..
        } = found;
        let logs = lines(session.as_ref(), &entries, more);
        let is_state = |entry: &&MonitorEntry| matches!(entry, MonitorEntry::State(_));
        let states = entries.iter().filter(is_state).count();
        MonitorPage {
            counts: (logs.len(), states),
            shown: match by_state {
                true => Shown::States(entries.into_iter().filter_map(StateView::new).collect()),
                false => Shown::Logs(logs),
            },
            here: monitor_href(&code),
            api: format!("/inspector/api/v1/jentis/monitor/{}", encode(&code)),
            stream: "/inspector/stream?view=requests&platform=jentis".into(),
            after: projected_to,
            code,
            session,
            versions,
            more,
        }
    }

    fn by_state(&self) -> bool {
        matches!(self.shown, Shown::States(_))
    }
}

impl StateView {
    fn new(entry: MonitorEntry) -> Option<StateView> {
        let MonitorEntry::State(executed) = entry else {
            return None;
        };
        let mut executed = *executed;
        let connectors = std::mem::take(&mut executed.deliveries.deliveries);
        let state = &executed.state;
        Some(StateView {
            frozen: [
                (
                    "Variables sent",
                    JsonView::new(&state.frontend.clone().into()),
                ),
                (
                    "Variables of enrichment",
                    JsonView::new(&state.enrichment.clone().into()),
                ),
                ("Consent as sent", JsonView::new(&state.consent)),
            ],
            connectors: connectors.into_iter().map(DeliveryView::new).collect(),
            executed,
        })
    }
}
