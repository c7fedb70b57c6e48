use actix_web::HttpResponse;
use utoipa::OpenApi;

use super::pages::{EventPage, RequestPage};
use super::{
    FullRequest, Problem, baseline, clear, compare, connectors, consent, debug_sessions,
    deliveries, events, expect, export, faults, health, help, import, monitor, plan, prune, query,
    requests, samples, search, sessions, settings, stream, visitors, workspace,
};
use crate::compare::Comparison;
use crate::connector::Deliveries;
use crate::overview::{ConnectorsOverview, ConsentOverview, SessionsComparison, VisitorOverview};
use crate::plan::Checklist;
use crate::store::{Counted, EventRow, Facets, Pruned, RequestRow, Timeline};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "eventpit inspector API",
        description = "Every answer has the header eventpit-version: what answers without it is no \
                       eventpit, whatever it says."
    ),
    paths(
        health::health,
        requests::list,
        requests::one,
        events::list,
        events::one,
        deliveries::of_event,
        search::count,
        search::facets,
        search::timeline,
        query::explain,
        expect::wait,
        expect::assert,
        expect::none,
        expect::sequence,
        expect::plan,
        expect::coverage,
        expect::baseline,
        baseline::baseline,
        sessions::list,
        sessions::reset,
        sessions::delete,
        stream::stream,
        faults::list,
        faults::arm,
        faults::disarm_all,
        faults::one,
        faults::disarm,
        clear::clear,
        clear::undo,
        prune::prune,
        export::export,
        import::import,
        consent::consent,
        connectors::connectors,
        visitors::one,
        compare::compare,
        compare::sessions,
        plan::plan,
        debug_sessions::list,
        debug_sessions::start,
        debug_sessions::end,
        monitor::of_code,
        workspace::workspace,
        settings::list,
        samples::list,
        help::list,
        help::one
    ),
    components(schemas(
        health::Health,
        EventPage,
        RequestPage,
        EventRow,
        Checklist,
        Comparison,
        ConnectorsOverview,
        ConsentOverview,
        SessionsComparison,
        VisitorOverview,
        RequestRow,
        FullRequest,
        super::requests::FullFault,
        faults::FaultList,
        faults::FaultState,
        faults::Disarmed,
        crate::fault::Fault,
        sessions::SessionList,
        crate::store::SessionRow,
        expect::WaitQuestion,
        expect::AssertQuestion,
        expect::NoneQuestion,
        expect::SequenceQuestion,
        expect::PlanQuestion,
        expect::CoverageQuestion,
        expect::BaselineQuestion,
        expect::Since,
        crate::expect::Count,
        crate::expect::ExpectationVerdict,
        crate::expect::SequenceVerdict,
        crate::expect::PlanVerdict,
        crate::expect::CoverageVerdict,
        crate::expect::BaselineVerdict,
        crate::baseline::Baseline,
        Deliveries,
        Counted,
        Facets,
        Timeline,
        query::QueryHelp,
        debug_sessions::DebugSessionList,
        debug_sessions::NewDebugSession,
        debug_sessions::StartedDebugSession,
        debug_sessions::EndedDebugSession,
        monitor::MonitorView,
        clear::ClearAnswer,
        prune::PruneAnswer,
        crate::import::ImportReport,
        Pruned,
        workspace::WorkspaceState,
        workspace::RefusedChange,
        workspace::WorkspaceProblem,
        settings::SettingList,
        samples::SampleList,
        help::DocumentList,
        crate::documentation::Document,
        Problem
    ))
)]
struct Document;

/// The description of the API: OpenAPI 3.1 as JSON.
pub fn document() -> String {
    Document::openapi().to_pretty_json().unwrap_or_default()
}

/// Serves [`document`].
pub async fn serve() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(document())
}
