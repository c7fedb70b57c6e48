use std::net::{IpAddr, TcpListener};
use std::path::PathBuf;

use rustls::ServerConfig;

use super::StartError;
use super::bind::reached;
use crate::tls::{AuthorityFolder, Certificates, Leaves, own_certificate, server_config};

/// Which certificate is served over https.
#[derive(Debug, Clone)]
pub enum Tls {
    /// One of the local CA in that folder; none for the user's own one.
    Local(Option<PathBuf>),
    /// The user's own, with its key: both PEM files.
    Own(PathBuf, PathBuf),
}

/// What is served over https, ready to start.
pub struct Prepared {
    /// How TLS is spoken.
    pub config: ServerConfig,
    /// The certificate of the local CA, which clients have to trust; none if the user brought a
    /// certificate.
    pub ca_file: Option<PathBuf>,
}

/// Reads or makes what `tls` needs, for a server on `listeners`.
///
/// # Errors
/// A certificate that cannot be used.
pub fn prepare(tls: &Tls, listeners: &[TcpListener]) -> Result<Prepared, StartError> {
    match tls {
        Tls::Own(certificate, key) => Ok(Prepared {
            config: server_config(Certificates::Own(own_certificate(certificate, key)?))?,
            ca_file: None,
        }),
        Tls::Local(folder) => {
            let folder = AuthorityFolder::new(folder.clone())?;
            let leaves = Leaves::new(folder.open()?, &addresses(listeners))?;
            Ok(Prepared {
                config: server_config(Certificates::Local(Box::new(leaves)))?,
                ca_file: Some(folder.certificate()),
            })
        }
    }
}

/// The addresses that clients can call. A client that calls one names no server, so the certificate
/// has to have them all.
fn addresses(listeners: &[TcpListener]) -> Vec<IpAddr> {
    let reached = reached(listeners).into_iter();
    reached.map(|address| address.ip()).collect()
}
