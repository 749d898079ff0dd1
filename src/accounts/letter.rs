//! The letters about passwords: the link for a new one, and that there is a new one.

#[cfg(test)]
mod tests;

use super::reset::{self, Standing};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{EmployeeId, PasswordResetId};
use crate::base::random::Random;
use crate::base::secret::SecretKey;
use crate::company::Company;
use crate::i18n::{Arg, Language, Locale};
use crate::invitations::letter::hello;
use crate::mail::composed::Composed;
use crate::mail::design::{Button, LetterBody};
use crate::mail::outbox::{Delivery, Kind, Letter, NewLetter, Priority, new_message_id};
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// To who forgot his password: the link for a new one.
pub const PASSWORD_RESET: Kind = "password-reset";
/// To who has a new password: that he has, in case it was not he.
pub const PASSWORD_CHANGED: Kind = "password-changed";

/// The kinds of letters that are composed here.
pub const KINDS: [Kind; 2] = [PASSWORD_RESET, PASSWORD_CHANGED];

/// To whom.
#[derive(Clone, Copy)]
pub struct Recipient<'a> {
    /// The address: of an employee the one that is known, never the one that somebody typed.
    pub email: &'a str,
    /// The name beside it.
    pub name: &'a str,
    /// The language of the letter.
    pub language: Language,
}

impl<'a> Recipient<'a> {
    /// An employee.
    #[must_use]
    pub fn of(person: &'a Employee) -> Self {
        Self { email: &person.email, name: &person.name, language: person.language }
    }
}

/// Queues a letter. Somebody waits for it, or should know at once.
pub fn queue(
    tx: &mut Tx<'_>,
    company: &Company,
    kind: Kind,
    subject_id: i64,
    to: &Recipient<'_>,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    let Ok(address) = EmailAddress::parse(to.email) else { return Ok(()) };
    let host = crate::company::public_url::host_of(&company.public_url);
    let letter = NewLetter {
        company: company.id,
        kind,
        subject_id,
        sender: None,
        batch: None,
        email: to.email,
        email_key: address.key(),
        name: to.name,
        language: to.language,
        message_id: &new_message_id(random, &host),
        priority: Priority::Interactive,
        not_before: now,
    };
    tx.outbox().enqueue(&letter, now).map(drop)
}

/// What a letter tells at the moment of sending; `None` where it is not wanted any more.
pub fn compose(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    letter: &Letter,
    now: Timestamp,
) -> Result<Option<Composed>> {
    let Some(company) = tx.companies().find(letter.company)? else { return Ok(None) };
    if letter.kind == PASSWORD_RESET {
        link(tx, key, &company, letter, now)
    } else {
        news(tx, &company, letter)
    }
}

/// Nothing hangs on what becomes of these letters.
pub fn note(_tx: &mut Tx<'_>, _letter: &Letter, _delivery: Delivery, _now: Timestamp) -> Result<()> {
    Ok(())
}

/// Nobody wants a link that does not work any more; and some were asked for by nobody.
fn link(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    company: &Company,
    letter: &Letter,
    now: Timestamp,
) -> Result<Option<Composed>> {
    let Some(reset) = tx.password_resets().find(company.id, PasswordResetId(letter.subject_id))? else {
        return Ok(None);
    };
    if reset.standing(now) != Standing::Open {
        return Ok(None);
    }
    let Some(person) = reset::owner(tx, &reset)? else { return Ok(None) };
    let until = Locale::new(letter.language).exactly(reset.expires_at, &person.zone());
    Ok(Some(link_letter(company, letter, &until, &reset.path(key))))
}

fn link_letter(company: &Company, letter: &Letter, until: &str, path: &str) -> Composed {
    let locale = Locale::new(letter.language);
    let button = button(locale, company, "letter-password-reset-button", path);
    let mut composed = bare(company, letter, button);
    composed.body.closing = vec![
        locale.with("letter-password-reset-until", &[("until", Arg::Text(until))]),
        locale.t("letter-password-reset-personal"),
    ];
    composed
}

/// That there is a new password: a person who has left need not know.
fn news(tx: &mut Tx<'_>, company: &Company, letter: &Letter) -> Result<Option<Composed>> {
    let person = tx.people().find(company.id, EmployeeId(letter.subject_id))?;
    let Some(person) = person.filter(|person| person.status == Status::Active) else { return Ok(None) };
    let at = Locale::new(letter.language).exactly(letter.created_at, &person.zone());
    Ok(Some(news_letter(company, letter, &at)))
}

fn news_letter(company: &Company, letter: &Letter, at: &str) -> Composed {
    let locale = Locale::new(letter.language);
    let button = button(locale, company, "letter-password-changed-button", "/forgotten-password");
    let mut composed = bare(company, letter, button);
    composed.body.facts = vec![(locale.t("letter-fact-when"), at.to_owned())];
    composed.body.paragraphs.push(locale.t("letter-password-changed-not-you"));
    composed
}

fn button(locale: Locale, company: &Company, label: &str, path: &str) -> Button {
    Button { label: locale.t(label), url: company.link(path), plain: locale.t("letter-plain-link") }
}

/// What both have in common, under the keys of the kind.
fn bare(company: &Company, letter: &Letter, button: Button) -> Composed {
    let locale = Locale::new(letter.language);
    let args = [("company", Arg::Text(&company.name))];
    let kind = &letter.kind;
    let say = |key: String| locale.with(&key, &args);
    let subject = say(format!("letter-{kind}-subject"));
    Composed {
        body: LetterBody {
            language: locale.language(),
            company: company.name.clone(),
            title: subject.clone(),
            preheader: say(format!("letter-{kind}-words")),
            heading: say(format!("letter-{kind}-heading")),
            paragraphs: vec![hello(locale, &letter.name), say(format!("letter-{kind}-words"))],
            facts: vec![],
            button: Some(button),
            code: None,
            closing: vec![],
            footer: vec![say(format!("letter-{kind}-why"))],
            opt_out: None,
        },
        subject,
        reply_to: None,
        from_name: locale.with("letter-from", &args),
        in_reply_to: None,
        list_unsubscribe: None,
    }
}
