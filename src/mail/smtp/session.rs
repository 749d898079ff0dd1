//! One letter after another over one connection.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use super::Deadlines;
use super::failure::{Cause, Failure, Kind, Phase};
use super::reply::Reply;
use super::stuffing::stuffed;
use super::transcript::Event;
use super::wire::Wire;

/// What the server can do.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a keyword of EHLO, independent of the others")]
pub(super) struct Offered {
    pub(super) start_tls: bool,
    pub(super) pipelining: bool,
    pub(super) smtputf8: bool,
    pub(super) eight_bit: bool,
    pub(super) sizes: bool,
    pub(super) max_size: Option<usize>,
    pub(super) auth: u64,
}

/// From whom to whom, apart from what the letter says.
#[derive(Clone, Debug)]
pub struct Envelope<'a> {
    /// Where bounces go; empty for none.
    pub from: &'a str,
    /// The recipient.
    pub to: &'a str,
    /// Whether an address or a header is outside ASCII.
    pub smtputf8: bool,
}

/// The server has taken the letter upon itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Accepted {
    /// Its words, which often name the letter in its own log.
    pub reply: Reply,
}

/// Whether the connection can carry another letter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// Yes.
    Ready,
    /// Yes, after RSET: a letter was begun and refused.
    Begun,
    /// No: the server waits for a letter.
    Named,
    /// No: nobody knows what the server expects now.
    Broken,
}

/// A connection that takes letters.
pub struct Session {
    wire: Wire,
    offered: Offered,
    deadlines: Deadlines,
    state: State,
    letters: u32,
    peer: Option<SocketAddr>,
    /// The server may have closed it while nobody looked: it has carried a letter, or was idle.
    is_used: bool,
}

/// A letter that is all there but for the final dot: nothing has been sent yet, as far as the
/// server is concerned. Dropping it closes the connection, and the letter stays unsent.
pub struct Pending<'a>(&'a mut Session);

impl Session {
    pub(super) fn new(wire: Wire, offered: Offered, deadlines: Deadlines, peer: Option<SocketAddr>) -> Self {
        Self { wire, offered, deadlines, state: State::Ready, letters: 0, peer, is_used: false }
    }

