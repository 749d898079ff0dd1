//! How letters leave at present: by a mail server, straight to the recipients' servers, or into the development mailbox.

use std::fmt;
use std::str::FromStr;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use zeroize::Zeroizing;

use super::direct::{Direct, Setup};
use super::outbox::{Lot, Priority, SKEW};
use super::pace::{Pace, Proof, concerns_all};
use super::reason::{Reason, classify};
use super::relay::Relay;
use super::servers::Known;
use super::smtp::{Connector, Failure, SmtpServer, UrlProblem};
use crate::base::clock::Timestamp;

/// So many domains are passed over at once: each makes the question to the database longer.
const PASSED_OVER: usize = 64;
/// So long waits what somebody waits for, after a server that takes no more for now has refused it, too.
const SOON: Duration = Duration::from_mins(1);
/// How [`Outlet::Direct`] is written.
const DIRECT: &str = "direct:";

/// A way out, as it is set.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outlet {
    /// By this mail server, which hands letters on.
    Server(SmtpServer),
    /// To the recipients' own servers.
    Direct,
}

/// A way for letters to leave.
#[derive(Clone)]
pub enum Route {
    /// They stay in the portal, where administrators read them.
    Mailbox,
    /// By a mail server.
    Smtp(Relay),
    /// To the recipients' own servers.
    Direct(Direct),
    /// By none at present, for this reason: letters wait until the settings are mended.
    Closed(String),
}

/// What an installation says about its letters.
#[derive(Clone, Eq, PartialEq)]
pub enum Wish {
    /// Keep them in the mailbox.
    Mailbox,
    /// Send them by this server.
    Server(SmtpServer),
    /// Send them to the recipients' own servers.
    Direct,
    /// There is a server, but nobody can tell which, for this reason.
    Unreadable(String),
}

/// The present way; changes when an administrator sets a mail server.
pub struct Switch {
    present: RwLock<Present>,
    connections: usize,
    /// What the way to the recipients' servers needs, where it can be gone.
    direct: Option<Setup>,
}

struct Present {
    wish: Wish,
    hello_name: String,
    route: Route,
    pace: Pace,
    rest: Option<Rest>,
    trouble: Option<Trouble>,
    /// Whether it is written down that the server takes letters.
    is_taking: bool,
    /// Grows with all that is learned here.
    learned: u64,
}

/// No letter gets through.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Trouble {
    /// Why, as far as the last one told.
    pub reason: Reason,
    /// Since when none does.
    pub since: Timestamp,
}

/// The server is left alone for a while, because no other letter would fare better now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rest {
    /// What is wrong.
    pub reason: Reason,
    /// What the server said, or what happened to it.
    pub words: String,
    /// When that was found out.
    pub since: Timestamp,
    /// When it is tried again by itself, with one letter.
    pub until: Timestamp,
    /// Whether it is written down, for others that share the database.
    pub is_told: bool,
    /// Whether the server takes too many letters, or letters of a kind, badly, but is there: what somebody waits for at
    /// a screen is few, and is tried all the same.
    pub is_for_bulk: bool,
}

impl Rest {
    /// Whether it is not over. One that began in the future was written by a clock that has been set back.
    #[must_use]
    pub fn lasts(&self, now: Timestamp) -> bool {
        self.until > now && self.since <= now + SKEW
    }

    /// One that begins with a failure, and is not written down yet.
    #[must_use]
    pub fn begun(failure: &Failure, pause: Duration, now: Timestamp) -> Self {
        let (reason, words) = (seen_from_afar(failure), failure.words());
        let is_for_bulk = Self::is_for_bulk(reason, concerns_all(failure));
        Self { reason, words, since: now, until: now + pause, is_told: false, is_for_bulk }
    }

    /// See the field: why the server is left alone, and whether it could not be spoken to at all.
    #[must_use]
    pub fn is_for_bulk(reason: Reason, is_outage: bool) -> bool {
        !is_outage
            && (reason.is_about_sender()
                || matches!(reason, Reason::Throttled | Reason::Policy)
                || reason.breaks_off())
    }

    /// Whether letters of this priority wait for its end.
    #[must_use]
    pub fn holds(&self, priority: Priority) -> bool {
        priority == Priority::Bulk || !self.is_for_bulk
    }

    /// The same for letters of this priority that the server has just refused: those that it does not hold come again
    /// soon.
    #[must_use]
    pub fn seen_by(self, priority: Priority, now: Timestamp) -> Self {
        let until = if self.holds(priority) { self.until } else { self.until.min(now + SOON) };
        Self { until, ..self }
    }

    /// Whether a session that ran into this failure found out the same: what several find out at once is one.
    #[must_use]
    pub fn explains(&self, failure: &Failure) -> bool {
        concerns_all(failure) || seen_from_afar(failure) == self.reason
    }
}

/// What a failure of one letter means for the others: of one that went out without an answer they know only that the
/// server broke off. They themselves have not left.
fn seen_from_afar(failure: &Failure) -> Reason {
    match classify(failure) {
        Reason::NoAnswer => Reason::BrokeOff,
        reason => reason,
    }
}

