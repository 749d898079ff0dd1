//! The letters of accounts: links for a new or first password, that there is a new one; and about another
//! address.

mod address;
#[cfg(test)]
mod tests;

use super::reset::{self, Standing};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{EmployeeId, PasswordResetId};
use crate::base::random::Random;
use crate::base::secret::SecretKey;
use crate::company::Company;
use crate::company::letter::{Words, frame};
use crate::history::{Action, Subject};
use crate::i18n::{Arg, Language, Locale};
use crate::mail::composed::Composed;
use crate::mail::outbox::{Kind, Letter, NewLetter, Priority, new_message_id};
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// To who forgot his password: the link for a new one.
pub const PASSWORD_RESET: Kind = "password-reset";
/// To who has a new password: that he has, in case it was not he.
pub const PASSWORD_CHANGED: Kind = "password-changed";

/// To who was registered: the link for his first password.
pub const FIRST_PASSWORD: Kind = "first-password";
/// To another address: the link that proves it.
pub const ADDRESS_CHANGE: Kind = "address-change";
/// To the present address: that another one was wished, in case it was not he.
pub const ADDRESS_CHANGE_ASKED: Kind = "address-change-asked";
/// To the address before: that there is another one.
pub const ADDRESS_CHANGED: Kind = "address-changed";

/// The kinds of letters that are composed here.
pub const KINDS: [Kind; 6] =
    [PASSWORD_RESET, PASSWORD_CHANGED, FIRST_PASSWORD, ADDRESS_CHANGE, ADDRESS_CHANGE_ASKED, ADDRESS_CHANGED];

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
    match letter.kind.as_str() {
        PASSWORD_RESET | FIRST_PASSWORD => link(tx, key, &company, letter, now),
        ADDRESS_CHANGE => address::link(tx, key, &company, letter, now),
        ADDRESS_CHANGE_ASKED | ADDRESS_CHANGED => address::news(tx, &company, letter),
        _ => news(tx, &company, letter),
    }
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
    let registrar = match letter.kind.as_str() {
        FIRST_PASSWORD => tx.history().doer(company.id, Action::Registered, Subject::Employee(person.id))?,
        _ => None,
    };
    Ok(Some(link_letter(company, letter, &until, &reset.path(key), registrar)))
}

fn link_letter(
    company: &Company,
    letter: &Letter,
    until: &str,
    path: &str,
    registrar: Option<String>,
) -> Composed {
    let locale = Locale::new(letter.language);
    let mut composed = bare(company, letter, path);
    if letter.kind == FIRST_PASSWORD {
        composed.body.facts = vec![(locale.t("letter-fact-sign-in"), letter.email.clone())];
        composed.body.facts.extend(registrar.map(|name| (locale.t("letter-fact-registrar"), name)));
    }
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
    let mut composed = bare(company, letter, "/forgotten-password");
    composed.body.facts = vec![(locale.t("letter-fact-when"), at.to_owned())];
    composed.body.paragraphs.push(locale.t("letter-password-changed-not-you"));
    composed
}

/// What both have in common.
fn bare(company: &Company, letter: &Letter, path: &str) -> Composed {
    frame(company, letter, &Words { args: &[("company", Arg::Text(&company.name))], path: Some(path) })
}
