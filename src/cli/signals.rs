use std::io;
use std::ops::ControlFlow;

use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// What asks eventpit to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C. A command that eventpit runs gets it as well.
    Interrupt,
    /// The system, or whoever started eventpit.
    Terminate,
}

/// The signals that ask eventpit to end. From when it is made on none of them ends it by itself, so
/// that it can clean up and say what it has done.
pub struct Signals {
    runtime: Runtime,
    asked: Asked,
    heard: Option<Signal>,
}

impl Signal {
    /// The exit code that shells have for a process that it ended.
    pub fn code(self) -> u8 {
        match self {
            Signal::Interrupt => 130,
            Signal::Terminate => 143,
        }
    }
}

impl Signals {
    /// Hears them from now on.
    ///
    /// # Errors
    /// The system refuses it.
    pub fn new() -> io::Result<Signals> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let asked = runtime.block_on(async { Asked::new() })?;
        Ok(Signals {
            runtime,
            asked,
            heard: None,
        })
    }

    /// The one that was heard last.
    pub fn heard(&self) -> Option<Signal> {
        self.heard
    }

    /// Does `work` on a thread of its own, and tells `hear` each signal that comes meanwhile. None
    /// if that gave the work up.
    pub fn during<T: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> T + Send + 'static,
        mut hear: impl FnMut(Signal) -> ControlFlow<()>,
    ) -> Option<T> {
        let (done, mut is_done) = oneshot::channel();
        std::thread::spawn(move || drop(done.send(work())));
        let (asked, heard) = (&mut self.asked, &mut self.heard);
        self.runtime.block_on(async {
            loop {
                tokio::select! {
                    // A signal that ended the work is heard before its end.
                    biased;
                    signal = asked.next() => {
                        *heard = Some(signal);
                        if hear(signal).is_break() {
                            return None;
                        }
                    }
                    done = &mut is_done => return done.ok(),
                }
            }
        })
    }
}

#[cfg(unix)]
struct Asked {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Asked {
    fn new() -> io::Result<Asked> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Asked {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.terminate.recv() => Signal::Terminate,
        }
    }
}

/// Elsewhere they end eventpit at once.
#[cfg(not(unix))]
struct Asked;

#[cfg(not(unix))]
impl Asked {
    fn new() -> io::Result<Asked> {
        Ok(Asked)
    }

    async fn next(&mut self) -> Signal {
        std::future::pending().await
    }
}
