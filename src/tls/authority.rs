use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use x509_parser::prelude::{FromDer, X509Certificate};

/// How long a new CA is valid: ten years. Whoever trusts it should have to do it once.
const LIFETIME: Duration = Duration::from_secs(3653 * 24 * 60 * 60);

/// How far back validity begins, for emulators whose clock is behind.
pub const BACKDATED: Duration = Duration::from_secs(24 * 60 * 60);

/// A CA that signs certificates for this machine.
pub struct Authority {
    /// Its certificate.
    pub certificate: CertificateDer<'static>,
    /// What signs in its name.
    pub issuer: Issuer<'static, KeyPair>,
}

/// What is wrong with a CA that was read.
#[derive(Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Its certificate cannot be read, is no CA's, or is not its key's.
    Certificate(String),
    /// Its key cannot be read.
    Key(String),
    /// Its first and its last day, of which today is outside.
    Expired(String, String),
}

/// A new CA, as PEM: certificate and key. It may sign servers' certificates and no further CA.
///
/// # Errors
/// The cryptography refused.
pub fn generate(now: SystemTime) -> Result<(String, String), rcgen::Error> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::default();
    params.not_before = (now - BACKDATED).into();
    params.not_after = (now + LIFETIME).into();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.use_authority_key_identifier_extension = true;
    params.distinguished_name = DistinguishedName::new();
    // The day tells two CAs apart in a list of trusted ones.
    let name = format!("eventpit local CA, made {}", day(now));
    params.distinguished_name.push(DnType::CommonName, name);
    let organization = "eventpit, for tests on this machine";
    params
        .distinguished_name
        .push(DnType::OrganizationName, organization);
    let certificate = params.self_signed(&key)?;
    Ok((certificate.pem(), key.serialize_pem()))
}

impl Authority {
    /// The CA of that certificate and key (both PEM).
    ///
    /// # Errors
    /// One of them cannot be used, or its time is over.
    pub fn read(certificate: &str, key: &str, now: SystemTime) -> Result<Authority, Unusable> {
        let key = KeyPair::from_pem(key)
            .map_err(|error| Unusable::Key(format!("it is no private key in PEM: {error}")))?;
        let unreadable = |error: &dyn std::fmt::Display| Unusable::Certificate(error.to_string());
        let certificate = CertificateDer::from_pem_slice(certificate.as_bytes())
            .map_err(|error| unreadable(&format!("it is no certificate in PEM: {error}")))?;
        let (_, parsed) =
            X509Certificate::from_der(&certificate).map_err(|error| unreadable(&error))?;
        if !parsed.is_ca() {
            return Err(unreadable(&"it is no CA's certificate"));
        }
        if parsed.public_key().subject_public_key.data != key.public_key_raw() {
            return Err(unreadable(&"it does not belong to the key beside it"));
        }
        let (from, until) = (&parsed.validity.not_before, &parsed.validity.not_after);
        let today = seconds(now);
        if today < from.timestamp() || today > until.timestamp() {
            let day = |at: i64| Timestamp::from_second(at).map(|at| at.strftime("%F").to_string());
            let expired = |at: i64| day(at).unwrap_or_default();
            return Err(Unusable::Expired(
                expired(from.timestamp()),
                expired(until.timestamp()),
            ));
        }
        let issuer =
            Issuer::from_ca_cert_der(&certificate, key).map_err(|error| unreadable(&error))?;
        Ok(Authority {
            certificate,
            issuer,
        })
    }
}

fn seconds(at: SystemTime) -> i64 {
    let since = at
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn day(at: SystemTime) -> String {
    let at = Timestamp::try_from(at).unwrap_or_default();
    at.strftime("%F").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made_at(made: SystemTime) -> (String, String) {
        generate(made).unwrap_or_default()
    }

    fn read(certificate: &str, key: &str) -> Option<Unusable> {
        Authority::read(certificate, key, SystemTime::now()).err()
    }

    #[test]
    fn a_new_ca_can_be_read_again() {
        let (certificate, key) = made_at(SystemTime::now());
        assert_eq!(read(&certificate, &key), None);
    }

    #[test]
    fn a_ca_whose_time_is_over_says_from_when_to_when_it_was() {
        let made = SystemTime::UNIX_EPOCH + Duration::from_secs(946_900_000);
        let (certificate, key) = made_at(made);
        let days = Unusable::Expired("2000-01-02".into(), "2010-01-03".into());
        assert_eq!(read(&certificate, &key), Some(days));
    }

    #[test]
    fn a_key_of_another_ca_is_refused() {
        let (certificate, _) = made_at(SystemTime::now());
        let (_, key) = made_at(SystemTime::now());
        let other = Unusable::Certificate("it does not belong to the key beside it".into());
        assert_eq!(read(&certificate, &key), Some(other));
    }

    #[test]
    fn what_is_no_certificate_or_no_key_is_refused() {
        let (certificate, key) = made_at(SystemTime::now());
        for text in ["", "no PEM", &key] {
            assert!(matches!(read(text, &key), Some(Unusable::Certificate(_))));
        }
        for text in ["", "no PEM", &certificate] {
            assert!(matches!(read(&certificate, text), Some(Unusable::Key(_))));
        }
    }
}
