//! How letters leave at present: by a mail server, or into the development mailbox.

use std::sync::{PoisonError, RwLock};

use super::reason::Reason;
use super::smtp::{Connector, Failure, Pool, SmtpServer};
use crate::base::clock::Timestamp;

/// A way for letters to leave.
#[derive(Clone)]
pub enum Route {
    /// They stay in the portal, where administrators read them.
    Mailbox,
    /// By a mail server.
    Smtp(Box<Pool>),
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
    /// There is a server, but nobody can tell which, for this reason.
    Unreadable(String),
}

/// The present way; changes when an administrator sets a mail server.
pub struct Switch {
    present: RwLock<Present>,
    connections: usize,
}

struct Present {
    wish: Wish,
    hello_name: String,
    route: Route,
    rest: Option<Rest>,
    trouble: Option<Trouble>,
}

/// No letter gets through.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Trouble {
    /// Why, as far as the last one told.
    pub reason: Reason,
    /// Since when none does.
    pub since: Timestamp,
}

/// The server is left alone for a while, because its settings have to be mended first.
#[derive(Clone, Debug)]
pub struct Rest {
    /// What is wrong.
    pub failure: Failure,
    /// When it is tried again by itself.
    pub until: Timestamp,
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
            rest: None,
            trouble: None,
        };
        Self { present: RwLock::new(present), connections: connections.max(1) }
    }

    /// Lets letters leave so from now on. What is so already stays untouched, open sessions too.
    pub fn set(&self, wish: Wish, hello_name: &str) {
        let mut present = self.present.write().unwrap_or_else(PoisonError::into_inner);
        if present.wish != wish || present.hello_name != hello_name {
            let route = self.route_for(&wish, hello_name);
            *present = Present { wish, hello_name: hello_name.to_owned(), route, rest: None, trouble: None };
        }
    }

    fn route_for(&self, wish: &Wish, hello_name: &str) -> Route {
        match wish {
            Wish::Mailbox => Route::Mailbox,
            Wish::Unreadable(reason) => Route::Closed(reason.clone()),
            Wish::Server(server) => match Connector::new(server.clone(), hello_name) {
                Ok(connector) => Route::Smtp(Box::new(Pool::new(connector, self.connections))),
                Err(reason) => Route::Closed(reason),
            },
        }
    }

    /// The present way.
    #[must_use]
    pub fn route(&self) -> Route {
        self.present.read().unwrap_or_else(PoisonError::into_inner).route.clone()
    }

    /// Leaves the server alone for a while: knocking with a wrong password again and again gets an
    /// account locked.
    pub fn rest(&self, rest: Rest) {
        self.present.write().unwrap_or_else(PoisonError::into_inner).rest = Some(rest);
    }

    /// Why, and until when, the server is left alone, where it is.
    #[must_use]
    pub fn resting(&self, now: Timestamp) -> Option<Rest> {
        let present = self.present.read().unwrap_or_else(PoisonError::into_inner);
        present.rest.clone().filter(|rest| rest.until > now)
    }

    /// Lets the server be tried at once: somebody has mended something.
    pub fn wake(&self) {
        self.present.write().unwrap_or_else(PoisonError::into_inner).rest = None;
    }

    /// Notes why no letter gets through, or that one has.
    pub fn note(&self, reason: Option<Reason>, now: Timestamp) {
        let before = self.trouble();
        let since = before.map_or(now, |before| before.since);
        let trouble = reason.map(|reason| Trouble { reason, since });
        if before != trouble {
            self.present.write().unwrap_or_else(PoisonError::into_inner).trouble = trouble;
        }
    }

    /// Why no letter gets through at present, and since when.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        self.present.read().unwrap_or_else(PoisonError::into_inner).trouble
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