impl From<Outlet> for Wish {
    fn from(outlet: Outlet) -> Self {
        match outlet {
            Outlet::Server(server) => Self::Server(server),
            Outlet::Direct => Self::Direct,
        }
    }
}

impl Outlet {
    /// The mail server, where there is one.
    #[must_use]
    pub fn server(&self) -> Option<&SmtpServer> {
        match self {
            Self::Server(server) => Some(server),
            Self::Direct => None,
        }
    }

    /// Everything about it, with the password, in the form that [`str::parse`] takes: to be sealed.
    #[must_use]
    pub fn to_url(&self) -> Zeroizing<String> {
        match self {
            Self::Server(server) => server.to_url(),
            Self::Direct => Zeroizing::new(DIRECT.to_owned()),
        }
    }
}

/// Without the name and the password.
impl fmt::Display for Outlet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(server) => write!(f, "{server} ({})", server.tls().word()),
            Self::Direct => f.write_str(DIRECT),
        }
    }
}

impl FromStr for Outlet {
    type Err = UrlProblem;

    fn from_str(url: &str) -> Result<Self, UrlProblem> {
        if url.trim().eq_ignore_ascii_case(DIRECT) { Ok(Self::Direct) } else { url.parse().map(Self::Server) }
    }
}

impl Switch {
    /// A switch that stands on the mailbox. It will open up to `connections` sessions with a server
    /// and call itself `hello_name` there (RFC 5321 §4.1.1.1).
    #[must_use]
    pub fn new(connections: usize, hello_name: &str) -> Self {
        let present = Present {
            wish: Wish::Mailbox,
            hello_name: hello_name.to_owned(),
            route: Route::Mailbox,
            pace: Pace::new(connections),
            rest: None,
            trouble: None,
            is_taking: false,
            learned: 0,
        };
        Self { present: RwLock::new(present), connections: connections.max(1), direct: None }
    }

    /// The same, which can also send to the recipients' own servers.
    #[must_use]
    pub fn with_direct(self, setup: Setup) -> Self {
        Self { direct: Some(setup), ..self }
    }

    /// Lets letters leave so from now on. What is so already stays untouched, open sessions too.
    pub fn set(&self, wish: Wish, hello_name: &str) {
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        if present.wish != wish || present.hello_name != hello_name {
            let route = self.route_for(&wish, hello_name);
            let (hello_name, pace) = (hello_name.to_owned(), Pace::new(self.connections));
            let (rest, trouble, is_taking) = (None, None, false);
            let learned = present.learned + 1;
            *present = Present { wish, hello_name, route, pace, rest, trouble, is_taking, learned };
        }
    }

    fn route_for(&self, wish: &Wish, hello_name: &str) -> Route {
        match wish {
            Wish::Mailbox => Route::Mailbox,
            Wish::Unreadable(reason) => Route::Closed(reason.clone()),
            Wish::Server(server) => match Connector::new(server.clone(), hello_name) {
                Ok(connector) => Route::Smtp(Relay::new(connector, self.connections)),
                Err(reason) => Route::Closed(reason),
            },
            Wish::Direct => match self.direct_route(hello_name) {
                Ok(direct) => Route::Direct(direct),
                Err(reason) => Route::Closed(reason),
            },
        }
    }

    fn direct_route(&self, hello_name: &str) -> Result<Direct, String> {
        let setup = self.direct.as_ref().ok_or("letters can't leave straight from here")?;
        Direct::new(setup, hello_name, self.connections)
    }

    /// The way to the recipients' own servers, whether or not letters leave by it at present.
    ///
    /// # Errors
    /// Where it can't be gone, in words for whoever looks after the portal.
    pub fn direct(&self) -> Result<Direct, String> {
        match self.route() {
            Route::Direct(direct) => Ok(direct),
            Route::Mailbox | Route::Smtp(_) | Route::Closed(_) => self.direct_route(&self.hello_name()),
        }
    }

    /// The present way.
    #[must_use]
    pub fn route(&self) -> Route {
        self.present.read().unwrap_or_else(PoisonError::into_inner).route.clone()
    }

    /// Learns from a letter that the server took. One that it takes while it is left alone says nothing of the others.
    /// `proof`: see [`Pace::accepted`].
    pub fn learn_accepted(&self, proof: Proof, now: Timestamp) {
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        if present.rest.as_ref().is_none_or(|rest| !rest.lasts(now)) {
            present.pace.accepted(proof);
        }
    }

    /// Learns from one that it did not take; the rest that it is left alone for, where no other letter would fare
    /// better. `roll` is any random number.
    pub fn learn_refused(&self, failure: &Failure, now: Timestamp, roll: u64) -> Option<Rest> {
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(rest) = present.rest.as_ref().filter(|rest| rest.lasts(now)) {
            return rest.explains(failure).then(|| rest.clone());
        }
        let pause = present.pace.refused(failure, roll)?;
        let rest = Rest::begun(failure, pause, now);
        let since = present.trouble.map_or(now, |before| before.since);
        present.trouble = Some(Trouble { reason: rest.reason, since });
        present.rest = Some(rest.clone());
        present.is_taking = false;
        present.learned += 1;
        Some(rest)
    }

