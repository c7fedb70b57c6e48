/// Why a server could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Nobody answers there.
    #[error("no eventpit answers at {url}: {reason}")]
    NoServer {
        /// The address.
        url: String,
        /// Why.
        reason: String,
    },
    /// What answers is no eventpit, or it failed.
    #[error("{url} answered {status}, which is not what an eventpit answers")]
    Strange {
        /// The address.
        url: String,
        /// The status.
        status: u16,
    },
    /// The question was refused.
    #[error("{detail}")]
    Refused {
        /// The status.
        status: u16,
        /// The stable code.
        code: String,
        /// What is wrong.
        detail: String,
        /// How to mend it.
        hint: String,
    },
}

impl ClientError {
    /// What to do about it; `flag` names the server's address.
    pub fn hint(&self, flag: &str) -> String {
        match self {
            ClientError::NoServer { url, .. } if url.starts_with("https:") => format!(
                "start one with `eventpit --tls`, name its address with {flag} URL, or have its CA \
                 trusted: `eventpit trust` says how"
            ),
            ClientError::NoServer { .. } | ClientError::Strange { .. } => {
                format!("start one with `eventpit`, or name its address with {flag} URL")
            }
            ClientError::Refused { hint, code, .. } => format!("{hint} [{code}]"),
        }
    }

    /// The exit code of a command that ends with it.
    pub fn exit_code(&self) -> u8 {
        match self {
            ClientError::Refused { status: 400, .. } => 2,
            // A server that stops, that cannot read its recording, or that asks for a token decides
            // nothing.
            ClientError::Refused {
                status: 401 | 500..=599,
                ..
            } => 3,
            ClientError::Refused { .. } => 1,
            ClientError::NoServer { .. } | ClientError::Strange { .. } => 3,
        }
    }
}
