use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::StartError;
use crate::store::Appender;
use crate::workspace::{Files, FolderWatch, InForce, Problem, Problems, Workspace};

/// How long a folder that does not load may still be half saved. After that it is refused.
const HALF_SAVED: Duration = Duration::from_millis(300);

/// How often a folder is looked for that is gone with all around it: nobody says when it is back.
const GONE: Duration = Duration::from_secs(1);

/// Brings a changed workspace into force, as a whole or not at all.
pub struct Reloading {
    signals: Sender<Signal>,
    thread: JoinHandle<()>,
}

enum Signal {
    Changed,
    Stop,
}

impl Reloading {
    /// Watches `folder` from now on. What changed since the workspace in force was read from it is
    /// noticed at once.
    ///
    /// # Errors
    /// The folder cannot be watched.
    pub fn start(
        folder: &Path,
        in_force: Arc<InForce>,
        journal: Appender,
    ) -> Result<Reloading, StartError> {
        let failed = |reason: String| StartError::Watch {
            folder: folder.to_path_buf(),
            reason,
        };
        let (signals, received) = channel();
        let changed = signals.clone();
        let tell = move || drop(changed.send(Signal::Changed));
        // Not the place that a link leads to: the link itself may be replaced.
        let folder = std::path::absolute(folder).map_err(|error| failed(error.to_string()))?;
        let watch = FolderWatch::start(&folder, tell).map_err(|error| failed(error.to_string()))?;
        let mut reloader = Reloader {
            seen: Ok(in_force.workspace().files.clone()),
            folder,
            in_force,
            journal,
            watch,
            signals: received,
        };
        let thread = std::thread::Builder::new()
            .name("workspace".into())
            .spawn(move || reloader.run())
            .map_err(|error| failed(error.to_string()))?;
        Ok(Reloading { signals, thread })
    }

    /// Watches no longer.
    pub fn stop(self) {
        drop(self.signals.send(Signal::Stop));
        if self.thread.join().is_err() {
            tracing::error!("the workspace's thread ended in a panic");
        }
    }
}

struct Reloader {
    folder: PathBuf,
    in_force: Arc<InForce>,
    journal: Appender,
    watch: FolderWatch,
    signals: Receiver<Signal>,
    /// What was in the folder when it was looked at last.
    seen: Result<Files, Problems>,
}

impl Reloader {
    fn run(&mut self) {
        let mut signal = Signal::Changed;
        while let Signal::Changed = signal {
            let is_watched = self.watch.again().is_ok();
            if !self.look() {
                return;
            }
            signal = match is_watched {
                true => self.signals.recv().unwrap_or(Signal::Stop),
                false => self.signals.recv_timeout(GONE).unwrap_or(Signal::Changed),
            };
        }
    }

    /// Looks at the folder until it has settled. False if it is time to stop.
    fn look(&mut self) -> bool {
        let mut found = Files::read(&self.folder);
        while found != self.seen {
            let loaded = found.clone().and_then(Workspace::from_files);
            match loaded {
                Ok(workspace) => {
                    self.seen = self.bring_into_force(workspace).and(found);
                    return true;
                }
                Err(problems) => {
                    // Rather than to refuse what is half saved, wait for the rest.
                    if let Ok(Signal::Stop) = self.signals.recv_timeout(HALF_SAVED) {
                        return false;
                    }
                    let again = Files::read(&self.folder);
                    if again == found {
                        self.refuse(problems);
                        self.seen = found;
                        return true;
                    }
                    found = again;
                }
            }
        }
        true
    }

    fn bring_into_force(&self, workspace: Workspace) -> Result<(), Problems> {
        let workspace = workspace.of_folder(Some(&self.folder));
        if workspace.hash == self.in_force.workspace().hash {
            self.in_force.settle();
            tracing::info!(version = workspace.hash, "the workspace is as it was");
            return Ok(());
        }
        let workspace = Arc::new(workspace);
        // Before any request is judged by it: the recording has to know what judged it.
        if let Err(error) = self.journal.keep_workspace(Arc::clone(&workspace)) {
            let why = format!("cannot be kept in the recording: {error}");
            let problems = Problems(vec![Problem::of_file(".", why)]);
            self.refuse(problems.clone());
            return Err(problems);
        }
        tracing::info!(
            name = workspace.name,
            version = workspace.hash,
            "the workspace is reloaded"
        );
        self.in_force.replace(workspace);
        Ok(())
    }

    fn refuse(&self, problems: Problems) {
        for problem in &problems.0 {
            tracing::error!("workspace: {problem}");
        }
        tracing::error!(
            in_force = self.in_force.workspace().hash,
            "the changed workspace is not taken; the last good one stays in force"
        );
        self.in_force.refuse(problems);
    }
}