    /// How many passes over letters may go on at once: of each that is not over, a session is still busy.
    #[must_use]
    pub fn passes(&self) -> usize {
        match self.route() {
            Route::Direct(direct) => direct.passes(),
            Route::Mailbox | Route::Smtp(_) | Route::Closed(_) => self.sessions(),
        }
    }

    /// Domains that no further letters can be begun with for at present.
    #[must_use]
    pub fn busy(&self, lot: Lot) -> Vec<String> {
        let mut busy = match self.route() {
            Route::Direct(direct) => direct.full(lot.priority),
            Route::Smtp(relay) => relay.full(lot),
            Route::Mailbox | Route::Closed(_) => Vec::new(),
        };
        busy.truncate(PASSED_OVER);
        busy
    }

    /// How many sessions the server bears at present.
    #[must_use]
    pub fn sessions(&self) -> usize {
        self.present.read().unwrap_or_else(PoisonError::into_inner).pace.sessions()
    }

    /// Why, and until when, the server is left alone, where it is.
    #[must_use]
    pub fn resting(&self, now: Timestamp) -> Option<Rest> {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        present.rest.clone().filter(|rest| rest.lasts(now))
    }

    /// What was learned of the server here, to be told to others; nothing where that has been done, or there is nothing
    /// to tell.
    #[must_use]
    pub fn news(&self) -> Option<Known> {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        let rest = present.rest.clone().filter(|rest| !rest.is_told)?;
        let (outages, throttles) = present.pace.in_a_row();
        Some(Known { rest: Some(rest), trouble: present.trouble, outages, throttles, trying_until: None })
    }

    /// How much has been learned of the server here: to be asked for before what is known to all is read.
    #[must_use]
    pub fn learned(&self) -> u64 {
        self.present.read().unwrap_or_else(PoisonError::into_inner).learned
    }

    /// Takes over what is known of the server to all that share the database. What was learned here and could not be
    /// told yet stays, and so does what has been learned since `learned`: the rest was read before.
    pub fn take_over(&self, known: Option<&Known>, learned: u64, now: Timestamp) {
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        if present.learned != learned {
            return;
        }
        if present.rest.as_ref().is_some_and(|rest| !rest.is_told && rest.lasts(now)) {
            return;
        }
        present.rest = known.and_then(|known| known.rest.clone());
        present.is_taking &= known.is_some() && present.rest.is_none();
        if let Some(known) = known {
            present.trouble = known.trouble;
            present.pace.take_over(known.outages, known.throttles);
        }
    }

    /// What was learned here is written down.
    pub fn note_told(&self) {
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        present.learned += 1;
        if let Some(rest) = &mut present.rest {
            rest.is_told = true;
        }
    }

    /// Whether it is written down that the server takes letters.
    #[must_use]
    pub fn is_told_to_take(&self) -> bool {
        self.present.read().unwrap_or_else(PoisonError::into_inner).is_taking
    }

    /// That is written down.
    pub fn note_told_to_take(&self) {
        self.present.write().unwrap_or_else(PoisonError::into_inner).is_taking = true;
    }

    /// Lets the server be tried at once: somebody has mended something.
    pub fn wake(&self) {
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        present.rest = None;
        present.learned += 1;
        if let Route::Direct(direct) = &present.route {
            direct.wake();
        }
    }

    /// The server takes a letter: nothing is wrong any more, unless another session has just been told otherwise.
    pub fn note_taking(&self, now: Timestamp) {
        if self.trouble().is_none() {
            return;
        }
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        if present.rest.as_ref().is_none_or(|rest| !rest.lasts(now)) {
            present.trouble = None;
        }
    }

    /// Why no letter gets through at present, and since when.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        match &present.route {
            Route::Direct(direct) => direct.trouble(),
            Route::Mailbox | Route::Smtp(_) | Route::Closed(_) => present.trouble,
        }
    }

    /// Whether letters land in the development mailbox.
    #[must_use]
    pub fn is_mailbox(&self) -> bool {
        matches!(self.route(), Route::Mailbox)
    }

    /// How many sessions it opens with a server.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections
    }

    /// What the portal calls itself towards a server.
    #[must_use]
    pub fn hello_name(&self) -> String {
        self.present.read().unwrap_or_else(PoisonError::into_inner).hello_name.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::smtp::{Cause, Kind, Phase};

    #[test]
    fn what_was_read_before_does_not_undo_what_has_been_learned_since() {
        let (switch, now) = (Switch::new(4, "portal.example"), Timestamp(1_795_413_600_000));
        let (phase, kind, cause) = (Phase::Connect, Kind::Temporary, Cause::Unreachable);
        let failure = Failure { phase, kind, cause, reply: None, text: String::new() };
        let (read, at_reading) = (None, switch.learned());
        let rest = switch.learn_refused(&failure, now, 0).expect("a rest");
        switch.note_told();
        switch.take_over(read, at_reading, now);
        assert_eq!(switch.resting(now).map(|rest| rest.until), Some(rest.until));
        switch.take_over(None, switch.learned(), now);
        assert_eq!(switch.resting(now), None, "somebody has mended something elsewhere");
    }
}
