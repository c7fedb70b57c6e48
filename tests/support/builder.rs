use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::deadline::until;
use super::{Output, Server};

/// How an eventpit is to be started: on a free port, recording into a folder of its own that is
/// deleted with the server.
pub struct Builder {
    folder: TempDir,
    data: Option<PathBuf>,
    args: Vec<OsString>,
    env: Vec<(OsString, OsString)>,
    listen: Option<String>,
    shell: Option<String>,
    unheard: bool,
}

impl Builder {
    /// With no flags but those that every test needs.
    pub fn new() -> Builder {
        Builder {
            folder: tempfile::tempdir().expect("a folder for temporary files"),
            data: None,
            args: Vec::new(),
            env: Vec::new(),
            listen: Some("0".into()),
            shell: None,
            unheard: false,
        }
    }

    /// Adds arguments.
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Builder {
        self.args
            .extend(args.into_iter().map(|arg| arg.as_ref().to_os_string()));
        self
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Builder {
        self.env.push((name.into(), value.as_ref().to_os_string()));
        self
    }

    /// Records into `folder`, which stays when the server is gone.
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Builder {
        self.data = Some(folder.into());
        self
    }

    /// Leaves the port and the folder of the recording to the test's own flags and variables.
    pub fn bare(mut self) -> Builder {
        self.listen = None;
        self
    }

    /// Listens there instead of on both loopback addresses.
    pub fn listen(mut self, address: &str) -> Builder {
        self.listen = Some(address.into());
        self
    }

    /// Writes a workspace of these files and uses it.
    pub fn workspace(self, files: &[(&str, &str)]) -> Builder {
        let folder = self.folder.path().join("workspace");
        write_files(&folder, files);
        self.args([OsStr::new("--workspace"), folder.as_os_str()])
    }

    /// A line for bash that runs before the server takes its place (`ulimit -f 100`).
    pub fn shell(mut self, line: &str) -> Builder {
        self.shell = Some(line.into());
        self
    }

    /// Nobody reads what it prints: the reader of its standard output is gone, as after
    /// `| head -1`.
    pub fn unheard(mut self) -> Builder {
        self.unheard = true;
        self
    }

    /// The folder in which it runs; deleted with the server.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts it and waits until it listens; fails the test if it ends instead.
    pub fn start(self) -> Server {
        self.try_start().unwrap_or_else(|ended| {
            panic!("eventpit ended instead of listening: {ended:#?}");
        })
    }

    /// Starts it and waits until it listens, or until it ends.
    pub fn try_start(mut self) -> Result<Server, Output> {
        let ready_file = self.folder.path().join("ready.json");
        let data = match &self.data {
            Some(data) => data.clone(),
            None => self.folder.path().join("data"),
        };
        if let Some(listen) = self.listen.clone() {
            self = self.args(["--listen", &listen, "--data"]).args([&data]);
        }
        self = self.args([OsStr::new("--ready-file"), ready_file.as_os_str()]);
        let mut child = self
            .command(file(&self.folder, "stdout").into())
            .stderr(file(&self.folder, "stderr"))
            .spawn()
            .expect("eventpit starts");
        // Whichever comes first: the ready file, or the end.
        let ended = until("the ready file", || match child.try_wait() {
            Ok(Some(status)) => Some(Some(status)),
            _ => ready_file.exists().then_some(None),
        });
        match ended {
            Some(status) => Err(Output {
                code: status.code(),
                stdout: read(&self.folder, "stdout"),
                stderr: read(&self.folder, "stderr"),
            }),
            None => Ok(Server::new(child, self.folder, data, &ready_file)),
        }
    }

    /// Runs it to its end, as `eventpit check` is.
    pub fn run(self) -> Output {
        let stdout = Stdio::piped();
        let output = self.command(stdout).output().expect("eventpit runs");
        Output {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    fn command(&self, stdout: Stdio) -> Command {
        let stdout = match self.unheard {
            true => io::pipe().expect("a pipe").1.into(),
            false => stdout,
        };
        let binary = env!("CARGO_BIN_EXE_eventpit");
        let mut command = match &self.shell {
            None => Command::new(binary),
            Some(line) => {
                let mut command = Command::new("bash");
                command.args(["-c", &format!("{line}; exec \"$0\" \"$@\""), binary]);
                command
            }
        };
        command
            .args(&self.args)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(stdout);
        // What is set where the tests run must not change them.
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("EVENTPIT_") {
                command.env_remove(name);
            }
        }
        command.env_remove("RUST_BACKTRACE");
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// Writes files into `folder`, which is made if it is not there.
pub fn write_files(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap_or(folder)).expect("a folder");
        fs::write(file, text).expect("a file");
    }
}

fn file(folder: &TempDir, name: &str) -> File {
    File::create(folder.path().join(name)).expect("a file")
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap_or_default()
}