    /// Which address it is with, where that was chosen and not left to the system.
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }

    /// Whether another letter can go this way.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        matches!(self.state, State::Ready | State::Begun)
    }

    /// It is kept for a later letter.
    pub(super) fn note_idle(&mut self) {
        self.is_used = true;
    }

    /// How many letters were begun on it.
    #[must_use]
    pub fn letters(&self) -> u32 {
        self.letters
    }

    /// Hands a letter over in one go. For the outbox, which must write something down before the
    /// final dot, there are [`Session::begin`] and [`Pending::finish`].
    pub async fn send(&mut self, envelope: &Envelope<'_>, message: &[u8]) -> Result<Accepted, Failure> {
        self.begin(envelope, message).await?.finish().await
    }

    /// Names sender and recipient and sends the letter, up to just before the final dot.
    pub async fn begin(&mut self, envelope: &Envelope<'_>, message: &[u8]) -> Result<Pending<'_>, Failure> {
        self.name(envelope, message.len()).await?;
        self.pour(message).await
    }

    /// Names sender and recipient of a letter of so many bytes, until the server waits for it. Where the server
    /// was through with this session before ([`Failure::is_stale`]), another one can begin with the letter at once.
    pub async fn name(&mut self, envelope: &Envelope<'_>, size: usize) -> Result<(), Failure> {
        self.check(envelope, size)?;
        self.letters += 1;
        let commands = self.commands(envelope, size);
        let was_used = std::mem::replace(&mut self.is_used, true);
        // Until it is known how this ends, nobody may send another letter this way.
        self.state = State::Broken;
        let named = self.converse(&commands).await;
        named.map_err(|failure| if was_used { failure.of_a_used_session() } else { failure })?;
        self.state = State::Named;
        Ok(())
    }

    /// Sends a letter that was named, up to just before the final dot.
    pub async fn pour(&mut self, message: &[u8]) -> Result<Pending<'_>, Failure> {
        if std::mem::replace(&mut self.state, State::Broken) != State::Named {
            return Err(Failure::broken(Phase::Body, Cause::Broken, "the session waits for no letter"));
        }
        self.body(&stuffed(message)).await?;
        Ok(Pending(self))
    }

    /// Whether the server is still there.
    pub async fn is_alive(&mut self) -> bool {
        let limit = self.deadlines.quit;
        let alive = self.is_usable()
            && self.wire.say(Phase::Mail, limit, "NOOP\r\n").await.is_ok()
            && self.wire.hear(Phase::Mail, limit).await.is_ok_and(|reply| reply.is_positive());
        if !alive {
            self.state = State::Broken;
        }
        alive
    }

    /// Says goodbye. What comes of it changes nothing about the letters.
    pub async fn quit(mut self) {
        let limit = self.deadlines.quit;
        if self.is_usable() && self.wire.say(Phase::Quit, limit, "QUIT\r\n").await.is_ok() {
            let _ = self.wire.hear(Phase::Quit, limit).await;
        }
    }

    /// What can be known before a word is said.
    fn check(&self, envelope: &Envelope<'_>, size: usize) -> Result<(), Failure> {
        let no = |phase, cause, text: &str| Err(Failure::new(phase, Kind::Permanent, cause, text));
        if !self.is_usable() {
            return Err(Failure::broken(Phase::Mail, Cause::Broken, "the session is over"));
        }
        if !can_be_said(envelope.from) {
            return no(Phase::Mail, Cause::BadAddress, "the sender's address can't stand in a command");
        }
        if envelope.to.is_empty() || !can_be_said(envelope.to) {
            return no(Phase::Rcpt, Cause::BadAddress, "the recipient's address can't stand in a command");
        }
        let beyond_ascii = envelope.smtputf8 || !envelope.from.is_ascii() || !envelope.to.is_ascii();
        if beyond_ascii && !self.offered.smtputf8 {
            let text =
                "the address has letters outside ASCII before the @, and the server does not offer SMTPUTF8";
            return no(Phase::Mail, Cause::NeedsSmtputf8, text);
        }
        if self.offered.max_size.is_some_and(|max| size > max) {
            return no(Phase::Mail, Cause::TooLarge, "the letter is larger than the server takes (SIZE)");
        }
        Ok(())
    }

    fn commands(&self, envelope: &Envelope<'_>, size: usize) -> Vec<(Phase, String)> {
        let mut mail = format!("MAIL FROM:<{}>", envelope.from);
        if self.offered.sizes {
            // Writing to a String can't fail.
            let _ = write!(mail, " SIZE={size}");
        }
        if envelope.smtputf8 {
            mail.push_str(if self.offered.eight_bit { " BODY=8BITMIME SMTPUTF8" } else { " SMTPUTF8" });
        }
        mail.push_str("\r\n");
        let mut commands = Vec::with_capacity(4);
        if self.state == State::Begun {
            commands.push((Phase::Mail, "RSET\r\n".to_owned()));
        }
        commands.push((Phase::Mail, mail));
        commands.push((Phase::Rcpt, format!("RCPT TO:<{}>\r\n", envelope.to)));
        commands.push((Phase::Data, "DATA\r\n".to_owned()));
        commands
    }

    /// Says the commands, all at once where the server takes that (RFC 2920), until it waits for the
    /// letter or has refused it.
    async fn converse(&mut self, commands: &[(Phase, String)]) -> Result<(), Failure> {
        if self.offered.pipelining {
            let all: String = commands.iter().map(|(_, command)| command.as_str()).collect();
            self.wire.say(Phase::Mail, self.deadlines.mail, &all).await?;
        }
        let mut refusal: Option<Failure> = None;
        for (phase, command) in commands {
            // After a no nothing is waited for but whether the session can go on.
            let limit = self.limit(*phase);
            let limit = if refusal.is_some() { limit.min(self.deadlines.quit) } else { limit };
            match self.exchange(*phase, limit, command).await {
                Ok(reply) if *phase == Phase::Data && reply.class() == 3 => {
                    return match refusal {
                        Some(refusal) => Err(self.take_back(refusal).await),
                        None => Ok(()),
                    };
                }
                Ok(reply) if *phase != Phase::Data && reply.is_positive() => {}
                Ok(reply) if refusal.is_none() => refusal = Some(Failure::refused(*phase, reply)),
                Ok(_) => {}
                // The first no explains the silence after it.
                Err(failure) => return Err(refusal.unwrap_or(failure)),
            }
            if let Some(refusal) = refusal.take_if(|_| !self.offered.pipelining || *phase == Phase::Data) {
                return Err(self.go_on_after(refusal));
            }
        }
        Err(Failure::broken(Phase::Data, Cause::Gibberish, "the server did not ask for the letter"))
    }

    async fn exchange(&mut self, phase: Phase, limit: Duration, command: &str) -> Result<Reply, Failure> {
        if !self.offered.pipelining {
            self.wire.say(phase, limit, command).await?;
        }
        self.wire.hear(phase, limit).await
    }

    /// The server refused a command and yet waits for the letter: an empty one for nobody, then
    /// (RFC 2920 §3.1). Where that is not answered soon, another session costs less than the wait.
    async fn take_back(&mut self, refusal: Failure) -> Failure {
        let limit = self.deadlines.quit;
        if self.wire.say(Phase::Data, limit, ".\r\n").await.is_ok()
            && self.wire.hear(Phase::Data, limit).await.is_ok()
        {
            return self.go_on_after(refusal);
        }
        refusal
    }

    /// A refused letter leaves the connection usable, unless the server said that it closes it.
    fn go_on_after(&mut self, refusal: Failure) -> Failure {
        if understood(&refusal) {
            self.state = State::Begun;
        }
        refusal
    }

    async fn body(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.wire.note(Event::Letter(bytes.len()));
        let Err(failure) = self.wire.send(Phase::Body, self.deadlines.body, bytes).await else {
            return Ok(());
        };
        // A server that closes in the middle has often said why.
        match self.wire.hear(Phase::Body, self.deadlines.quit).await {
            Ok(reply) if matches!(reply.class(), 4 | 5) => Err(Failure::refused(Phase::Body, reply)),
            _ => Err(failure),
        }
    }

    fn limit(&self, phase: Phase) -> Duration {
        match phase {
            Phase::Rcpt => self.deadlines.rcpt,
            Phase::Data => self.deadlines.data,
            _ => self.deadlines.mail,
        }
    }
}

