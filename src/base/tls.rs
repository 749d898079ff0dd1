//! TLS towards others, by rustls, with the certificates that the operating system trusts.

use std::sync::{Arc, OnceLock};

use rustls::{ClientConfig, RootCertStore};

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
    static ROOTS: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    let roots = match ROOTS.get() {
        Some(roots) => Arc::clone(roots),
        None => Arc::clone(ROOTS.get_or_init(|| Arc::new(native_roots()))),
    };
    if roots.is_empty() {
        return Err("the system has no trusted certificates: install ca-certificates".to_owned());
    }
    Ok(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth())
}

fn native_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}
