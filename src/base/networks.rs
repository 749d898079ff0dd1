//! Networks: single addresses and ranges such as `10.0.0.0/8`.

use std::net::IpAddr;

use ipnet::IpNet;

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
