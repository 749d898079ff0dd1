//! Which servers take the mail of a domain, and in which order they are asked (RFC 5321 §5.1).

use std::net::IpAddr;

use crate::mail::dns::{Answer, Ask};

/// What DNS says of a domain's mail.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Servers {
    /// These take it, the first one first.
    These(Vec<String>),
    /// Nobody said who, so the host of that name does itself, where there is one.
    Itself,
    /// The domain says that it takes no mail (RFC 7505).
    Refuses,
    /// What is said can't be used: only this portal, or nothing that is a name.
    Unusable,
    /// Nobody knows at present.
    Silent,
}

/// Looks for the servers of a domain (A-labels). `own` is what this portal calls itself: a server of that name, and
/// all that stand behind it, are passed over, or letters would go round. `roll` is any random number: servers that
/// are preferred alike share the work.
pub(super) async fn look(ask: &impl Ask, domain: &str, own: &str, roll: u64) -> Servers {
    let mut found = match ask.mx(domain).await {
        Answer::Found(found) => found,
        Answer::Missing => return Servers::Itself,
        Answer::Silent => return Servers::Silent,
    };
    if found.iter().all(|(_, name)| name.is_empty()) {
        return Servers::Refuses;
    }
    let own = found.iter().filter(|(_, name)| name.eq_ignore_ascii_case(own)).map(|(at, _)| *at).min();
    // An address in the place of a name is none of those that RFC 5321 knows.
    found.retain(|(at, name)| {
        !name.is_empty() && name.parse::<IpAddr>().is_err() && own.is_none_or(|own| *at < own)
    });
    found.sort();
    found.dedup();
    let mut lots = Lots(roll);
    let mut drawn: Vec<(u16, u64, String)> =
        found.into_iter().map(|(preference, name)| (preference, lots.draw(), name)).collect();
    drawn.sort();
    if drawn.is_empty() {
        return Servers::Unusable;
    }
    Servers::These(drawn.into_iter().map(|(_, _, name)| name).collect())
}

/// The address in a literal such as `[192.0.2.1]` or `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3).
pub(super) fn literal(domain: &str) -> Option<IpAddr> {
    let inside = domain.strip_prefix('[')?.strip_suffix(']')?;
    let v6 = inside.get(..5).filter(|tag| tag.eq_ignore_ascii_case("IPv6:")).map(|_| &inside[5..]);
    v6.unwrap_or(inside).parse().ok()
}

/// Many numbers out of one (splitmix64).
struct Lots(u64);

impl Lots {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    struct Mx(Answer<(u16, String)>);

    impl Mx {
        fn new(servers: &[(u16, &str)]) -> Self {
            Self(Answer::Found(servers.iter().map(|(at, name)| (*at, (*name).to_owned())).collect()))
        }
    }

    impl Ask for Mx {
        async fn txt(&self, _: &str) -> Answer<String> {
            Answer::Missing
        }

        async fn mx(&self, _: &str) -> Answer<(u16, String)> {
            self.0.clone()
        }

        async fn addresses(&self, _: &str) -> Answer<IpAddr> {
            Answer::Missing
        }

        async fn names(&self, _: IpAddr) -> Answer<String> {
            Answer::Missing
        }
    }

    async fn of(servers: &[(u16, &str)], roll: u64) -> Servers {
        look(&Mx::new(servers), "daisy.example", "portal.example", roll).await
    }

    fn these(names: &[&str]) -> Servers {
        Servers::These(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[tokio::test]
    async fn the_preferred_comes_first_and_equals_take_turns() {
        let mut orders = BTreeSet::new();
        for roll in 0..64 {
            let servers = [(20, "c.example"), (10, "a.example"), (30, "d.example"), (10, "b.example")];
            let Servers::These(order) = of(&servers, roll).await else { panic!() };
            assert_eq!(order[2..], ["c.example", "d.example"]);
            orders.insert(order[0].clone());
        }
        assert_eq!(orders.len(), 2, "{orders:?}");
    }

    #[tokio::test]
    async fn what_takes_no_mail_is_told_apart() {
        assert_eq!(of(&[(0, "")], 1).await, Servers::Refuses);
        assert_eq!(of(&[(0, ""), (10, "a.example")], 1).await, these(&["a.example"]));
        assert_eq!(of(&[(10, "192.0.2.1")], 1).await, Servers::Unusable);
        assert_eq!(look(&Mx(Answer::Missing), "a.example", "p.example", 1).await, Servers::Itself);
        assert_eq!(look(&Mx(Answer::Silent), "a.example", "p.example", 1).await, Servers::Silent);
    }

    #[tokio::test]
    async fn letters_do_not_go_round() {
        let servers = [(10, "a.example"), (20, "Portal.Example"), (20, "b.example"), (30, "c.example")];
        assert_eq!(of(&servers, 1).await, these(&["a.example"]));
        assert_eq!(of(&[(10, "portal.example"), (20, "a.example")], 1).await, Servers::Unusable);
    }

    #[test]
    fn literals_are_addresses() {
        assert_eq!(literal("[192.0.2.1]"), Some(IpAddr::from([192, 0, 2, 1])));
        assert_eq!(literal("[IPv6:2001:db8::1]"), "2001:db8::1".parse().ok());
        assert_eq!(literal("192.0.2.1"), None);
        assert_eq!(literal("[mail.example]"), None);
    }
}
