use serde::Deserialize;

use super::Problem;
use crate::redaction::{Masker, Pattern};
use crate::server::App;

/// Whether personal data is masked.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MaskParameter {
    /// `1` masks personal data by the workspace's `redaction`, and keys and cookies; `0` by default.
    mask: Option<String>,
}

impl MaskParameter {
    /// What masks, if it is asked for.
    ///
    /// # Errors
    /// It is neither 0 nor 1.
    pub fn masker(&self, app: &App) -> Result<Option<Masker>, Problem> {
        masker(self.mask.as_deref(), app)
    }
}

/// What masks, if the parameter `mask` asks for it.
///
/// # Errors
/// It is neither 0 nor 1.
pub fn masker(mask: Option<&str>, app: &App) -> Result<Option<Masker>, Problem> {
    Ok(masked(mask, app)?.map(|patterns| Masker::new(&patterns)))
}

/// What is masked, if the parameter `mask` asks for it.
///
/// # Errors
/// It is neither 0 nor 1.
pub fn masked(mask: Option<&str>, app: &App) -> Result<Option<Vec<Pattern>>, Problem> {
    match mask {
        None | Some("0") => Ok(None),
        Some("1") => Ok(Some(app.workspace.workspace().redaction.clone())),
        Some(other) => Err(Problem::parameter("mask", "0 or 1", other)),
    }
}
