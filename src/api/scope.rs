use serde::Deserialize;

use super::Problem;
use crate::overview::Scope;
use crate::platform::Platform;

/// Which events an overview looks at.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ScopeParameters {
    /// Only this test session.
    session: Option<String>,
    /// Only this platform: `jentis`, `jitsu`, `commanders-act` or `datafly`.
    platform: Option<String>,
}

impl ScopeParameters {
    /// Reads the parameters.
    ///
    /// # Errors
    /// A platform that is none.
    pub fn scope(self) -> Result<Scope, Problem> {
        if let Some(platform) = self.platform.as_deref()
            && Platform::parse(platform).is_none()
        {
            let known = "jentis, jitsu, commanders-act or datafly";
            return Err(Problem::parameter("platform", known, platform));
        }
        Ok(Scope {
            session: self.session,
            platform: self.platform,
            redaction: None,
        })
    }
}
