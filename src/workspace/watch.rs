use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

/// How long a folder has to be quiet before it is read: an editor's save is several steps.
const QUIET: Duration = Duration::from_millis(150);

/// Watches a workspace's folder, and the folder around it: where the folder itself is replaced, as
/// by a checkout, the watch on it ends without a word.
pub struct FolderWatch(Debouncer<RecommendedWatcher, RecommendedCache>);

impl FolderWatch {
    /// Calls `tell` whenever something in `folder` may have changed, until it is dropped.
    ///
    /// # Errors
    /// The folder cannot be watched: it is gone, or the system has no watch left.
    pub fn start(
        folder: &Path,
        tell: impl Fn() + Send + 'static,
    ) -> Result<FolderWatch, notify::Error> {
        // Some systems name the file that was touched by where links lead to.
        let inside = [folder.to_path_buf(), folder.canonicalize()?];
        let is_inside = move |path: &PathBuf| inside.iter().any(|folder| path.starts_with(folder));
        let on_events = move |result: DebounceEventResult| {
            let touched = match result {
                Ok(events) => events.iter().any(|event| {
                    // To read a file is an event, too.
                    !matches!(event.kind, EventKind::Access(_))
                        && event.paths.iter().any(&is_inside)
                }),
                // What was missed is not known, so all of it may have changed.
                Err(_) => true,
            };
            if touched {
                tell();
            }
        };
        let mut watch = FolderWatch(new_debouncer(QUIET, None, on_events)?);
        if let Some(around) = folder.parent() {
            watch.0.watch(around, RecursiveMode::NonRecursive)?;
        }
        watch.again(folder)?;
        Ok(watch)
    }

    /// Watches the folder that is there now.
    ///
    /// # Errors
    /// As of [`FolderWatch::start`].
    pub fn again(&mut self, folder: &Path) -> Result<(), notify::Error> {
        // The one that was watched may be gone; then there is nothing to end.
        drop(self.0.unwatch(folder));
        self.0.watch(folder, RecursiveMode::Recursive)
    }
}
