use std::fmt;
use std::sync::Arc;

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::Leaves;

/// Where the certificate that a client is shown comes from.
pub enum Certificates {
    /// From the local CA, for the server name that the client asks for.
    Local(Box<Leaves>),
    /// The user's own one, whatever the client asks for.
    Own(Arc<CertifiedKey>),
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        match (self, hello.server_name()) {
            (Certificates::Own(certificate), _) => Some(Arc::clone(certificate)),
            (Certificates::Local(leaves), Some(name)) => leaves.named(name),
            (Certificates::Local(leaves), None) => Some(leaves.this_machine()),
        }
    }
}

impl fmt::Debug for Certificates {
    /// Without the keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Certificates::Local(_) => "Local",
            Certificates::Own(_) => "Own",
        })
    }
}
