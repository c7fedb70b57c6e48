use std::path::PathBuf;

/// Why there is no certificate to serve.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The folder of the CA, or a file in it, cannot be read or written.
    #[error("the folder of the local CA cannot be used: {}: {source}", path.display())]
    Folder {
        /// The folder or the file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No home folder, so no place for the CA.
    #[error("there is no home folder to keep the local CA in")]
    NoHome,
    /// What is there is no CA that can sign.
    #[error("the local CA is damaged: {}: {why}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Its time is over, or has not come.
    #[error("the local CA is valid from {from} to {until}, and not today: {}", path.display())]
    Expired {
        /// The certificate.
        path: PathBuf,
        /// Its first day.
        from: String,
        /// Its last day.
        until: String,
    },
    /// A certificate of the user's own cannot be used.
    #[error("the certificate cannot be used: {}: {why}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The key that belongs to it cannot be used.
    #[error("the key cannot be used: {}: {why}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The cryptography refused: nothing that a user could change.
    #[error("the certificate cannot be made: {0}")]
    Failed(String),
}

impl TlsError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            TlsError::Folder { .. } | TlsError::NoHome => "tls-folder",
            TlsError::Damaged { .. } => "tls-ca-damaged",
            TlsError::Expired { .. } => "tls-ca-expired",
            TlsError::Certificate { .. } => "tls-certificate",
            TlsError::Key { .. } => "tls-key",
            TlsError::Failed(_) => "tls-failed",
        }
    }

    /// The exit code.
    pub fn exit_code(&self) -> u8 {
        16
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            TlsError::Folder { .. } | TlsError::NoHome => {
                "choose a folder that you may write: --tls-dir DIR"
            }
            TlsError::Damaged { .. } | TlsError::Expired { .. } => {
                "move the CA's files away and start again: a new CA is made, which has to be trusted anew (eventpit trust says how)"
            }
            TlsError::Certificate { .. } => {
                "--tls-cert wants PEM (BEGIN CERTIFICATE), the server's certificate first, then the chain"
            }
            TlsError::Key { .. } => {
                "--tls-key wants the certificate's private key as PEM, without a password: BEGIN PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY"
            }
            TlsError::Failed(_) => "please report it",
        }
    }
}
