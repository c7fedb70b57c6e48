use super::Workspace;
use crate::platform::Platform;

impl Workspace {
    /// Whether answers that hide a loss become errors for `source`; without a source, whether any
    /// of the platform's wants it.
    pub fn fails_silent_losses(&self, platform: Platform, source: Option<&str>) -> bool {
        let wanted =
            |name: &str, wanted: bool| wanted && source.is_none_or(|source| source == name);
        match platform {
            Platform::Jentis => {
                let mut sources = self.jentis.sources.iter();
                sources.any(|source| wanted(&source.name, source.fail_silent_losses))
            }
            Platform::Jitsu => {
                let mut sites = self.jitsu.sites.iter();
                sites.any(|site| wanted(&site.id, site.fail_silent_losses))
            }
            Platform::CommandersAct => {
                let mut sources = self.commanders_act.sources.iter();
                sources.any(|source| wanted(&source.name, source.fail_silent_losses))
            }
            Platform::Datafly => {
                let mut sources = self.datafly.sources.iter();
                sources.any(|source| wanted(&source.name, source.fail_silent_losses))
            }
        }
    }
}
