//! Networks: single addresses and ranges such as `10.0.0.0/8`.

use std::net::IpAddr;
use std::sync::LazyLock;

use ipnet::IpNet;

/// What is no address of one machine in the whole of the Internet (RFC 6890 and the registries that go with it).
const SPECIAL: &str = "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 \
     192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/3 \
     2001::/23 2001:db8::/32 2002::/16 3fff::/20";
/// Of IPv6, everything that is routed at all lies here.
const ROUTED: &str = "2000::/3";

static NETWORKS: LazyLock<(Networks, Networks)> = LazyLock::new(|| {
    let read = |text| Networks::parse(text).unwrap_or_default();
    (read(SPECIAL), read(ROUTED))
});

/// A few networks.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Reads addresses and ranges with commas or blanks between them; gives back the first that is
    /// neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words = text.split([',', ' ', '\n', '\t']).filter(|word| !word.is_empty());
        words.map(|word| network(word).ok_or_else(|| word.to_owned())).collect::<Result<_, _>>().map(Self)
    }

    /// Whether the address lies in one of them.
    #[must_use]
    pub fn contains(&self, ip: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&ip.to_canonical()))
    }
}

fn network(word: &str) -> Option<IpNet> {
    word.parse().ok().or_else(|| word.parse::<IpAddr>().ok().map(IpNet::from))
}

/// Whether it is the address of one machine in the whole of the Internet.
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    let (special, routed) = &*NETWORKS;
    let ip = ip.to_canonical();
    !special.contains(ip) && (ip.is_ipv4() || routed.contains(ip))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_ranges_are_known() {
        let networks = Networks::parse("127.0.0.1, 10.0.0.0/8 fd00::/8").unwrap();
        for (ip, inside) in [
            ("127.0.0.1", true),
            ("127.0.0.2", false),
            ("10.9.8.7", true),
            ("::ffff:10.9.8.7", true),
            ("fd12::1", true),
            ("2001:db8::1", false),
        ] {
            assert_eq!(networks.contains(ip.parse().unwrap()), inside, "{ip}");
        }
        assert_eq!(Networks::parse("10.0.0.1 proxy"), Err("proxy".to_owned()));
        assert!(!Networks::default().contains(IpAddr::from([127, 0, 0, 1])));
    }
}
