//! What senders on one database tell each other of a server.

use super::Sender;
use crate::mail::outbox::Priority;
use crate::mail::relay::Relay;
use crate::mail::servers::{self, Knock};
use crate::mail::transport::Route;
use crate::store::Result;

impl Sender {
    /// Whether letters had better stay in the queue for a moment: another sender finds out whether the server takes any.
    pub(super) async fn is_to_wait(&self) -> Result<bool> {
        let Route::Smtp(relay) = self.switch.route() else { return Ok(false) };
        let (server, now) = (self.mark(&relay), self.clock.now());
        let known = self.db.read(move |tx| tx.mail_servers().find(&server)).await?;
        Ok(known.is_some_and(|known| matches!(known.at_the_door(now), Some(Knock::Wait))))
    }

    /// What to do at the server's door with letters of this priority, as far as it is known to any sender.
    pub(super) async fn knock(&self, server: &str, priority: Priority) -> Result<Knock> {
        match self.look_at_the_door(server).await? {
            Some(Knock::Rests(rest)) if !rest.holds(priority) => return Ok(Knock::Go),
            Some(knock) => return Ok(knock),
            None => {}
        }
        let (mark, now) = (server.to_owned(), self.clock.now());
        if self.db.write(move |tx| tx.mail_servers().begin_try(&mark, now)).await? {
            return Ok(Knock::First);
        }
        // Another was quicker.
        Ok(self.look_at_the_door(server).await?.unwrap_or(Knock::Wait))
    }

    pub(super) async fn look_at_the_door(&self, server: &str) -> Result<Option<Knock>> {
        let now = self.clock.now();
        let known = servers::learn(&self.db, &self.switch, server.to_owned(), now).await?;
        if let Some(rest) = self.switch.resting(now) {
            return Ok(Some(Knock::Rests(rest)));
        }
        Ok(known.and_then(|known| known.at_the_door(now)))
    }

    /// Tells the others that the server is left alone. Where they can't be told, it is so for this sender.
    pub(super) async fn tell_rest(&self, server: &str) {
        let Some(news) = self.switch.news() else { return };
        let (mark, now) = (server.to_owned(), self.clock.now());
        match self.db.write(move |tx| tx.mail_servers().begin_rest(&mark, &news, now)).await {
            Ok(()) => self.switch.note_told(),
            Err(error) => {
                tracing::warn!(%error, "other senders are not told of the mail server's failure");
            }
        }
    }

    /// The server takes a letter: the others need not wait any more, unless it is left alone by all but this one.
    pub(super) async fn tell_taking(&self, server: &str) {
        let now = self.clock.now();
        if self.switch.resting(now).is_some() {
            return;
        }
        self.switch.note_taking(now);
        if self.switch.is_told_to_take() {
            return;
        }
        let mark = server.to_owned();
        match self.db.write(move |tx| tx.mail_servers().note_taking(&mark, now)).await {
            Ok(()) => self.switch.note_told_to_take(),
            Err(error) => {
                tracing::warn!(%error, "other senders are not told that the mail server takes letters");
            }
        }
    }

    /// Lets another sender try, where this one has not found out whether the server takes letters.
    pub(super) async fn end_try(&self, server: &str) -> Result<()> {
        if self.switch.is_told_to_take() {
            return Ok(());
        }
        let mark = server.to_owned();
        self.db.write(move |tx| tx.mail_servers().end_try(&mark)).await
    }

    pub(super) fn mark(&self, relay: &Relay) -> String {
        servers::mark(&self.key, relay.server())
    }
}
