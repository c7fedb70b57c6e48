/// Where a body has the time of what happened, by the client's clock; what `replay` shifts. `*` is
/// each element of a list.
pub const TIMES: &[&str] = &[
    "/context/event_timestamp",
    "/context/created",
    "/event_timestamp",
    "/eventTimestamp",
    "/batch/*/context/event_timestamp",
    "/batch/*/context/created",
    "/batch/*/event_timestamp",
    "/batch/*/eventTimestamp",
];
