use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;

use super::{Certificates, TlsError};

/// How the server speaks TLS: 1.2 and 1.3, asking for no client certificate. The cryptography is
/// named here, so that nothing global has to be set.
///
/// # Errors
/// The cryptography has no cipher for these versions.
pub fn server_config(certificates: Certificates) -> Result<ServerConfig, TlsError> {
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsError::Failed(error.to_string()))?;
    Ok(builder
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(certificates)))
}
