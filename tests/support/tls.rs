use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::Connection;
use super::deadline::PATIENCE;

/// A connection inside TLS.
pub type TlsConnection = Connection<StreamOwned<ClientConnection, TcpStream>>;

/// Connects to `address` as if it was called `server_name`, trusting nothing but the CA in
/// `ca_file`. The handshake comes with the first bytes that are sent.
pub fn connect(address: &str, server_name: &str, ca_file: &Path) -> io::Result<TlsConnection> {
    let mut roots = RootCertStore::empty();
    let ca = CertificateDer::from_pem_file(ca_file).map_err(io::Error::other)?;
    roots.add(ca).map_err(io::Error::other)?;
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(server_name.to_string()).map_err(io::Error::other)?;
    let client = ClientConnection::new(Arc::new(config), name).map_err(io::Error::other)?;
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let port = address.rsplit(':').next().unwrap_or_default();
    let host = format!("{server_name}:{port}");
    Ok(Connection::over(StreamOwned::new(client, stream), &host))
}
