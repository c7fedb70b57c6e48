use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;

use super::authority::BACKDATED;
use super::{Authority, TlsError};

/// How long a server's certificate is valid. Apple's systems refuse more than 398 days.
const LIFETIME: Duration = Duration::from_secs(396 * 24 * 60 * 60);

/// So many server names are remembered. A client can name as many as it likes.
const REMEMBERED: usize = 1000;

/// What this machine is called: by itself, and from within the Android emulator (10.0.2.2).
const THIS_MACHINE: [&str; 4] = ["localhost", "127.0.0.1", "::1", "10.0.2.2"];

/// Servers' certificates, made when they are asked for and kept in memory only.
pub struct Leaves {
    authority: Authority,
    this_machine: Arc<CertifiedKey>,
    named: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl Leaves {
    /// Certificates of `authority`. `addresses` are where the server listens.
    ///
    /// # Errors
    /// The cryptography refused.
    pub fn new(authority: Authority, addresses: &[IpAddr]) -> Result<Leaves, TlsError> {
        let mut names: Vec<String> = THIS_MACHINE.map(String::from).to_vec();
        for address in addresses.iter().filter(|address| !address.is_unspecified()) {
            let name = address.to_string();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let failed = |error: String| TlsError::Failed(error);
        Ok(Leaves {
            this_machine: Arc::new(sign(&authority, names).map_err(failed)?),
            authority,
            named: Mutex::default(),
        })
    }

    /// The certificate for clients that name no server: those that call an address.
    pub fn this_machine(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.this_machine)
    }

    /// The certificate for that server name, whatever it is: a hosts file may point a vendor's
    /// name here.
    pub fn named(&self, name: &str) -> Option<Arc<CertifiedKey>> {
        let mut named = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = named.get(name) {
            return Some(Arc::clone(known));
        }
        match sign(&self.authority, vec![name.to_string()]) {
            Ok(made) => {
                if named.len() >= REMEMBERED {
                    named.clear();
                }
                let made = Arc::new(made);
                named.insert(name.to_string(), Arc::clone(&made));
                Some(made)
            }
            Err(error) => {
                tracing::warn!("no certificate for the server name {name:?}: {error}");
                None
            }
        }
    }
}

/// Each has a key of its own: the serial number is made from it, and Firefox refuses two
/// certificates of one CA with the same number.
fn sign(authority: &Authority, names: Vec<String>) -> Result<CertifiedKey, String> {
    let key = KeyPair::generate().map_err(|error| error.to_string())?;
    let mut params = CertificateParams::new(names).map_err(|error| error.to_string())?;
    let now = SystemTime::now();
    params.not_before = (now - BACKDATED).into();
    params.not_after = (now + LIFETIME).into();
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, "eventpit");
    let certificate = params
        .signed_by(&key, &authority.issuer)
        .map_err(|error| error.to_string())?;
    CertifiedKey::from_der(
        vec![certificate.into(), authority.certificate.clone()],
        PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der())),
        &ring::default_provider(),
    )
    .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

    use super::super::authority::generate;
    use super::*;

    fn leaves(addresses: &[IpAddr]) -> Option<Leaves> {
        let (certificate, key) = generate(SystemTime::now()).ok()?;
        let authority = Authority::read(&certificate, &key, SystemTime::now()).ok()?;
        Leaves::new(authority, addresses).ok()
    }

    /// What a client that names no server is shown: names, days of validity, uses.
    fn shown(certified: &CertifiedKey) -> Option<(Vec<String>, i64, bool, bool)> {
        let (_, certificate) = X509Certificate::from_der(certified.cert.first()?).ok()?;
        let names = certificate.subject_alternative_name().ok()??;
        let names = names.value.general_names.iter().map(|name| match name {
            GeneralName::DNSName(name) => name.to_string(),
            GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
                Ok(v4) => IpAddr::from(v4).to_string(),
                Err(_) => <[u8; 16]>::try_from(*bytes)
                    .map(|v6| IpAddr::from(v6).to_string())
                    .unwrap_or_default(),
            },
            other => format!("{other:?}"),
        });
        let validity = certificate.validity();
        let seconds = validity.not_after.timestamp() - validity.not_before.timestamp();
        let uses = certificate.extended_key_usage().ok()??;
        Some((
            names.collect(),
            seconds / 86_400,
            uses.value.server_auth,
            certificate.is_ca(),
        ))
    }

    #[test]
    fn who_names_no_server_gets_the_names_of_this_machine() {
        let addresses = ["127.0.0.1", "192.168.1.5", "0.0.0.0"];
        let addresses = addresses.map(|ip| ip.parse().unwrap_or(IpAddr::from([0, 0, 0, 0])));
        let shown = leaves(&addresses).and_then(|leaves| shown(&leaves.this_machine()));
        let names = ["localhost", "127.0.0.1", "::1", "10.0.2.2", "192.168.1.5"];
        let names = names.map(String::from).to_vec();
        assert_eq!(shown, Some((names, 397, true, false)));
    }

    #[test]
    fn a_name_is_signed_once_and_each_has_a_number_of_its_own() {
        let Some(leaves) = leaves(&[]) else {
            unreachable!("a CA can be made");
        };
        let number = |name: &str| {
            let certified = leaves.named(name)?;
            let (_, certificate) = X509Certificate::from_der(certified.cert.first()?).ok()?;
            Some(certificate.raw_serial().to_vec())
        };
        let first = number("collect.commander1.com");
        assert!(first.is_some());
        assert_eq!(number("collect.commander1.com"), first);
        assert_ne!(number("run-1.localhost"), first);
        assert_ne!(number("127.0.0.1"), first);
    }

    #[test]
    fn names_without_end_do_not_fill_the_memory() {
        let Some(leaves) = leaves(&[]) else {
            unreachable!("a CA can be made");
        };
        for number in 0..=REMEMBERED {
            assert!(leaves.named(&format!("n{number}.example")).is_some());
        }
        let kept = leaves.named.lock().map(|named| named.len());
        assert_eq!(kept.ok(), Some(1));
    }
}
