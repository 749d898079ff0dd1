//! A trial: one letter right now, over a connection of its own, with every word written down.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::failure::{Cause, Failure, Phase};
use super::{Accepted, Deadlines, Envelope, Event, Line, Session, Transcript};

/// How long somebody waits.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For each step: a silent server is told apart from one that is only slow.
    pub step: Duration,
    /// For the end of it all.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { step: Duration::from_secs(10), whole: Duration::from_secs(20) }
    }
}

/// How a trial ended.
#[derive(Debug)]
pub struct Trial {
    /// Whether the server has taken the letter.
    pub outcome: Result<Accepted, Failure>,
    /// Who said what. Secrets are masked.
    pub lines: Vec<Line>,
}

/// Opens a session and hands a letter over; ends in bounded time, whatever the server does.
pub async fn trial<F>(
    open: impl FnOnce(Deadlines, Transcript) -> F,
    envelope: &Envelope<'_>,
    message: &[u8],
    patience: Patience,
) -> Trial
where
    F: Future<Output = Result<Session, Failure>>,
{
    let transcript = Transcript::default();
    let end =
        End { at: Instant::now() + patience.whole, whole: patience.whole, transcript: transcript.clone() };
    let deadlines = Deadlines { quit: patience.step / 5, ..Deadlines::all(patience.step) };
    let outcome = hand_over(open(deadlines, transcript.clone()), envelope, message, &end).await;
    Trial { outcome, lines: transcript.lines() }
}

/// When nobody waits any longer.
struct End {
    at: Instant,
    whole: Duration,
    transcript: Transcript,
}

impl End {
    async fn bounds<T>(
        &self,
        phase: Phase,
        step: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        timeout_at(self.at, step).await.unwrap_or_else(|_| {
            let event = Event::Late(self.whole);
            let text = event.to_string();
            self.transcript.note(event);
            Err(Failure::broken(phase, Cause::TooLate, text))
        })
    }
}

async fn hand_over(
    opening: impl Future<Output = Result<Session, Failure>>,
    envelope: &Envelope<'_>,
    message: &[u8],
    end: &End,
) -> Result<Accepted, Failure> {
    let mut session = end.bounds(Phase::Hello, opening).await?;
    let pending = end.bounds(Phase::Body, session.begin(envelope, message)).await?;
    let accepted = end.bounds(Phase::Dot, pending.finish()).await?;
    let _ = timeout_at(end.at, session.quit()).await;
    Ok(accepted)
}
