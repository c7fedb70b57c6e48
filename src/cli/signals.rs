use std::io;
use std::ops::ControlFlow;
use std::process::ExitCode;

use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// What asks eventpit to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C. A command that eventpit runs gets it as well.
    Interrupt,
    /// The system, or whoever started eventpit.
    Terminate,
    /// The terminal is gone.
    HangUp,
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
            Signal::HangUp => 129,
        }
    }

    /// The same, to end with.
    pub fn exit_code(self) -> ExitCode {
        ExitCode::from(self.code())
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
    /// if that gave the work up, or if the work ended in a panic.
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

/// Goes on at the first signal, which `first` is told, and gives up at the second.
pub fn at_the_second(mut first: impl FnMut()) -> impl FnMut(Signal) -> ControlFlow<()> {
    let mut asked = false;
    move |_| match std::mem::replace(&mut asked, true) {
        false => {
            first();
            ControlFlow::Continue(())
        }
        true => ControlFlow::Break(()),
    }
}

#[cfg(unix)]
struct Asked {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    /// None where it is to have no effect.
    hang_up: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Asked {
    fn new() -> io::Result<Asked> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Asked {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: match hang_up_is_ignored() {
                true => None,
                false => Some(signal(SignalKind::hangup())?),
            },
        })
    }

    async fn next(&mut self) -> Signal {
        let hang_up = async {
            match &mut self.hang_up {
                Some(signal) => signal.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.terminate.recv() => Signal::Terminate,
            _ = hang_up => Signal::HangUp,
        }
    }
}

/// Whether whoever started eventpit wants it to outlive its terminal, as `nohup` does: who hears the
/// signal would end all the same.
#[cfg(target_os = "linux")]
fn hang_up_is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let ignored = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|set| u64::from_str_radix(set.trim(), 16).ok());
    // It is the first of the signals.
    ignored.is_none_or(|set| set & 1 == 1)
}

/// Only Linux says so: elsewhere it does what the system does by itself.
#[cfg(all(unix, not(target_os = "linux")))]
fn hang_up_is_ignored() -> bool {
    true
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
