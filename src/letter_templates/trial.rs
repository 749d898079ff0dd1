//! The trial letter: the words as they are typed, to who typed them.

use super::change::{Measure, Problems, read};
use super::store::Tried;
use super::{TemplateLetter, Wording};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::LetterId;
use crate::base::random::Random;
use crate::base::secret::{Purpose, Row, SecretKey};
use crate::company::Company;
use crate::company::public_url::host_of;
use crate::history::Actor;
use crate::i18n::{Language, Locale};
use crate::invitations::letter::sample::Sample;
use crate::mail::composed::Composed;
use crate::mail::outbox::{Kind, Letter, NewLetter, Priority, new_message_id};
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// The kind of the trial letter.
pub const TRIAL: Kind = "template-trial";
/// The kinds of letters that are composed here.
pub const KINDS: [Kind; 1] = [TRIAL];
/// How long what was tried is kept: longer than a letter is tried.
pub const KEPT: std::time::Duration = std::time::Duration::from_hours(7 * 24);

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The letter is under way.
    Queued(LetterId),
    /// The person may not, or there is no trial of this letter: it leaves from one's own mail program.
    NotAllowed,
    /// These have to be mended first.
    Refused(Problems),
}

/// What is tried.
pub struct Attempt<'a> {
    /// Which letter.
    pub letter: TemplateLetter,
    /// In which language.
    pub language: Language,
    /// Its words as typed.
    pub typed: &'a Wording,
    /// Who gets it.
    pub me: &'a Employee,
}

/// Queues the letter to who tries it; nothing of the template is changed.
pub fn send(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    attempt: &Attempt<'_>,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    let Attempt { letter, language, typed, me } = *attempt;
    let is_allowed = access_rights::may(actor, company, Permission::ManageSettings, Over::Company);
    if !is_allowed || letter == TemplateLetter::MailApp {
        return Ok(Outcome::NotAllowed);
    }
    let measure = Measure { company, inviter: me.shown_name(), link: "" };
    let wording = match read(letter, language, typed, &measure, now) {
        Ok(wording) => wording,
        Err(problems) => return Ok(Outcome::Refused(problems)),
    };
    let Ok(address) = EmailAddress::parse(&me.email) else { return Ok(Outcome::NotAllowed) };
    let tried = Tried { employee: me.id, letter, language, wording };
    let id = tx.letter_templates().insert_trial(company.id, &tried, now)?;
    let message_id = new_message_id(random, &host_of(&company.public_url));
    let new = NewLetter {
        company: company.id,
        kind: TRIAL,
        subject_id: id,
        sender: None,
        batch: None,
        email: &me.email,
        email_key: address.key(),
        name: &me.name,
        language,
        message_id: &message_id,
        priority: Priority::Interactive,
        not_before: now,
    };
    Ok(Outcome::Queued(tx.outbox().enqueue(&new, now)?))
}

/// What a trial letter tells; `None` where who tried it has gone.
pub fn compose(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    letter: &Letter,
    now: Timestamp,
) -> Result<Option<Composed>> {
    let Some(company) = tx.companies().find(letter.company)? else { return Ok(None) };
    let Some(tried) = tx.letter_templates().trial(company.id, letter.subject_id)? else { return Ok(None) };
    let me = tx.people().find(company.id, tried.employee)?;
    let Some(me) = me.filter(|me| me.status == Status::Active && me.email == letter.email) else {
        return Ok(None);
    };
    // On every attempt the same, its end included.
    let at = letter.first_attempt_at.unwrap_or(now);
    let secret = no_secret(key, &company);
    let composed = sample(&company, &me, (tried.letter, tried.language), tried.wording, &secret).composed(at);
    Ok(Some(marked(composed, tried.language)))
}

/// The letter as somebody made up would get it; the reminder too.
#[must_use]
pub fn sample<'a>(
    company: &'a Company,
    inviter: &'a Employee,
    (letter, language): (TemplateLetter, Language),
    wording: Wording,
    secret: &'a str,
) -> Sample<'a> {
    let locale = Locale::new(language);
    Sample {
        company,
        inviter,
        language,
        is_reminder: letter == TemplateLetter::Reminder,
        name: locale.t("letter-sample-name"),
        departments: vec![locale.t("letter-sample-department")],
        wording,
        secret,
    }
}

/// What stands in the place of a secret: as long as one, and none.
#[must_use]
pub fn no_secret(key: &SecretKey, company: &Company) -> String {
    let nothing = Row { company: company.id, id: 0, generation: 0 };
    "A".repeat(key.link(Purpose::Invitation, nothing).len())
}

/// Says that it is a trial, where lists of letters show it and at its beginning.
fn marked(mut composed: Composed, language: Language) -> Composed {
    let locale = Locale::new(language);
    composed.subject = locale.named("letter-template-trial-subject", &composed.subject);
    composed.body.title.clone_from(&composed.subject);
    composed.body.paragraphs.insert(0, locale.t("letter-template-trial-words"));
    composed
}
