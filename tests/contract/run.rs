use crate::case::Case;
use crate::server::Servers;
use crate::{expect, inspector, wire};

/// Runs a case in a test session of its own and says everything in which it differs.
pub fn run(servers: &Servers, case: &Case, session: &str) -> Result<(), String> {
    servers.with(case.workspace.as_deref(), |server| {
        for sent in &case.setup {
            wire::exchange(server, sent, session)?;
        }
        let answer = wire::exchange(server, &case.request, session)?;
        let mut differences = expect::answer(&case.expect, &answer);
        let told = inspector::told(server, session)?;
        differences.extend(expect::told(case, &told));
        if differences.is_empty() {
            return Ok(());
        }
        Err(format!(
            "{} {} ({:?}: {})\n  {}",
            case.request.method,
            case.request.path,
            case.evidence,
            case.from,
            differences.join("\n  ")
        ))
    })
}
