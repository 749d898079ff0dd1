//! A session: a command out, its answers in, up to the one that bears its tag.

use std::time::Duration;

use imap_proto::{AttributeValue, Capability, MailboxDatum, Response, ResponseCode, Status};

use super::connect;
use super::failure::{Cause, Failure};
use super::server::ImapServer;
use super::wire::Wire;
use crate::base::clock::Timestamp;

/// Answers to one command; a server that has more to say says nothing that was asked.
const MAX_ANSWERS: usize = 10_000;
/// What came so long ago is looked at the first time, also where somebody has read it.
const FIRST_LOOK: Duration = Duration::from_hours(7 * 24);
/// Of the server's words so many characters are kept.
const MAX_WORDS: usize = 200;

/// What a mailbox is opened for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stay {
    /// To look whether it can be read; nothing changes.
    Visit,
    /// To read it, and to mark what was read.
    Work,
}

/// What is known of a mailbox.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Looked {
    /// With another number than before, numbers of messages mean other messages (RFC 3501 §2.3.1.1).
    pub uid_validity: u32,
    /// How many messages there are.
    pub messages: u32,
}

/// How a command ended.
pub(super) enum Answer {
    Ok,
    /// With the server's words.
    No(String),
}

/// What a command brought.
pub(super) struct Brought {
    pub(super) ended: Answer,
    /// The answers before that, each as it came.
    answers: Vec<Vec<u8>>,
}

impl Brought {
    /// What can be understood of the answers.
    fn each(&self) -> impl Iterator<Item = Response<'_>> {
        self.answers.iter().filter_map(|answer| Response::parse(answer).ok().map(|(_, response)| response))
    }

    fn or(self, cause: Cause) -> Result<Self, Failure> {
        match self.ended {
            Answer::Ok => Ok(self),
            Answer::No(words) => Err(Failure::new(cause, words)),
        }
    }
}

/// A session that has signed in.
pub struct Session {
    wire: Wire,
    commands: u32,
}

impl Session {
    /// Opens one. `patience` is for each answer.
    pub async fn open(server: &ImapServer, patience: Duration) -> Result<Self, Failure> {
        connect::connect(server, patience).await
    }

    pub(super) fn new(wire: Wire) -> Self {
        Self { wire, commands: 0 }
    }

    pub(super) fn into_wire(self) -> Wire {
        self.wire
    }

    /// The server's first words.
    pub(super) async fn greeting(&mut self) -> Result<(), Failure> {
        let answer = self.wire.hear().await?;
        match Response::parse(&answer) {
            Ok((_, Response::Data { status: Status::Ok | Status::PreAuth, .. })) => Ok(()),
            Ok((_, Response::Data { outcome, .. })) => {
                Err(Failure::new(Cause::Unreachable, words(outcome.information.as_deref())))
            }
            _ => {
                let start = words(Some(&String::from_utf8_lossy(&answer)));
                Err(Failure::new(Cause::Server, format!("the server does not speak IMAP: {start:?}")))
            }
        }
    }

    /// What the server can do, as words.
    pub(super) async fn capabilities(&mut self) -> Result<Vec<String>, Failure> {
        let brought = self.command("CAPABILITY").await?.or(Cause::Server)?;
        let mut found = Vec::new();
        for response in brought.each() {
            let Response::Capabilities(capabilities) = response else { continue };
            found.extend(capabilities.into_iter().map(|capability| match capability {
                Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
                Capability::Auth(way) => format!("AUTH={way}"),
                Capability::Atom(word) => word.into_owned(),
            }));
        }
        Ok(found)
    }

    /// Signs in by PLAIN with what was encoded for it.
    pub(super) async fn authenticate(&mut self, secret: &str) -> Result<Answer, Failure> {
        let tag = self.begin("AUTHENTICATE PLAIN").await?;
        let answer = self.wire.hear().await?;
        if !answer.starts_with(b"+") {
            return match Response::parse(&answer) {
                Ok((_, Response::Done { outcome, .. })) => Ok(Answer::No(told(&outcome))),
                _ => Err(gibberish(&answer)),
            };
        }
        self.wire.say(secret).await?;
        Ok(self.ending(&tag).await?.ended)
    }

    /// Opens the mailbox.
    pub async fn look(&mut self, server: &ImapServer, stay: Stay) -> Result<Looked, Failure> {
        let verb = match stay {
            Stay::Visit => "EXAMINE",
            Stay::Work => "SELECT",
        };
        let brought = self.command(&format!("{verb} {}", server.quoted_mailbox())).await?;
        let brought = brought.or(Cause::NoMailbox)?;
        let (mut uid_validity, mut messages) = (None, 0);
        for response in brought.each() {
            match response {
                Response::Data { outcome, .. } => {
                    if let Some(ResponseCode::UidValidity(number)) = outcome.code {
                        uid_validity = Some(number);
                    }
                }
                Response::MailboxData(MailboxDatum::Exists(number)) => messages = number,
                _ => {}
            }
        }
        let missing =
            || Failure::new(Cause::Server, "the server gives messages no lasting numbers (UIDVALIDITY)");
        Ok(Looked { uid_validity: uid_validity.ok_or_else(missing)?, messages })
    }

