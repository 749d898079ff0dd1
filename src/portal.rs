//! What every handler and every worker is handed: the database, the clock, the dice, the key.

use std::sync::Arc;

use crate::base::bell::Bell;
use crate::base::clock::{SharedClock, Timestamp};
use crate::base::random::SharedRandom;
use crate::base::secret::SecretKey;
use crate::config::Config;
use crate::store::{Db, Result, Tx};

/// The running portal, without its pages.
pub struct Portal {
    /// Where everything is kept.
    pub db: Db,
    /// What time it is.
    pub clock: SharedClock,
    /// Randomness.
    pub random: SharedRandom,
    /// What links are derived from.
    pub key: SecretKey,
    /// How the installation is set up.
    pub config: Config,
    /// Rung when letters were queued, so that the sender need not poll.
    pub outbox_bell: Arc<Bell>,
    /// How letters leave at present.
    pub mail: Arc<crate::mail::transport::Switch>,
    /// What signs them.
    pub signer: crate::mail::dkim::Signer,
    /// Password hashing, bounded.
    pub hasher: crate::accounts::passwords::Hasher,
    /// Where photos are made of pictures, bounded.
    pub darkroom: crate::people::photo::Darkroom,
    /// Figures for whoever watches.
    pub metrics: crate::metrics::Metrics,
    /// Who asked how often.
    pub limits: crate::web::limits::Limits,
}

/// The portal as it is passed around.
pub type SharedPortal = Arc<Portal>;

impl Portal {
    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// [`Db::read`], shortly.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.db.read(work).await
    }

    /// [`Db::write`], shortly.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        self.db.write(work).await
    }
}
