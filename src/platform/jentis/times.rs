/// Where a body has the time of what happened, by the client's clock; what `replay` shifts.
pub const TIMES: &[&str] = &[
    "/system/timestamp",
    "/data/variables/app_offline_resend_timestamp",
];
