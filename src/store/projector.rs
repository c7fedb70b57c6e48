use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot::error::TryRecvError;
use tokio::sync::{oneshot, watch};

use super::pace::Pace;
use super::projection::{Projection, Recording};
use super::{Audience, DataFolder, Journal, Reader, StoreError};
use crate::debug_session::DebugSession;
use crate::workspace::InForce;

/// How long after a request others are expected: their rows shall not wait for what can wait.
const SOON: Duration = Duration::from_secs(1);

/// How long after its start: the first answer shall not wait for what can wait.
const SETTLED: Duration = Duration::from_millis(300);

/// How long after a failure it is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// Follows the journal on a thread of its own and folds it into the index, one transaction for
/// the rows, the state and the cursor reached.
pub struct Projector {
    stop: oneshot::Sender<()>,
    projected: watch::Receiver<i64>,
    thread: JoinHandle<()>,
}

impl Projector {
    /// Starts where the index stopped; makes it if it is not there, or is none of this recording.
    /// Tells which debug sessions are open.
    pub(super) fn start(
        folder: &DataFolder,
        journal: &Journal,
        reader: &Arc<Reader>,
        in_force: &Arc<InForce>,
        audience: Arc<dyn Audience>,
    ) -> Result<(Projector, Vec<DebugSession>), StoreError> {
        let recording = Recording {
            journal: folder.journal(),
            index: folder.index(),
            appender: journal.appender(),
            reader: Arc::clone(reader),
            in_force: Arc::clone(in_force),
            audience,
        };
        let (projection, debug_sessions) = Projection::open(recording, journal.head())?;
        let reached = projection.reached();
        let (progress, projected) = watch::channel(reached);
        let (stop, stopped) = oneshot::channel();
        let head = journal.watch_head();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(|source| StoreError::Folder {
                path: folder.index(),
                source,
            })?;
        let thread = std::thread::Builder::new()
            .name("projection".into())
            .spawn(move || runtime.block_on(follow(projection, head, &progress, stopped)))
            .map_err(|source| StoreError::Folder {
                path: folder.index(),
                source,
            })?;
        let projector = Projector {
            stop,
            projected,
            thread,
        };
        Ok((projector, debug_sessions))
    }

    /// Follows how far it is.
    pub fn watch(&self) -> watch::Receiver<i64> {
        self.projected.clone()
    }

    /// Stops after the transaction at hand; the next start goes on from there.
    pub fn stop(self) {
        drop(self.stop);
        if self.thread.join().is_err() {
            tracing::error!("the projection ended in a panic; the next start goes on with it");
        }
    }
}

/// Takes in what comes until it is stopped.
async fn follow(
    mut projection: Projection,
    mut head: watch::Receiver<i64>,
    progress: &watch::Sender<i64>,
    mut stopped: oneshot::Receiver<()>,
) {
    let mut pace = Pace::new(*head.borrow());
    let mut to_tidy = false;
    let began = Instant::now();
    let mut came = began;
    loop {
        let reached = projection.reached();
        // Rows first: words wait until there is nothing else to do.
        let settles = SETTLED.saturating_sub(began.elapsed());
        let idle = *head.borrow() <= reached && !to_tidy && settles.is_zero();
        if idle && !projection.index_more(came.elapsed() < SOON) {
            match stopped.try_recv() {
                Err(TryRecvError::Empty) => continue,
                _ => return,
            }
        }
        let pause = match to_tidy {
            true => Duration::ZERO,
            false if settles.is_zero() => projection.pause(),
            false => settles,
        };
        tokio::select! {
            biased;
            _ = &mut stopped => return,
            there = head.wait_for(|head| *head > reached) => {
                if there.is_err() {
                    return;
                }
            }
            () = tokio::time::sleep(pause) => {}
        }
        // Read at once: a borrowed head holds up the journal's writer.
        let newest = *head.borrow();
        pace.work();
        if newest > reached {
            came = Instant::now();
        }
        let done = projection.advance(newest);
        if projection.reached() != reached {
            progress.send_replace(projection.reached());
        }
        let done = match done {
            Ok(()) => projection.tidy().await,
            Err(error) => Err(error),
        };
        match done {
            Ok(more) => {
                to_tidy = more;
                projection.succeeded();
                pace.worked();
                let weight = projection.weight();
                if !rest(&mut pace, weight, &head, &mut stopped).await {
                    return;
                }
            }
            Err(error) => {
                projection.failed(&error, reached);
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
}

/// Rests for as long as requests come fast; whether it is to go on then, and not to stop.
async fn rest(
    pace: &mut Pace,
    weight: f64,
    head: &watch::Receiver<i64>,
    stopped: &mut oneshot::Receiver<()>,
) -> bool {
    loop {
        let newest = *head.borrow();
        let rest = pace.rest(newest, weight);
        if rest.is_zero() {
            return matches!(stopped.try_recv(), Err(TryRecvError::Empty));
        }
        tokio::select! {
            biased;
            _ = &mut *stopped => return false,
            () = tokio::time::sleep(rest) => {}
        }
    }
}
