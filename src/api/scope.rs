use serde::Deserialize;

use super::Problem;
use super::mask::masked;
use super::place::begin;
use crate::overview::Scope;
use crate::platform::Platform;
use crate::server::App;

/// Which events an overview looks at.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ScopeParameters {
    /// Only this test session.
    session: Option<String>,
    /// Only this platform: `jentis`, `jitsu`, `commanders-act` or `datafly`.
    platform: Option<String>,
    /// Only what comes after this cursor (`1204`) or event (`1204.17`), or after `now`.
    since: Option<String>,
    /// `1` masks personal data by the workspace's `redaction`; `0` by default.
    mask: Option<String>,
}

impl ScopeParameters {
    /// Reads the parameters.
    ///
    /// # Errors
    /// A platform that is none, or a mask that is neither 0 nor 1.
    pub fn scope(self, app: &App) -> Result<Scope, Problem> {
        if let Some(platform) = self.platform.as_deref()
            && Platform::parse(platform).is_none()
        {
            let known = "jentis, jitsu, commanders-act or datafly";
            return Err(Problem::parameter("platform", known, platform));
        }
        Ok(Scope {
            since: begin(&app.reader, None, self.since.as_deref())?,
            session: self.session,
            platform: self.platform,
            redaction: masked(self.mask.as_deref(), app)?,
        })
    }
}