impl Pending<'_> {
    /// Sends the final dot and waits for the answer. Whatever goes wrong here without an answer is
    /// [`Kind::Unknown`]: the letter may be out. Not where the connection was lost before it.
    pub async fn finish(self) -> Result<Accepted, Failure> {
        let Self(session) = self;
        let limit = session.deadlines.dot;
        session.wire.is_open(Phase::Body).await?;
        if let Err(failure) = session.wire.say(Phase::Dot, limit, ".\r\n").await {
            // What the system did not take has not gone out.
            let is_lost = failure.cause == Cause::Broken;
            return Err(if is_lost {
                Failure::broken(Phase::Body, failure.cause, failure.text)
            } else {
                failure
            });
        }
        let reply = session.wire.hear(Phase::Dot, limit).await?;
        if reply.is_positive() {
            session.state = State::Ready;
            return Ok(Accepted { reply });
        }
        let refusal = Failure::refused(Phase::Dot, reply);
        if understood(&refusal) {
            session.state = State::Ready;
        }
        Err(refusal)
    }
}

/// Whether both sides still agree on where they are after a refusal. 421 may come at any moment and
/// announces that the server closes (RFC 5321 §3.8).
fn understood(refusal: &Failure) -> bool {
    refusal.cause != Cause::Gibberish && refusal.reply.as_ref().is_some_and(|reply| reply.code != 421)
}

/// Whether an address can stand between angle brackets without becoming something else.
fn can_be_said(address: &str) -> bool {
    !address.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>'))
}
