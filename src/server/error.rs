use std::net::SocketAddr;
use std::path::PathBuf;

use crate::store::StoreError;
use crate::tls::TlsError;
use crate::workspace::Problems;

/// Why a server could not start. Each has a code, a hint and an exit code of its own.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("{address} is in use")]
    AddressInUse {
        /// The address.
        address: SocketAddr,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address as it was given.
        address: String,
        /// Why.
        source: std::io::Error,
    },
    /// The workspace has problems.
    #[error("the workspace {origin} does not load:\n{}", list(.problems))]
    Workspace {
        /// Its folder.
        origin: String,
        /// What is wrong with it.
        problems: Problems,
    },
    /// The workspace's folder cannot be watched.
    #[error("cannot watch the workspace {}: {reason}", folder.display())]
    Watch {
        /// The folder.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
    /// The recording cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no certificate to serve over https.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The ready file cannot be written.
    #[error("cannot write the ready file {}: {source}", path.display())]
    ReadyFile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The HTTP server ended with an error.
    #[error("the server failed: {0}")]
    Server(std::io::Error),
}

fn list(problems: &Problems) -> String {
    let lines: Vec<String> = problems
        .0
        .iter()
        .map(|problem| format!("  {problem}"))
        .collect();
    lines.join("\n")
}

impl StartError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            StartError::AddressInUse { .. } => "address-in-use",
            StartError::Listen { .. } => "cannot-listen",
            StartError::Workspace { .. } => "workspace-unreadable",
            StartError::Watch { .. } => "workspace-not-watched",
            StartError::Store(error) => error.code(),
            StartError::Tls(error) => error.code(),
            StartError::ReadyFile { .. } => "ready-file",
            StartError::Server(_) => "server-failed",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            StartError::AddressInUse { .. } => {
                "is another eventpit running? Stop it, or choose another port: --listen 8485, --tls-listen 8444 (0 takes any free one)"
            }
            StartError::Listen { .. } => {
                "give a port, or an address of this machine: --listen 127.0.0.1:8484; ports below 1024 may need a right (docs/TLS.md)"
            }
            StartError::Workspace { .. } => {
                "`eventpit check --workspace DIR` says everything that is wrong with it"
            }
            StartError::Watch { .. } => {
                "on Linux, the number of watches is limited: see fs.inotify.max_user_watches and max_user_instances (sysctl)"
            }
            StartError::Store(error) => error.hint(),
            StartError::Tls(error) => error.hint(),
            StartError::ReadyFile { .. } => {
                "choose a file in a folder that exists and that you may write"
            }
            StartError::Server(_) => "please report it",
        }
    }

    /// The exit code, as documented in the README.
    pub fn exit_code(&self) -> u8 {
        match self {
            StartError::AddressInUse { .. } | StartError::Listen { .. } => 10,
            StartError::Store(StoreError::Locked { .. } | StoreError::BeingRead { .. }) => 11,
            StartError::Workspace { .. } | StartError::Watch { .. } => 12,
            StartError::Store(StoreError::Newer { .. }) => 13,
            StartError::Store(_) => 14,
            StartError::ReadyFile { .. } => 15,
            StartError::Tls(error) => error.exit_code(),
            StartError::Server(_) => 1,
        }
    }
}
