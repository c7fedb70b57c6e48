use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::StartError;
use crate::fault::Faults;
use crate::store::{Appender, Reader};
use crate::workspace::{Files, FolderWatch, InForce, Problem, Problems, Workspace};

/// How long a folder has to be quiet before it is read: an editor's save is several steps.
const QUIET: Duration = Duration::from_millis(150);

/// How long a folder is waited for that does not become quiet: a file in it may never stop changing.
const LONGEST: Duration = Duration::from_secs(1);

/// How long a folder that does not load may still be half saved. After that it is refused.
const HALF_SAVED: Duration = Duration::from_millis(300);

/// How often a folder is looked for that is gone with all around it: nobody says when it is back. And
/// how long after a change it is looked at once more, with a new watch: what goes while it is looked at
/// takes the watch with it, and what told so is taken for a step of the change.
const AGAIN: Duration = Duration::from_secs(1);

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
        faults: Arc<Faults>,
        journal: Appender,
        reader: Arc<Reader>,
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
            faults,
            journal,
            reader,
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

/// How a look at the folder ended.
enum Looked {
    /// It was as it had to be.
    AtOnce,
    /// It had to settle first: the watch may be on what is not there any more.
    Waited,
    /// It is time to stop.
    Stopped,
}

struct Reloader {
    folder: PathBuf,
    in_force: Arc<InForce>,
    faults: Arc<Faults>,
    journal: Appender,
    reader: Arc<Reader>,
    watch: FolderWatch,
    signals: Receiver<Signal>,
    /// What was in the folder when it was looked at last.
    seen: Result<Files, Problems>,
}

impl Reloader {
    fn run(&mut self) {
        let mut latest = Instant::now() + LONGEST;
        let mut once_more = false;
        loop {
            let is_watched = self.watch.again().is_ok();
            match self.look(latest) {
                Looked::AtOnce => {}
                Looked::Waited => once_more = true,
                Looked::Stopped => return,
            }
            let signal = match is_watched && !once_more {
                true => self.signals.recv().map_err(RecvTimeoutError::from),
                false => self.signals.recv_timeout(AGAIN),
            };
            latest = Instant::now() + LONGEST;
            once_more = match signal {
                Ok(Signal::Changed) => true,
                Err(RecvTimeoutError::Timeout) => false,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            };
            if !self.wait_quiet(QUIET, latest) {
                return;
            }
        }
    }

    /// Waits until nothing has changed for so long, but not beyond `latest`. False if it is time
    /// to stop.
    fn wait_quiet(&self, quiet: Duration, latest: Instant) -> bool {
        loop {
            let left = latest.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            match self.signals.recv_timeout(quiet.min(left)) {
                Ok(Signal::Changed) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }

    /// Looks at the folder until it has settled, and once more after `latest`.
    fn look(&mut self, latest: Instant) -> Looked {
        let mut found = Files::read(&self.folder);
        let mut before = None;
        let mut is_late = false;
        let mut looked = Looked::AtOnce;
        while found != self.seen {
            match found.clone().and_then(Workspace::from_files) {
                Ok(workspace) => {
                    self.seen = self.bring_into_force(workspace).and(found);
                    return looked;
                }
                Err(problems) if is_late || before.as_ref() == Some(&found) => {
                    self.refuse(problems);
                    self.seen = found;
                    return looked;
                }
                // Rather than to refuse what is half saved, wait for the rest.
                Err(_) => {
                    let now = Instant::now();
                    is_late = now >= latest;
                    if !self.wait_quiet(HALF_SAVED, latest.max(now + HALF_SAVED)) {
                        return Looked::Stopped;
                    }
                    looked = Looked::Waited;
                    before = Some(found);
                    found = Files::read(&self.folder);
                }
            }
        }
        looked
    }

    fn bring_into_force(&self, workspace: Workspace) -> Result<(), Problems> {
        let workspace = workspace.of_folder(Some(&self.folder));
        if workspace.hash == self.in_force.workspace().hash {
            self.in_force.settle();
            tracing::info!(version = workspace.hash, "the workspace is as it was");
            return Ok(());
        }
        let judge_from = match workspace.has_plans_of(&self.in_force.workspace()) {
            true => None,
            false => Some(self.reader.judge_from()),
        };
        let workspace = Arc::new(workspace);
        // Before any request is judged by it: the recording has to know what judged it.
        if let Err(error) = self.journal.reload(Arc::clone(&workspace), judge_from) {
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
        self.in_force.replace(Arc::clone(&workspace));
        self.faults.follow(&workspace.faults);
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
