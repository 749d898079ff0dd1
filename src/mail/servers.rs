//! What is known of a mail server: kept in the database, so that processes that share it find out together, and one
//! that was started anew need not find out again.

pub mod store;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::outbox::SKEW;
use super::reason::Reason;
use super::smtp::SmtpServer;
use super::transport::{Rest, Switch, Trouble};
use crate::base::clock::Timestamp;
use crate::base::secret::{Purpose, SecretKey};
use crate::store::{Db, Result};

/// How long one sender may take to find out whether a server takes letters, before another tries too.
pub const TRY: Duration = Duration::from_mins(1);
/// What was known of a server that nobody has used for so long is forgotten.
pub const KEPT: Duration = Duration::from_hours(30 * 24);

/// What is known of one server.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// It is, or was, left alone.
    pub rest: Option<Rest>,
    /// No letter gets through.
    pub trouble: Option<Trouble>,
    /// How often in a row it could not be spoken to.
    pub outages: u32,
    /// How often in a row it took no more for the moment.
    pub throttles: u32,
    /// One sender finds out whether it takes letters, until then.
    pub trying_until: Option<Timestamp>,
}

/// What a sender that comes to a server's door does.
#[derive(Clone, Debug)]
pub enum Knock {
    /// Hands over its letters: the server takes some.
    Go,
    /// Finds out, by one session, whether it takes any: for all senders.
    First,
    /// Waits for another sender that finds it out.
    Wait,
    /// Leaves it alone.
    Rests(Rest),
}

impl Known {
    /// What to do at the server's door; `None` where it must be found out whether it takes letters.
    #[must_use]
    pub fn at_the_door(&self, now: Timestamp) -> Option<Knock> {
        if let Some(rest) = self.rest.as_ref().filter(|rest| rest.lasts(now)) {
            return Some(Knock::Rests(rest.clone()));
        }
        match (self.trying_until, &self.rest) {
            // A clock that was set back must not keep everybody waiting.
            (Some(until), _) if until > now && until <= now + TRY + SKEW => Some(Knock::Wait),
            (None, None) => Some(Knock::Go),
            _ => None,
        }
    }
}

/// Looks up what is known of a server, by its mark, and lets the switch take it over.
pub async fn learn(db: &Db, switch: &Switch, server: String, now: Timestamp) -> Result<Option<Known>> {
    let learned = switch.learned();
    let known = db.read(move |tx| tx.mail_servers().find(&server)).await?;
    switch.take_over(known.as_ref(), learned, now);
    Ok(known)
}

/// What tells a server with this name and password from any other: who types the right password meets another one.
#[must_use]
pub fn mark(key: &SecretKey, server: &SmtpServer) -> String {
    URL_SAFE_NO_PAD.encode(key.mark_of(Purpose::MailServer, &server.to_url()))
}

/// The reason of a key that was kept.
fn reason(key: &str) -> Reason {
    Reason::ALL.into_iter().find(|reason| reason.key() == key).unwrap_or(Reason::Other)
}
