use std::io;
use std::ops::ControlFlow;
use std::process::{Child, Command, ExitStatus};

use super::signals::{Signal, Signals};

/// How a command ended.
pub enum Ended {
    /// With this exit code; 128 and its number for a signal, as shells have it.
    Code(u8),
    /// It could not be started: the exit code that shells have for it, and why.
    NotStarted(u8, String),
}

/// Runs `command` with these variables added to its environment, and waits for its end. A signal
/// that asks eventpit to end is passed on to it; Ctrl-C reaches it by itself.
pub fn run_child(command: &[String], variables: &[(&str, String)], signals: &mut Signals) -> Ended {
    let Some((program, arguments)) = command.split_first() else {
        return Ended::NotStarted(2, "there is no command".into());
    };
    let mut command = Command::new(program);
    command.args(arguments);
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    match waited(command, signals) {
        Ok(status) => Ended::Code(code(status)),
        Err(error) => {
            let code = match error.kind() {
                io::ErrorKind::NotFound => 127,
                _ => 126,
            };
            Ended::NotStarted(code, format!("cannot run {program}: {error}"))
        }
    }
}

fn waited(mut command: Command, signals: &mut Signals) -> io::Result<ExitStatus> {
    let mut child = command.spawn()?;
    let end = end_of(&child);
    let waited = signals.during(
        move || child.wait(),
        |signal| {
            if signal != Signal::Interrupt {
                end();
            }
            ControlFlow::Continue(())
        },
    );
    waited.unwrap_or_else(|| Err(io::Error::other("nobody waited for it")))
}

fn code(status: ExitStatus) -> u8 {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.or_else(|| signal(status)).unwrap_or(1)
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<u8> {
    use std::os::unix::process::ExitStatusExt;
    let signal = status.signal()?;
    u8::try_from(128 + signal).ok()
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<u8> {
    None
}

/// What asks a child to end.
#[cfg(unix)]
fn end_of(child: &Child) -> impl Fn() + use<> {
    use rustix::process::{Pid, Signal, kill_process};
    let id = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    move || {
        if let Some(id) = id {
            // One that is gone meanwhile needs no signal.
            let _ = kill_process(id, Signal::TERM);
        }
    }
}

#[cfg(not(unix))]
fn end_of(_child: &Child) -> impl Fn() + use<> {
    || {}
}
