//! The trial letter: to the administrator himself, right now, whatever is kept.

use crate::base::clock::Timestamp;
use crate::base::email_address::{EmailAddress, domain_of};
use crate::base::random;
use crate::company::{Company, public_url};
use crate::i18n::{Arg, Locale};
use crate::mail::design::{self, LetterBody};
use crate::mail::direct::theirs;
use crate::mail::message::{self, Draft, Mailbox, Message, Refused};
use crate::mail::outbox::new_message_id;
use crate::mail::smtp::{self, Cause, Connector, Envelope, Failure, Kind, Patience, Phase, Trial};
use crate::mail::transport::Outlet;
use crate::people::Employee;
use crate::portal::Portal;

/// What to try.
pub struct Attempt<'a> {
    /// The company in whose name it is written.
    pub company: &'a Company,
    /// Who gets it.
    pub to: &'a Employee,
    /// By which way.
    pub outlet: Outlet,
    /// From whom.
    pub from: &'a Mailbox,
}

/// Sends a trial letter over a connection of its own; ends in bounded time.
pub async fn run(portal: &Portal, attempt: Attempt<'_>) -> Trial {
    let message_id = new_message_id(&*portal.random, &public_url::name_of(&attempt.company.public_url));
    let message = match letter(&attempt, message_id, portal.now()) {
        Ok(message) => portal.signer.sign(message),
        Err(refused) => return failed(Phase::Mail, Cause::BadAddress, refused.to_string()),
    };
    let envelope =
        Envelope { from: &message.sender, to: &message.recipient, smtputf8: message.needs_smtputf8 };
    let hello_name = portal.mail.hello_name();
    match attempt.outlet {
        Outlet::Server(server) => {
            let connector = match Connector::new(server, &hello_name) {
                Ok(connector) => connector,
                Err(reason) => return failed(Phase::Connect, Cause::Tls, reason),
            };
            let open = |deadlines, transcript| async move {
                connector.with_deadlines(deadlines).with_transcript(transcript).connect().await
            };
            smtp::trial(open, &envelope, &message.bytes, Patience::default()).await
        }
        Outlet::Direct => straight(portal, &envelope, &message.bytes).await,
    }
}

/// The same to the server of whoever tries it.
async fn straight(portal: &Portal, envelope: &Envelope<'_>, message: &[u8]) -> Trial {
    let direct = match portal.mail.direct() {
        Ok(direct) => direct,
        Err(reason) => return failed(Phase::Connect, Cause::Unreachable, reason),
    };
    let domain = domain_of(envelope.to);
    let (now, roll) = (portal.now(), random::roll(&*portal.random));
    let open = |deadlines, transcript| direct.open_alone(domain, deadlines, Some(transcript), now, roll);
    let trial = smtp::trial(open, envelope, message, Patience::default()).await;
    Trial { outcome: trial.outcome.map_err(theirs), ..trial }
}

/// A trial that ended before it began.
fn failed(phase: Phase, cause: Cause, text: String) -> Trial {
    let failure = Failure { phase, kind: Kind::Configuration, cause, reply: None, text };
    Trial { outcome: Err(failure), lines: Vec::new() }
}

fn letter(attempt: &Attempt<'_>, message_id: String, now: Timestamp) -> Result<Message, Refused> {
    let Attempt { company, to, outlet, from } = attempt;
    let locale = Locale::new(to.language);
    let host = match outlet {
        Outlet::Server(server) => server.place(),
        Outlet::Direct => locale.t("mail-by-nobody"),
    };
    let args = [("company", Arg::Text(&company.name)), ("server", Arg::Text(&host))];
    let subject = locale.with("letter-trial-subject", &args);
    let rendered = design::render(&LetterBody {
        language: to.language,
        company: company.name.clone(),
        title: subject.clone(),
        preheader: locale.t("letter-trial-preheader"),
        heading: locale.t("letter-trial-heading"),
        paragraphs: vec![locale.with("letter-trial-words", &args)],
        facts: Vec::new(),
        button: None,
        code: None,
        closing: Vec::new(),
        footer: vec![locale.with("letter-trial-why", &args)],
        opt_out: None,
    });
    let address = EmailAddress::parse(&to.email).map_or_else(|_| to.email.clone(), |email| email.envelope());
    message::build(&Draft {
        from: from.or_named(&locale.with("letter-from", &args)),
        to: Mailbox::named(to.shown_name(), &address),
        reply_to: None,
        subject,
        text: rendered.text,
        html: rendered.html,
        message_id,
        date: now,
        in_reply_to: None,
        list_unsubscribe: None,
        correlation: "trial".to_owned(),
    })
}
