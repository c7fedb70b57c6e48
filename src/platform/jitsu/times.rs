/// Where a body has the time of what happened, by the client's clock; what `replay` shifts. `*` is
/// each element of a list.
pub const TIMES: &[&str] = &[
    "/timestamp",
    "/sentAt",
    "/originalTimestamp",
    "/batch/*/timestamp",
    "/batch/*/sentAt",
    "/batch/*/originalTimestamp",
];
