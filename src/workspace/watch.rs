use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

/// How long a folder has to be quiet before it is read: an editor's save is several steps.
const QUIET: Duration = Duration::from_millis(150);

/// Watches a workspace's folder, and the folder around it: where the folder itself is replaced, as
/// by a checkout, the watch on it ends without a word.
pub struct FolderWatch {
    watcher: Debouncer<RecommendedWatcher, RecommendedCache>,
    folder: PathBuf,
}

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
        // What happens to a folder above happens to this one.
        let concerns = move |path: &PathBuf| {
            let mut folders = inside.iter();
            folders.any(|folder| path.starts_with(folder) || folder.starts_with(path))
        };
        let on_events = move |result: DebounceEventResult| {
            let touched = match result {
                Ok(events) => events.iter().any(|event| {
                    // To read a file is an event, too.
                    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(&concerns)
                }),
                // What was missed is not known, so all of it may have changed.
                Err(_) => true,
            };
            if touched {
                tell();
            }
        };
        let mut watch = FolderWatch {
            watcher: new_debouncer(QUIET, None, on_events)?,
            folder: folder.to_path_buf(),
        };
        watch.again()?;
        Ok(watch)
    }

    /// Watches the folders that are there now.
    ///
    /// # Errors
    /// As of [`FolderWatch::start`].
    pub fn again(&mut self) -> Result<(), notify::Error> {
        if let Some(around) = self.folder.parent() {
            watch(&mut self.watcher, around, RecursiveMode::NonRecursive)?;
        }
        watch(&mut self.watcher, &self.folder, RecursiveMode::Recursive)
    }
}

fn watch(
    watcher: &mut Debouncer<RecommendedWatcher, RecommendedCache>,
    folder: &Path,
    mode: RecursiveMode,
) -> Result<(), notify::Error> {
    // The one that was watched may be gone; then there is nothing to end.
    drop(watcher.unwatch(folder));
    watcher.watch(folder, mode)
}
