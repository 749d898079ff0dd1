//! Calls whoever waits for work.

use tokio::sync::watch;

/// Rung by whoever has brought work; each that listens hears it, also one that was busy at that moment.
pub struct Bell(watch::Sender<()>);

/// The ear of one that waits.
pub struct Listener(watch::Receiver<()>);

impl Default for Bell {
    fn default() -> Self {
        Self(watch::Sender::new(()))
    }
}

impl Bell {
    /// Calls all that listen.
    pub fn ring(&self) {
        self.0.send_replace(());
    }

    /// One that hears what is rung from now on.
    #[must_use]
    pub fn listener(&self) -> Listener {
        Listener(self.0.subscribe())
    }
}

impl Listener {
    /// Waits until the bell is rung, or was since this was heard last.
    pub async fn rung(&mut self) {
        if self.0.changed().await.is_err() {
            // Nobody is left who could ring.
            std::future::pending::<()>().await;
        }
    }
}
