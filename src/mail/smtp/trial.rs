//! A trial: one letter right now, over a connection of its own, with every word written down.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::failure::{Cause, Failure, Phase};
use super::{Accepted, Connector, Deadlines, Envelope, Line, Transcript};

/// The longest that somebody waits for the end of a trial.
const WHOLE: Duration = Duration::from_secs(20);
/// The longest for each step: a server that is silent is told apart from one that is only slow.
const STEP: Duration = Duration::from_secs(10);

/// How a trial ended.
#[derive(Debug)]
pub struct Trial {
    /// Whether the server has taken the letter.
    pub outcome: Result<Accepted, Failure>,
    /// Who said what. Secrets are masked.
    pub lines: Vec<Line>,
}

/// Opens a session and hands a letter over; ends in bounded time, whatever the server does.
pub async fn trial(connector: Connector, envelope: &Envelope<'_>, message: &[u8]) -> Trial {
    let (transcript, end) = (Transcript::default(), Instant::now() + WHOLE);
    let deadlines = Deadlines { quit: Duration::from_secs(2), ..Deadlines::all(STEP) };
    let connector = connector.with_deadlines(deadlines).with_transcript(transcript.clone());
    let outcome = hand_over(&connector, envelope, message, end).await;
    Trial { outcome, lines: transcript.lines() }
}

async fn hand_over(
    connector: &Connector,
    envelope: &Envelope<'_>,
    message: &[u8],
    end: Instant,
) -> Result<Accepted, Failure> {
    let mut session = within(end, Phase::Hello, connector.connect()).await?;
    let pending = within(end, Phase::Body, session.begin(envelope, message)).await?;
    let accepted = within(end, Phase::Dot, pending.finish()).await?;
    let _ = timeout_at(end, session.quit()).await;
    Ok(accepted)
}

async fn within<T>(
    end: Instant,
    phase: Phase,
    step: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    timeout_at(end, step).await.unwrap_or_else(|_| {
        let text = format!("not done within {} s", WHOLE.as_secs());
        Err(Failure::broken(phase, Cause::TooLate, text))
    })
}