    /// The numbers of the messages behind the one with number `after`, in their order; where there is none, of those
    /// that nobody has read, and of all that came in the last days.
    pub async fn search(&mut self, after: Option<u32>, now: Timestamp) -> Result<Vec<u32>, Failure> {
        let which = after.map_or_else(
            || format!("OR UNSEEN SINCE {}", (now - FIRST_LOOK).to_jiff().strftime("%-d-%b-%Y")),
            |after| format!("UID {}:*", after.saturating_add(1)),
        );
        let brought = self.command(&format!("UID SEARCH UNDELETED {which}")).await?.or(Cause::Server)?;
        let mut found = Vec::new();
        for response in brought.each() {
            if let Response::MailboxData(MailboxDatum::Search(numbers)) = response {
                found.extend(numbers);
            }
        }
        // `5:*` names the last message also where its number is less (RFC 3501 §6.4.8).
        found.retain(|number| after.is_none_or(|after| *number > after));
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The message with that number: all of it, or its first `head` bytes where it has more than `most`. `None`
    /// where it is gone.
    pub async fn fetch(&mut self, uid: u32, most: usize, head: usize) -> Result<Option<Vec<u8>>, Failure> {
        let brought = self.command(&format!("UID FETCH {uid} (UID RFC822.SIZE)")).await?.or(Cause::Server)?;
        let size = of_message(&brought, uid, |value| match value {
            AttributeValue::Rfc822Size(size) => usize::try_from(size).ok(),
            _ => None,
        });
        let Some(size) = size else { return Ok(None) };
        let wanted = if size > most { head } else { most };
        let command = format!("UID FETCH {uid} (UID BODY.PEEK[]<0.{wanted}>)");
        let brought = self.command(&command).await?.or(Cause::Server)?;
        Ok(of_message(&brought, uid, |value| match value {
            AttributeValue::BodySection { section: None, data: Some(data), .. } => Some(data.into_owned()),
            _ => None,
        }))
    }

    /// Marks a message as read.
    pub async fn mark_read(&mut self, uid: u32) -> Result<(), Failure> {
        let brought = self.command(&format!("UID STORE {uid} +FLAGS.SILENT (\\Seen)")).await?;
        brought.or(Cause::Server).map(drop)
    }

    /// Takes leave; nothing depends on the answer.
    pub async fn leave(mut self) {
        let _ = self.begin("LOGOUT").await;
    }

    /// Says a command and hears its answers.
    pub(super) async fn command(&mut self, command: &str) -> Result<Brought, Failure> {
        let tag = self.begin(command).await?;
        self.ending(&tag).await
    }

    async fn begin(&mut self, command: &str) -> Result<String, Failure> {
        self.commands += 1;
        let tag = format!("c{}", self.commands);
        self.wire.say(&format!("{tag} {command}")).await?;
        Ok(tag)
    }

    /// The answers up to the one with this tag.
    async fn ending(&mut self, tag: &str) -> Result<Brought, Failure> {
        let (mut answers, mut size) = (Vec::new(), 0);
        while answers.len() < MAX_ANSWERS {
            let answer = self.wire.hear().await?;
            match Response::parse(&answer) {
                Ok((_, Response::Done { tag: its, status, outcome })) if its.0 == tag => {
                    let ended = if status == Status::Ok { Answer::Ok } else { Answer::No(told(&outcome)) };
                    return Ok(Brought { ended, answers });
                }
                Ok((_, Response::Data { status: Status::Bye, outcome })) => {
                    return Err(Failure::new(Cause::Unreachable, words(outcome.information.as_deref())));
                }
                Ok(_) => {}
                // What nobody asked for need not be understood.
                Err(_) if answer.starts_with(b"* ") => {}
                Err(_) => return Err(gibberish(&answer)),
            }
            size += answer.len();
            if size > MAX_SIZE {
                break;
            }
            answers.push(answer);
        }
        Err(Failure::new(Cause::Server, "the server's answers never end"))
    }
}

/// All answers to one command together.
const MAX_SIZE: usize = 4 * 1024 * 1024;

/// What is told of one message among others.
fn of_message<'a, T>(
    brought: &'a Brought,
    uid: u32,
    read: impl Fn(AttributeValue<'a>) -> Option<T>,
) -> Option<T> {
    brought.each().find_map(|response| {
        let Response::Fetch(_, values) = response else { return None };
        values.contains(&AttributeValue::Uid(uid)).then(|| values.into_iter().find_map(&read)).flatten()
    })
}

/// The server's words with the code before them, as the reason may stand in either.
fn told(outcome: &imap_proto::Outcome<'_>) -> String {
    let text = words(outcome.information.as_deref());
    match &outcome.code {
        Some(code) => words(Some(&format!("{code:?} {text}"))),
        None => text,
    }
}

fn words(text: Option<&str>) -> String {
    let text = text.unwrap_or("the server refuses without a word");
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MAX_WORDS)
        .collect::<String>()
        .trim()
        .to_owned()
}

fn gibberish(answer: &[u8]) -> Failure {
    let start = words(Some(&String::from_utf8_lossy(answer)));
    Failure::new(Cause::Server, format!("the server said what nobody understands: {start:?}"))
}
