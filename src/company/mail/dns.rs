//! What is asked of DNS about the company's letters.

use crate::base::email_address::domain_of;
use crate::company::public_url::name_of;
use crate::mail::dkim::Signer;
use crate::mail::dns::{Questions, is_public};

/// The questions about letters that come from `sender` and leave by the server with the name `server`; `None` where DNS
/// knows no such domain: that of a machine or a network of one's own.
#[must_use]
pub fn questions(sender: &str, server: Option<&str>, public_url: &str, signer: &Signer) -> Option<Questions> {
    let domain = domain_of(sender);
    is_public(domain).then(|| Questions {
        domain: domain.to_ascii_lowercase(),
        server: server.map(str::to_owned),
        own_host: name_of(public_url),
        // Else the mail server signs them, or nobody.
        dkim: signer.record(sender),
    })
}
