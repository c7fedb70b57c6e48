use std::path::{Path, PathBuf};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Watches a workspace's folder, and the folder around it: where the folder itself is replaced, as
/// by a checkout, the watch on it ends without a word.
pub struct FolderWatch {
    watcher: RecommendedWatcher,
    folder: PathBuf,
}

impl FolderWatch {
    /// Calls `tell` at each step of what may have changed in `folder`, until it is dropped. One
    /// save is several steps.
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
        let on_event = move |result: Result<Event, notify::Error>| {
            let touched = match result {
                // What was missed is not known, so all of it may have changed.
                Ok(event) if event.need_rescan() => true,
                // To read a file is an event, too.
                Ok(event) => {
                    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(&concerns)
                }
                Err(_) => true,
            };
            if touched {
                tell();
            }
        };
        let mut watch = FolderWatch {
            watcher: notify::recommended_watcher(on_event)?,
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
    watcher: &mut RecommendedWatcher,
    folder: &Path,
    mode: RecursiveMode,
) -> Result<(), notify::Error> {
    // The one that was watched may be gone; then there is nothing to end.
    drop(watcher.unwatch(folder));
    watcher.watch(folder, mode)
}
