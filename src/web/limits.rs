//! Limits on how often one address or account may try: sign-in, reset, code, joining.
//!
//! They are kept in memory: a restart forgets them, and the number of failed sign-ins of an
//! account, which is the last line, stands in the database.

mod exports;

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use self::exports::Exports;
use super::failure::Failure;

/// What is limited.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Attempt {
    /// A password at the door.
    SignIn,
    /// A letter for a new password.
    Reset,
    /// A code typed over, or another one asked for.
    Code,
    /// A link that opens nothing.
    Link,
    /// An address given at a join link, a form of joining.
    Join,
    /// The code of the first run.
    Setup,
    /// A token of the machine interface that is not one.
    Token,
    /// A trial of a mail server.
    MailTrial,
    /// A trial letter of a template.
    TemplateTrial,
    /// A check of what DNS says of the sender.
    DnsCheck,
    /// A photo.
    Photo,
}

/// Attempts a minute, and at once, from one network address.
const PER_ADDRESS: (u32, u32) = (20, 20);
/// Attempts a minute, and at once, for one account from one network address.
const PER_PAIR: (u32, u32) = (5, 10);
/// Attempts a minute, and at once, for one account from anywhere: so many more that who plays with
/// an account from his own address does not keep its owner out.
const PER_ACCOUNT: (u32, u32) = (60, 60);
/// Characters of what identifies an account: no address is longer, so that memory stays bounded.
const MAX_ACCOUNT: usize = 254;

type Limiter = DefaultKeyedRateLimiter<(Attempt, String)>;

/// Who tried how often.
pub struct Limits {
    addresses: Limiter,
    pairs: Limiter,
    accounts: Limiter,
    /// Lists that are taken along.
    pub exports: Exports,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            addresses: limiter(PER_ADDRESS),
            pairs: limiter(PER_PAIR),
            accounts: limiter(PER_ACCOUNT),
            exports: Exports::default(),
        }
    }
}

fn limiter((minute, burst): (u32, u32)) -> Limiter {
    let quota = Quota::per_minute(NonZeroU32::new(minute).unwrap_or(NonZeroU32::MIN))
        .allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN));
    RateLimiter::keyed(quota)
}

impl Limits {
    /// Counts an attempt from an address and, where one is named, for an account (any word that
    /// identifies it).
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the time to wait, where there were too many.
    pub fn check(&self, attempt: Attempt, ip: IpAddr, account: Option<&str>) -> Result<(), Failure> {
        let network = network(ip);
        check(&self.addresses, attempt, network.clone())?;
        let Some(account) = account.map(clipped) else { return Ok(()) };
        // What is refused here is not counted there: it does not use up what others may try.
        check(&self.pairs, attempt, format!("{network} {account}"))?;
        check(&self.accounts, attempt, account)
    }

    /// Counts an attempt for an account alone, where a genuine secret came first: a whole office may
    /// join at once from one network address.
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the time to wait, where there were too many.
    pub fn check_account(&self, attempt: Attempt, account: &str) -> Result<(), Failure> {
        check(&self.pairs, attempt, clipped(account))
    }

    /// Drops what needs no remembering any more: called now and then, so that memory stays bounded.
    pub fn forget(&self) {
        for limiter in [&self.addresses, &self.pairs, &self.accounts] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        self.exports.forget();
    }
}

fn check(limiter: &Limiter, attempt: Attempt, key: String) -> Result<(), Failure> {
    limiter.check_key(&(attempt, key)).map_err(|until| {
        let wait = until.earliest_possible().duration_since(limiter.clock().now());
        Failure::TooMany { seconds: wait.as_secs() + 1 }
    })
}

fn clipped(account: &str) -> String {
    account.chars().take(MAX_ACCOUNT).collect()
}

/// One household has a whole /64 of IPv6: it counts as one address.
fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_attempts_are_told_how_long_to_wait() {
        let limits = Limits::default();
        let ip = IpAddr::from([127, 0, 0, 1]);
        let refused =
            (0..11).filter_map(|_| limits.check(Attempt::SignIn, ip, Some("a")).err()).collect::<Vec<_>>();
        assert!(matches!(refused.as_slice(), [Failure::TooMany { seconds: 1..=60 }]), "{refused:?}");
        assert!(limits.check(Attempt::SignIn, ip, Some("b")).is_ok());
        assert!(limits.check(Attempt::Reset, ip, Some("a")).is_ok());
    }

    #[test]
    fn who_plays_with_an_account_does_not_keep_its_owner_out() {
        let limits = Limits::default();
        let (attacker, owner) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let refused = (0..20).filter(|_| limits.check(Attempt::SignIn, attacker, Some("a")).is_err()).count();
        assert_eq!(refused, 10);
        assert!(limits.check(Attempt::SignIn, owner, Some("a")).is_ok());
        let crowd = (0..200).map(|n| IpAddr::from([10, 0, 1, n]));
        let let_in = crowd.filter(|ip| limits.check(Attempt::SignIn, *ip, Some("a")).is_ok()).count();
        assert!((40..60).contains(&let_in), "{let_in} from everywhere");
    }

    #[test]
    fn what_identifies_an_account_takes_bounded_room() {
        let limits = Limits::default();
        let long = "ы".repeat(1_000_000);
        for end in ["a", "b"] {
            for _ in 0..5 {
                limits.check_account(Attempt::Join, &format!("{long}{end}")).unwrap();
            }
        }
        assert!(limits.check_account(Attempt::Join, &long).is_err(), "all of them are one");
        assert_eq!(clipped(&long).chars().count(), MAX_ACCOUNT);
    }

    #[test]
    fn one_household_is_one_address() {
        assert_eq!(
            network("2001:db8:1:2::1".parse().unwrap()),
            network("2001:db8:1:2:ffff::9".parse().unwrap())
        );
        assert_eq!(network("::ffff:10.0.0.1".parse().unwrap()), "10.0.0.1");
    }
}
