//! Writing and signing letters before a session asks for them, beside whatever else goes on.

use tokio::sync::oneshot;

use super::prepare::Prepared;
use crate::base::background::Background;
use crate::mail::dkim::Signer;
use crate::mail::message::Message;
use crate::mail::outbox::store::Ending;

/// So many are written before a session asks for them: it need not wait for that, nor the processor for what a server
/// or a disk has to say.
const AHEAD: usize = 64;

/// So many are ready at once. Where the sessions have to wait for signatures they go on together, and what they write
/// down together is one commit: one by one a letter would cost the database more than its signature spares.
const TOGETHER: usize = 8;

/// A letter as it leaves, or how it ended because it can't be written.
type Written = Result<Message, Ending>;

/// A letter that no session has taken.
pub(super) struct Waiting {
    pub(super) prepared: Prepared,
    /// Where it is written ahead.
    writing: Option<oneshot::Receiver<Written>>,
}

impl Waiting {
    pub(super) fn of(prepared: Prepared) -> Self {
        Self { prepared, writing: None }
    }
}

/// Writes letters and signs them. Clones share the threads.
#[derive(Clone)]
pub struct Writer {
    signer: Signer,
    threads: Background,
}

impl Writer {
    /// Has them written by these threads.
    #[must_use]
    pub fn new(signer: Signer, threads: Background) -> Self {
        Self { signer, threads }
    }

    /// Begins with the first of these letters.
    pub(super) fn write_ahead<'a>(&self, letters: impl ExactSizeIterator<Item = &'a mut Waiting>) {
        let is_all = letters.len() <= AHEAD;
        let mut missing: Vec<_> = letters.take(AHEAD).filter(|one| one.writing.is_none()).collect();
        while missing.len() >= TOGETHER || (is_all && !missing.is_empty()) {
            let some = missing.drain(..TOGETHER.min(missing.len()));
            self.begin(some);
        }
    }

    fn begin<'a>(&self, letters: impl Iterator<Item = &'a mut Waiting>) {
        let begin = |one: &mut Waiting| {
            let (reply, writing) = oneshot::channel();
            one.writing = Some(writing);
            (one.prepared.clone(), reply)
        };
        let (letters, replies): (Vec<_>, Vec<_>) = letters.map(begin).unzip();
        let signer = self.signer.clone();
        self.threads.begin(move || {
            let written: Vec<_> = letters.iter().map(|prepared| write(prepared, &signer)).collect();
            for (reply, written) in replies.into_iter().zip(written) {
                // The session that asked may be gone.
                let _ = reply.send(written);
            }
        });
    }

    /// The letter as it was written; where that panicked it does so again, and with it the session.
    pub(super) async fn written(&self, mut letter: Waiting) -> (Prepared, Written) {
        if letter.writing.is_none() {
            self.begin(std::iter::once(&mut letter));
        }
        let Waiting { prepared, writing } = letter;
        let ready = match writing {
            Some(writing) => writing.await.ok(),
            None => None,
        };
        let written = ready.unwrap_or_else(|| write(&prepared, &self.signer));
        (prepared, written)
    }
}

fn write(prepared: &Prepared, signer: &Signer) -> Written {
    prepared.message().map(|message| signer.sign(message))
}
