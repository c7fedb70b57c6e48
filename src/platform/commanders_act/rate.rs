use super::super::Call;
use super::access::Access;
use super::kinds;
use crate::event::Finding;

/// Counts the request, and says so if it is the first above the rate in its second. Nothing is
/// ever refused for it. A request of no source is of no source's rate.
pub fn over_rate(call: Call, access: &Access) -> Option<Finding> {
    let limit = call.workspace.commanders_act.settings.requests_per_second;
    let source = access.source.as_deref()?;
    let bucket = format!("commanders-act {source}");
    call.moment.over_rate(&bucket, limit).then(|| {
        kinds::OVER_RATE
            .says(format!(
                "{source} sends faster than {limit} requests a second"
            ))
            .expected(format!("{limit} a second, or a word with the vendor"))
    })
}
