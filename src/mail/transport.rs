//! How letters leave at present: by a mail server, or into the development mailbox.

use std::sync::{Arc, PoisonError, RwLock};

/// The present way; changes when an administrator sets a mail server.
#[derive(Debug, Default)]
pub struct Switch {
    server: RwLock<Option<Arc<str>>>,
}

impl Switch {
    /// A switch that stands on this server, or on the mailbox.
    #[must_use]
    pub fn new(server: Option<&str>) -> Self {
        Self { server: RwLock::new(server.map(Arc::from)) }
    }

    /// Whether letters land in the development mailbox.
    #[must_use]
    pub fn is_mailbox(&self) -> bool {
        self.server.read().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}
