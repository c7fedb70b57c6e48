use crate::connector::{DeliveryResult, Incoming, deliveries};
use crate::event::Event;
use crate::store::Exchange;
use crate::workspace::Workspace;

/// What would have become of an event at each destination that a connector stands for, by name.
pub fn results(
    exchange: &Exchange,
    workspace: &Workspace,
    event: &Event,
) -> Vec<(String, DeliveryResult)> {
    let Some(platform) = exchange.platform else {
        return Vec::new();
    };
    let sent = Incoming {
        event,
        platform,
        request: &exchange.request,
    };
    let session = exchange.moment.debug_session.as_ref();
    let all = deliveries(workspace, exchange.source.as_deref(), session, sent);
    let each = all.deliveries.into_iter();
    each.map(|it| (it.connector, it.result)).collect()
}
