use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{Error, InconsistentKeys};

use super::TlsError;

/// The user's own certificate with its chain, and its key (PKCS#8, PKCS#1 or SEC1), both PEM.
///
/// # Errors
/// A file that cannot be read, that is not PEM, or a key that is not the certificate's.
pub fn own_certificate(certificate: &Path, key: &Path) -> Result<Arc<CertifiedKey>, TlsError> {
    let bad_certificate = |why: String| TlsError::Certificate {
        path: certificate.to_path_buf(),
        why,
    };
    let bad_key = |why: String| TlsError::Key {
        path: key.to_path_buf(),
        why,
    };
    let text = std::fs::read(certificate).map_err(|error| bad_certificate(error.to_string()))?;
    let chain = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| bad_certificate(in_words(&error)))?;
    if chain.is_empty() {
        return Err(bad_certificate("no certificate in PEM is in it".into()));
    }
    let text = std::fs::read(key).map_err(|error| bad_key(error.to_string()))?;
    let private =
        PrivateKeyDer::from_pem_slice(&text).map_err(|error| bad_key(in_words(&error)))?;
    match CertifiedKey::from_der(chain, private, &ring::default_provider()) {
        Ok(certified) => Ok(Arc::new(certified)),
        Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => {
            Err(bad_key("it is not the key of the certificate".into()))
        }
        Err(Error::InvalidCertificate(why)) => Err(bad_certificate(why.to_string())),
        Err(error) => Err(bad_key(error.to_string())),
    }
}

fn in_words(error: &pem::Error) -> String {
    match error {
        pem::Error::NoItemsFound => "no private key in PEM is in it".into(),
        error => format!("it is not PEM: {error}"),
    }
}
