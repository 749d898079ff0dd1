//! Which addresses are spoken to. Anybody may say in DNS that his mail server is 127.0.0.1 or a machine of this
//! network: nobody outside decides whom the portal talks to in here (ASVS 1.3.6).

use std::net::IpAddr;

use crate::base::networks::{Networks, is_public};

/// Lets through what is public, and the networks that the settings name.
#[derive(Clone, Debug)]
pub(super) struct Guard(pub(super) Networks);

impl Guard {
    /// Whether this address may be spoken to.
    pub(super) fn lets(&self, ip: IpAddr) -> bool {
        is_public(ip) || self.0.contains(ip)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_spoken_to() {
        let guard = Guard(Networks::default());
        for ip in ["8.8.8.8", "94.100.180.31", "2a02:6b8::1", "2001:4860:4860::8888", "::ffff:8.8.8.8"] {
            assert!(guard.lets(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::1",
        ] {
            assert!(!guard.lets(ip.parse().unwrap()), "{ip}");
        }
        let inside = Guard(Networks::parse("10.0.0.0/8").unwrap());
        assert!(inside.lets("10.1.2.3".parse().unwrap()));
        assert!(!inside.lets("127.0.0.1".parse().unwrap()));
    }
}
