//! What is asked of DNS about the company's letters.

use std::net::{IpAddr, UdpSocket};

use crate::base::email_address::domain_of;
use crate::base::networks;
use crate::company::public_url::name_of;
use crate::mail::dkim::Signer;
use crate::mail::dns::{Questions, is_public};

/// How letters leave, as far as DNS may have a say in it.
pub struct Leaving<'a> {
    /// The sender's address.
    pub sender: &'a str,
    /// The domain of the address that letters come back to, where it is set.
    pub envelope: Option<&'a str>,
    /// Whether the portal itself takes what comes back.
    pub receives: bool,
    /// The name of the mail server, where they leave by one.
    pub server: Option<&'a str>,
    /// Whether they leave without a mail server of one's own.
    pub is_direct: bool,
    /// The portal's address.
    pub public_url: &'a str,
    /// What signs them.
    pub signer: &'a Signer,
}

/// The questions; `None` where DNS knows no such domain as the sender's: that of a machine or a network of one's own.
#[must_use]
pub fn questions(leaving: &Leaving<'_>) -> Option<Questions> {
    let domain = domain_of(leaving.sender).to_ascii_lowercase();
    let envelope = leaving.envelope.map(str::to_ascii_lowercase);
    is_public(&domain).then(|| Questions {
        envelope: envelope.filter(|envelope| is_public(envelope) && *envelope != domain),
        domain,
        receives: leaving.receives,
        server: leaving.server.map(str::to_owned),
        own_host: name_of(leaving.public_url),
        own_addresses: own_addresses(),
        is_direct: leaving.is_direct,
        // Else the mail server signs them, or nobody.
        dkim: leaving.signer.records(leaving.sender),
    })
}

/// The public addresses that this machine speaks from. Nothing is sent to find them out: the system only says which
/// way a packet would take.
fn own_addresses() -> Vec<IpAddr> {
    let speaks_from = |(own, far): (&str, &str)| {
        let socket = UdpSocket::bind((own, 0)).ok()?;
        socket.connect((far, 53)).ok()?;
        Some(socket.local_addr().ok()?.ip()).filter(|ip| networks::is_public(*ip))
    };
    // Addresses of root servers: out there in any case.
    [("0.0.0.0", "198.41.0.4"), ("::", "2001:503:ba3e::2:30")].into_iter().filter_map(speaks_from).collect()
}
