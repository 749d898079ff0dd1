//! Private keys: made, kept in PEM, read, and used.

use std::fmt;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject as _;
use zeroize::Zeroizing;

use super::record::Record;
use crate::base::private_file;

/// What can be signed with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Algorithm {
    /// `rsa-sha256`: every receiver checks it (RFC 8301 asks for it, with 1024 bits or better 2048).
    Rsa,
    /// `ed25519-sha256` (RFC 8463): short, and not checked everywhere yet.
    Ed25519,
}

impl Algorithm {
    /// Both, in the order of their signatures.
    pub const ALL: [Self; 2] = [Self::Rsa, Self::Ed25519];

    /// Its word in a DNS record, and in commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }

    /// The algorithm of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.word() == word)
    }

    /// Its name in a signature (RFC 6376 §3.5, `a=`).
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rsa => "rsa-sha256",
            Self::Ed25519 => "ed25519-sha256",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa => "RSA",
            Self::Ed25519 => "Ed25519",
        })
    }
}

/// Why a file holds no key to sign with; the words name it and say what to do.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// There is no such file.
    #[error("{file} is missing: restore it, or make a key with collega dkim create", file = .0.display())]
    Missing(PathBuf),
    /// The file can't be read, or others may read it.
    #[error(transparent)]
    File(#[from] private_file::Problem),
    /// There is no key in it.
    #[error("{file} holds no private key of RSA (2048 bits or more) or Ed25519 in PEM, without a password", file = .0.display())]
    NoKey(PathBuf),
    /// The key is of the other kind.
    #[error("{path} holds a key of {is}, not of {wanted}", path = .file.display())]
    Other {
        /// The file.
        file: PathBuf,
        /// What it holds.
        is: Algorithm,
        /// What it should hold.
        wanted: Algorithm,
    },
}

/// A private key with the name under which its public half stands in DNS.
pub struct SigningKey {
    selector: String,
    pair: Pair,
}

enum Pair {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl SigningKey {
    /// A new key.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn generate(algorithm: Algorithm, selector: &str) -> Result<Self, Unspecified> {
        let pair = match algorithm {
            Algorithm::Rsa => Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048)?),
            Algorithm::Ed25519 => Pair::Ed25519(Ed25519KeyPair::generate()?),
        };
        Ok(Self { selector: selector.to_owned(), pair })
    }

    /// The key in a file.
    pub fn read(file: &Path, selector: &str) -> Result<Self, Problem> {
        let pem = private_file::read(file)?.ok_or_else(|| Problem::Missing(file.to_owned()))?;
        Self::from_pem(&pem, selector).ok_or_else(|| Problem::NoKey(file.to_owned()))
    }

    /// The same, where it has to be of one kind.
    pub fn read_as(algorithm: Algorithm, file: &Path, selector: &str) -> Result<Self, Problem> {
        let key = Self::read(file, selector)?;
        if key.algorithm() == algorithm {
            return Ok(key);
        }
        Err(Problem::Other { file: file.to_owned(), is: key.algorithm(), wanted: algorithm })
    }

    /// The key in a PEM: PKCS#8, or what older programs write for RSA.
    pub(super) fn from_pem(pem: &[u8], selector: &str) -> Option<Self> {
        let pair = match PrivateKeyDer::from_pem_slice(pem).ok()? {
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                let rsa = RsaKeyPair::from_pkcs8(der).map(Pair::Rsa);
                rsa.or_else(|_| Ed25519KeyPair::from_pkcs8(der).map(Pair::Ed25519)).ok()?
            }
            PrivateKeyDer::Pkcs1(der) => Pair::Rsa(RsaKeyPair::from_der(der.secret_pkcs1_der()).ok()?),
            _ => return None,
        };
        Some(Self { selector: selector.to_owned(), pair })
    }

    /// The key as it is kept: PKCS#8 in PEM (RFC 7468 §10).
    ///
    /// # Errors
    /// None that a whole key would give.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, Unspecified> {
        let der: Pkcs8V1Der<'_> = match &self.pair {
            Pair::Rsa(pair) => pair.as_der()?,
            Pair::Ed25519(pair) => pair.as_der()?,
        };
        let text = Zeroizing::new(STANDARD.encode(der.as_ref()));
        // With room for all of it, so that no copy is left behind when it grows.
        let mut pem = Zeroizing::new(String::with_capacity(text.len() + text.len() / 64 + 64));
        pem.push_str("-----BEGIN PRIVATE KEY-----\n");
        for line in text.as_bytes().chunks(64) {
            pem.extend(line.iter().map(|byte| char::from(*byte)));
            pem.push('\n');
        }
        pem.push_str("-----END PRIVATE KEY-----\n");
        Ok(pem)
    }

    /// The same key under another name.
    #[must_use]
    pub fn named(self, selector: &str) -> Self {
        Self { selector: selector.to_owned(), ..self }
    }

    /// What kind of key it is.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self.pair {
            Pair::Rsa(_) => Algorithm::Rsa,
            Pair::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// Its name under the domain.
    #[must_use]
    pub fn selector(&self) -> &str {
        &self.selector
    }

    /// What has to stand in DNS for its signatures to be believed.
    ///
    /// # Errors
    /// None that a whole key would give.
    pub fn record(&self, domain: &str) -> Result<Record, Unspecified> {
        let public = match &self.pair {
            Pair::Rsa(pair) => {
                let der: PublicKeyX509Der<'_> = pair.public_key().as_der()?;
                STANDARD.encode(der.as_ref())
            }
            // The bare key (RFC 8463 §4.2).
            Pair::Ed25519(pair) => STANDARD.encode(pair.public_key().as_ref()),
        };
        Ok(Record::new(&self.selector, domain, self.algorithm(), &public))
    }

    /// The signature over the canonical header fields: over their hash (RFC 6376 §3.7, RFC 8463 §3).
    pub(super) fn sign(&self, fields: &[u8]) -> Result<Vec<u8>, Unspecified> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                // PKCS#1 v1.5 asks for no randomness: the same letter gets the same signature.
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), fields, &mut signature)?;
                Ok(signature)
            }
            Pair::Ed25519(pair) => {
                let signature = pair.try_sign(digest(&SHA256, fields).as_ref())?;
                Ok(signature.as_ref().to_vec())
            }
        }
    }
}
