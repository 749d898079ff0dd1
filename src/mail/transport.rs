//! How letters leave at present: by a mail server, or into the development mailbox.

use std::sync::{PoisonError, RwLock};

use super::smtp::{Connector, Pool, SmtpServer};

/// A way for letters to leave.
#[derive(Clone)]
pub enum Route {
    /// They stay in the portal, where administrators read them.
    Mailbox,
    /// By a mail server.
    Smtp(Box<Pool>),
}

/// The present way; changes when an administrator sets a mail server.
pub struct Switch {
    route: RwLock<Route>,
    connections: usize,
    hello_name: String,
}

impl Switch {
    /// A switch that stands on the mailbox. It will open up to `connections` sessions with a server
    /// and call itself `hello_name` there (RFC 5321 §4.1.1.1).
    #[must_use]
    pub fn new(connections: usize, hello_name: &str) -> Self {
        Self { route: RwLock::new(Route::Mailbox), connections, hello_name: hello_name.to_owned() }
    }

    /// Sends letters by `server` from now on, or keeps them in the mailbox.
    ///
    /// # Errors
    /// Where TLS can't be prepared.
    pub fn set(&self, server: Option<SmtpServer>) -> Result<(), String> {
        let route = match server {
            Some(server) => {
                Route::Smtp(Box::new(Pool::new(Connector::new(server, &self.hello_name)?, self.connections)))
            }
            None => Route::Mailbox,
        };
        *self.route.write().unwrap_or_else(PoisonError::into_inner) = route;
        Ok(())
    }

    /// The present way.
    #[must_use]
    pub fn route(&self) -> Route {
        self.route.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether letters land in the development mailbox.
    #[must_use]
    pub fn is_mailbox(&self) -> bool {
        matches!(self.route(), Route::Mailbox)
    }

    /// How many sessions it opens with a server.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections.max(1)
    }

    /// What the portal calls itself towards a server.
    #[must_use]
    pub fn hello_name(&self) -> &str {
        &self.hello_name
    }
}
