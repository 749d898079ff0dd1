//! TLS towards others, by rustls, with the certificates that the operating system trusts.

use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

/// Makes `aws-lc-rs` the one provider of cryptography. The first thing a process does; later calls
/// change nothing.
pub fn install_provider() {
    // It answers «already installed» the second time, which is what is wanted.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

/// TLS 1.2 and 1.3 with the certificates of the operating system; certificates are always verified.
///
/// # Errors
/// Where the operating system has no certificates: on Debian, the package `ca-certificates`.
pub fn client_config() -> Result<ClientConfig, String> {
    client_config_with(None)
}

/// The same, which trusts the authorities in a file of certificates (PEM), too.
///
/// # Errors
/// Where the file can't be read, or nobody is trusted.
pub fn client_config_with(file: Option<&str>) -> Result<ClientConfig, String> {
    static ROOTS: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    let mut roots = Arc::clone(ROOTS.get_or_init(|| Arc::new(native_roots())));
    if let Some(file) = file {
        let certificates = CertificateDer::pem_file_iter(file)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| format!("{file}: {error}"))?;
        Arc::make_mut(&mut roots).add_parsable_certificates(certificates);
    }
    if roots.is_empty() {
        return Err("the system has no trusted certificates: install ca-certificates".to_owned());
    }
    Ok(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}

/// What is wrong with a server's certificate (RFC 5280 §6, RFC 9525), as far as somebody can do something about it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BadCertificate {
    /// Its time is over.
    Expired,
    /// Its time has not come, or the clock of this machine is slow.
    NotYetValid,
    /// It is for another name.
    OtherName,
    /// Nobody who is trusted has signed it.
    UnknownIssuer,
    /// It is that of an authority, as who signs for himself often makes it.
    OfAuthority,
    /// Who signed it took it back.
    Revoked,
}

impl BadCertificate {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Expired,
        Self::NotYetValid,
        Self::OtherName,
        Self::UnknownIssuer,
        Self::OfAuthority,
        Self::Revoked,
    ];

    /// What a handshake failed by, where it was the certificate.
    #[must_use]
    pub fn of(error: &io::Error) -> Option<Self> {
        let Error::InvalidCertificate(wrong) = error.get_ref()?.downcast_ref::<Error>()? else { return None };
        match wrong {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Some(Self::Expired),
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Some(Self::NotYetValid)
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Some(Self::OtherName)
            }
            CertificateError::UnknownIssuer => Some(Self::UnknownIssuer),
            CertificateError::Revoked => Some(Self::Revoked),
            // rustls has no word of its own for it.
            CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
                Some(Self::OfAuthority)
            }
            _ => None,
        }
    }
}

impl fmt::Display for BadCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expired => "the server's certificate has expired",
            Self::NotYetValid => "the server's certificate is not valid yet",
            Self::OtherName => "the server's certificate is for another name",
            Self::UnknownIssuer => "the server's certificate is signed by nobody who is trusted",
            Self::OfAuthority => "the server's certificate is that of an authority, signed by nobody else",
            Self::Revoked => "the server's certificate was revoked",
        })
    }
}

/// TLS with whoever is there: it keeps out who only listens, as between mail servers that know nothing of each
/// other (RFC 7435). Never for what must not fall into other hands.
#[must_use]
pub fn unverified_config() -> ClientConfig {
    let provider = CryptoProvider::get_default().map(Arc::clone);
    let schemes = provider.map(|known| known.signature_verification_algorithms.supported_schemes());
    let verifier = Arc::new(Anybody(schemes.unwrap_or_default()));
    ClientConfig::builder().dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth()
}

fn native_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

/// Takes any certificate. What it is signed with proves nothing then, so nobody looks at that either.
#[derive(Debug)]
struct Anybody(Vec<SignatureScheme>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.clone()
    }
}
