//! Limits on how often one address or account may try: sign-in, reset, code, joining.
//!
//! They are kept in memory: a restart forgets them, and the number of failed sign-ins of an
//! account, which is the last line, stands in the database.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::failure::Failure;

/// What is limited.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Attempt {
    /// A password at the door.
    SignIn,
    /// A letter for a new password.
    Reset,
    /// A letter with a code, or a code typed over.
    Code,
    /// Opening and accepting invitations.
    Join,
    /// The code of the first run.
    Setup,
    /// A token of the machine interface that is not one.
    Token,
    /// A trial of a mail server.
    MailTrial,
}

/// Attempts a minute, and at once, from one network address.
const PER_ADDRESS: (u32, u32) = (20, 20);
/// Attempts a minute, and at once, for one account, whoever makes them.
const PER_ACCOUNT: (u32, u32) = (5, 10);

type Limiter = DefaultKeyedRateLimiter<(Attempt, String)>;

/// Who tried how often.
pub struct Limits {
    addresses: Limiter,
    accounts: Limiter,
}

impl Default for Limits {
    fn default() -> Self {
        Self { addresses: limiter(PER_ADDRESS), accounts: limiter(PER_ACCOUNT) }
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
        check(&self.addresses, attempt, network(ip))?;
        match account {
            Some(account) => check(&self.accounts, attempt, account.to_owned()),
            None => Ok(()),
        }
    }

    /// Counts an attempt for an account alone, where a genuine secret came first: a whole office may
    /// join at once from one network address.
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the time to wait, where there were too many.
    pub fn check_account(&self, attempt: Attempt, account: &str) -> Result<(), Failure> {
        check(&self.accounts, attempt, account.to_owned())
    }

    /// Drops what needs no remembering any more: called now and then, so that memory stays bounded.
    pub fn forget(&self) {
        for limiter in [&self.addresses, &self.accounts] {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn check(limiter: &Limiter, attempt: Attempt, key: String) -> Result<(), Failure> {
    limiter.check_key(&(attempt, key)).map_err(|until| {
        let wait = until.earliest_possible().duration_since(limiter.clock().now());
        Failure::TooMany { seconds: wait.as_secs() + 1 }
    })
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
    fn one_household_is_one_address() {
        assert_eq!(
            network("2001:db8:1:2::1".parse().unwrap()),
            network("2001:db8:1:2:ffff::9".parse().unwrap())
        );
        assert_eq!(network("::ffff:10.0.0.1".parse().unwrap()), "10.0.0.1");
    }
}
