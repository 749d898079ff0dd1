//! The words of the letters that invite: the first one and the reminder.

pub mod sample;
#[cfg(test)]
pub(super) mod tests;

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::{INVITATION_LETTER, Invitation, REMINDER_LETTER, State, undelivered};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, EmployeeId, InvitationId, LetterId};
use crate::base::person_name::plain_line;
use crate::base::random::Random;
use crate::base::secret::{Purpose, Row, SecretKey};
use crate::company::Company;
use crate::i18n::{Language, Locale};
use crate::letter_templates::placeholder::Values;
use crate::letter_templates::{Field, TemplateLetter, Wording, in_force};
use crate::mail::composed::Composed;
use crate::mail::design::{Button, LetterBody};
use crate::mail::message::Mailbox;
use crate::mail::outbox::{Delivery, Kind, Letter, State as LetterState};
use crate::people::Status;
use crate::store::{Result, Tx};

/// The kinds of letters that are composed here.
pub const KINDS: [Kind; 2] = [INVITATION_LETTER, REMINDER_LETTER];
/// Most characters of the inviter's words that go into a letter.
const MAX_NOTE: usize = 300;
/// Most characters that lists of letters could show after the subject.
const MAX_PREHEADER: usize = 150;

/// What letters tell at the moment of sending, in their order; `None` where nobody wants one any more: the
/// invitation came to an end, was moved to another address, or the person asked for silence.
pub fn compose(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    letters: &[&Letter],
    now: Timestamp,
) -> Result<Vec<Option<Composed>>> {
    let companies: BTreeSet<CompanyId> = letters.iter().map(|letter| letter.company).collect();
    let mut composed = HashMap::new();
    for company in companies {
        let own = letters.iter().filter(|letter| letter.company == company);
        composed.extend(of_company(tx, key, company, own, now)?);
    }
    Ok(letters.iter().map(|letter| composed.remove(&letter.id)).collect())
}

/// The same of one company's letters that are wanted.
fn of_company<'l>(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    company: CompanyId,
    letters: impl Iterator<Item = &'l &'l Letter>,
    now: Timestamp,
) -> Result<Vec<(LetterId, Composed)>> {
    let Some(company) = tx.companies().find(company)? else { return Ok(Vec::new()) };
    let (mut wanted, mut invitations) = (Vec::new(), Vec::new());
    for letter in letters {
        if let Some(invitation) = wanting(tx, letter, now)? {
            wanted.push(*letter);
            invitations.push(invitation);
        }
    }
    let mut round = Round::of(tx, company, &invitations)?;
    let composed = wanted.into_iter().zip(invitations).map(|(letter, invitation)| {
        let told = round.told(tx, key, letter, invitation, now)?;
        Ok((letter.id, told.composed()))
    });
    composed.collect()
}

/// The invitation of a letter, as long as it wants that letter.
fn wanting(tx: &mut Tx<'_>, letter: &Letter, now: Timestamp) -> Result<Option<Invitation>> {
    let invitation = tx.invitations().find(letter.company, InvitationId(letter.subject_id))?;
    let living = |found: &Invitation| found.state(now) == State::Pending && found.email == letter.email;
    let Some(invitation) = invitation.filter(living) else { return Ok(None) };
    let is_suppressed = tx.suppressions().reason(letter.company, &invitation.email_key)?.is_some();
    Ok((!is_suppressed).then_some(invitation))
}

/// What the letters of one company that are sent together have in common: each is looked up once.
struct Round {
    company: Rc<Company>,
    departments: HashMap<InvitationId, Vec<String>>,
    /// Whether somebody who invites works here, and gets the answers.
    inviters: HashMap<EmployeeId, bool>,
    /// The words that are in force.
    wordings: HashMap<(TemplateLetter, Language), Rc<Wording>>,
}

impl Round {
    fn of(tx: &mut Tx<'_>, company: Company, invitations: &[Invitation]) -> Result<Self> {
        let mut departments: HashMap<InvitationId, Vec<String>> = HashMap::new();
        if !invitations.is_empty() {
            let root = tx.departments().root(company.id)?.id;
            let all = tx.invitations().departments_of_all(company.id, invitations)?;
            for (id, _, name) in all.into_iter().filter(|(_, department, _)| *department != root) {
                departments.entry(id).or_default().push(name);
            }
        }
        let (inviters, wordings) = (HashMap::new(), HashMap::new());
        Ok(Self { company: Rc::new(company), departments, inviters, wordings })
    }

    fn told(
        &mut self,
        tx: &mut Tx<'_>,
        key: &SecretKey,
        letter: &Letter,
        invitation: Invitation,
        now: Timestamp,
    ) -> Result<Told> {
        let is_reminder = letter.kind == REMINDER_LETTER;
        let template = if is_reminder { TemplateLetter::Reminder } else { TemplateLetter::Invitation };
        Ok(Told {
            wording: self.wording(tx, letter, template, now)?,
            departments: self.departments.get(&invitation.id).cloned().unwrap_or_default(),
            in_reply_to: if is_reminder || invitation.letters > 1 { first_letter(tx, letter)? } else { None },
            answers_go_to_inviter: self.works_here(tx, invitation.inviter.id)?,
            link: self.company.link(&invitation.path(key)),
            opt_out: self.company.link(&opt_out_path(key, letter)),
            locale: Locale::new(letter.language),
            is_reminder,
            company: Rc::clone(&self.company),
            invitation,
        })
    }

    /// With the Message-ID of an earlier attempt the letter has the words of that.
    fn wording(
        &mut self,
        tx: &mut Tx<'_>,
        letter: &Letter,
        template: TemplateLetter,
        now: Timestamp,
    ) -> Result<Rc<Wording>> {
        let (company, language) = (self.company.id, letter.language);
        if let Some(at) = letter.first_attempt_at {
            return Ok(Rc::new(in_force(tx, company, template, language, at)?));
        }
        if let Some(known) = self.wordings.get(&(template, language)) {
            return Ok(Rc::clone(known));
        }
        let wording = Rc::new(in_force(tx, company, template, language, now)?);
        self.wordings.insert((template, language), Rc::clone(&wording));
        Ok(wording)
    }

    fn works_here(&mut self, tx: &mut Tx<'_>, inviter: EmployeeId) -> Result<bool> {
        if let Some(known) = self.inviters.get(&inviter) {
            return Ok(*known);
        }
        let found = tx.people().find(self.company.id, inviter)?;
        let works_here = found.is_some_and(|inviter| inviter.status == Status::Active);
        self.inviters.insert(inviter, works_here);
        Ok(works_here)
    }
}

/// Withdraws the letters of an invitation that have not been handed over, also one that would be repeated; how many.
pub fn withdraw(
    tx: &mut Tx<'_>,
    company: CompanyId,
    invitation: InvitationId,
    now: Timestamp,
) -> Result<u64> {
    KINDS.into_iter().try_fold(0, |all, kind| Ok(all + tx.outbox().cancel(company, kind, invitation.0, now)?))
}

/// Writes down what became of the last letter of an invitation; whoever invites is told that it failed. One that is not
/// wanted any more because a restore ended its link may have left before that.
pub fn note(
    tx: &mut Tx<'_>,
    letter: &Letter,
    delivery: Delivery,
    random: &dyn Random,
    now: Timestamp,
) -> Result<()> {
    let id = InvitationId(letter.subject_id);
    tx.invitations().set_delivery(letter.company, id, delivery)?;
    match delivery {
        Delivery::Failed => undelivered::tell(tx, letter, random, now),
        Delivery::None => {
            let invitation = tx.invitations().find(letter.company, id)?;
            let is_ended = invitation.is_some_and(|found| found.link_ended_at.is_some());
            if is_ended { tx.outbox().note_stopped(letter.id) } else { Ok(()) }
        }
        Delivery::Queued | Delivery::Sending | Delivery::Sent | Delivery::Deferred | Delivery::Unknown => {
            Ok(())
        }
    }
}

/// Stops up to `most` letters that waited when a backup was put back, up to `until`, and lead to nothing that could be
/// accepted; how many.
pub fn stop_in_vain(tx: &mut Tx<'_>, until: Timestamp, most: i64, now: Timestamp) -> Result<i64> {
    let stopped = tx.invitations().stop_in_vain(until, most, now)?;
    for (company, id) in &stopped {
        tx.invitations().set_delivery(*company, *id, Delivery::None)?;
    }
    Ok(i64::try_from(stopped.len()).unwrap_or(i64::MAX))
}

/// Whether it still matters what becomes of a letter: its invitation can be accepted, by who has the
/// address that it went to.
pub fn is_awaited(tx: &mut Tx<'_>, letter: &Letter, now: Timestamp) -> Result<bool> {
    let invitation = tx.invitations().find(letter.company, InvitationId(letter.subject_id))?;
    Ok(invitation.is_some_and(|found| found.state(now) == State::Pending && found.email == letter.email))
}

/// Whether the invitation that a letter speaks of was accepted.
pub fn has_joined(tx: &mut Tx<'_>, letter: &Letter) -> Result<bool> {
    let invitation = tx.invitations().find(letter.company, InvitationId(letter.subject_id))?;
    Ok(invitation.is_some_and(|found| found.accepted_at.is_some()))
}

/// Whether no later letter of the same invitation was written.
pub fn is_last(tx: &mut Tx<'_>, letter: &Letter) -> Result<bool> {
    let letters = all(tx, letter.company, InvitationId(letter.subject_id))?;
    Ok(letters.iter().all(|other| other.id <= letter.id || other.state == LetterState::Cancelled))
}

/// All letters that invite by one invitation, the earliest first.
pub fn all(tx: &mut Tx<'_>, company: CompanyId, invitation: InvitationId) -> Result<Vec<Letter>> {
    tx.outbox().of_subjects(company, &KINDS, &[invitation.0])
}

/// The letters of these invitations of one company: of several of one the last, which counts, unless it was withdrawn.
pub(super) fn last_of<'i>(
    tx: &mut Tx<'_>,
    invitations: impl Iterator<Item = &'i Invitation>,
) -> Result<HashMap<InvitationId, Letter>> {
    let mut invitations = invitations.peekable();
    let Some(company) = invitations.peek().map(|first| first.company_id) else { return Ok(HashMap::new()) };
    let ids: Vec<i64> = invitations.map(|invitation| invitation.id.0).collect();
    let letters = tx.outbox().of_subjects(company, &KINDS, &ids)?;
    let letters = letters.into_iter().filter(|letter| letter.state != LetterState::Cancelled);
    Ok(letters.map(|letter| (InvitationId(letter.subject_id), letter)).collect())
}

/// The path by which the receiver of a letter asks not to be invited any more. It belongs to the
/// letter, so that it holds for this address even after the invitation has moved to another one.
#[must_use]
pub fn opt_out_path(key: &SecretKey, letter: &Letter) -> String {
    format!("/stop/{}", key.link(Purpose::OptOut, opt_out_row(letter)))
}

/// The row that the secret of [`opt_out_path`] is derived from. It never dies: asking for silence
/// must work from the oldest letter.
#[must_use]
pub fn opt_out_row(letter: &Letter) -> Row {
    let LetterId(id) = letter.id;
    Row { company: letter.company, id, generation: 0 }
}

/// Where the invitee will be, but for the company itself.
pub fn department_names(tx: &mut Tx<'_>, company: &Company, invitation: &Invitation) -> Result<Vec<String>> {
    let root = tx.departments().root(company.id)?.id;
    let departments = tx.invitations().departments(company.id, invitation.id)?;
    Ok(departments.into_iter().filter(|(id, _)| *id != root).map(|(_, name)| name).collect())
}

/// The address of an employee, for the answers to a letter.
#[must_use]
pub fn mailbox(name: &str, email: &str) -> Option<Mailbox> {
    let address = EmailAddress::parse(email).ok()?.envelope();
    let name = plain_line(name, crate::base::person_name::MAX_GRAPHEMES).ok().filter(|name| name != email);
    Some(Mailbox { name, address })
}

/// The Message-ID of the first letter of the invitation, where this is a later one: mail programs
/// show both as one conversation.
fn first_letter(tx: &mut Tx<'_>, letter: &Letter) -> Result<Option<String>> {
    let letters = tx.outbox().of_subject(letter.company, INVITATION_LETTER, letter.subject_id)?;
    let first = letters.into_iter().find(|first| first.email == letter.email);
    Ok(first.filter(|first| first.id != letter.id).map(|first| first.message_id))
}

/// Everything that a letter of inviting is made of.
struct Told {
    locale: Locale,
    company: Rc<Company>,
    invitation: Invitation,
    departments: Vec<String>,
    link: String,
    opt_out: String,
    in_reply_to: Option<String>,
    answers_go_to_inviter: bool,
    is_reminder: bool,
    wording: Rc<Wording>,
}

impl Told {
    fn composed(&self) -> Composed {
        let Self { locale, company, invitation, .. } = self;
        let inviter = &invitation.inviter;
        let subject =
            self.wording.line(Field::Subject, &Values { company: &company.name, ..Values::default() });
        Composed {
            body: self.body(&subject),
            subject,
            reply_to: self.answers_go_to_inviter.then(|| mailbox(&inviter.name, &inviter.email)).flatten(),
            from_name: locale.with("letter-from", &[("company", (&company.name).into())]),
            in_reply_to: self.in_reply_to.clone(),
            list_unsubscribe: Some(self.opt_out.clone()),
        }
    }

    fn body(&self, subject: &str) -> LetterBody {
        let Self { locale, company, invitation, wording, .. } = self;
        let departments = self.departments.join(", ");
        let until = self.until();
        let values = Values {
            company: &company.name,
            inviter: &invitation.inviter.name,
            invitee: &invitation.name,
            // Who is in no department is in the company itself.
            department: if departments.is_empty() { &company.name } else { &departments },
            until: &until,
            link: "",
        };
        let mut paragraphs = wording.paragraphs(Field::Body, &values);
        let preheader = self.preheader(&paragraphs);
        paragraphs.extend(self.note());
        let mut closing = vec![
            locale.with("letter-invitation-until", &[("until", (&until).into())]),
            locale.t("letter-invitation-personal"),
        ];
        closing.extend(wording.paragraphs(Field::Closing, &values));
        LetterBody {
            language: locale.language(),
            company: company.name.clone(),
            title: subject.to_owned(),
            preheader,
            heading: wording.line(Field::Heading, &values),
            paragraphs,
            facts: self.facts(),
            button: Some(Button {
                label: wording.line(Field::Button, &values),
                url: self.link.clone(),
                plain: locale.t("letter-plain-link"),
            }),
            code: None,
            closing,
            footer: vec![
                locale.with("letter-invitation-why", &[("inviter", (&self.inviter()).into())]),
                locale.t("letter-invitation-stranger"),
            ],
            opt_out: Some((locale.t("letter-opt-out"), self.opt_out.clone())),
        }
    }

    /// What lists of letters show after the subject: the portal's own line where the text is its own, else what
    /// the text says after its greeting.
    fn preheader(&self, paragraphs: &[String]) -> String {
        let template = if self.is_reminder { TemplateLetter::Reminder } else { TemplateLetter::Invitation };
        let default = Wording::default_of(template, self.locale.language());
        if self.wording.field(Field::Body) == default.field(Field::Body) {
            let name = &self.invitation.inviter.name;
            return self.locale.with("letter-invitation-preheader", &[("inviter", name.into())]);
        }
        let line =
            paragraphs.get(1).or(paragraphs.first()).map(|line| line.replace('\n', " ")).unwrap_or_default();
        line.chars().take(MAX_PREHEADER).collect()
    }

    /// «Anna Orlova (anna@daisy.example)»: a name alone could be anybody's.
    fn inviter(&self) -> String {
        let inviter = &self.invitation.inviter;
        if inviter.name == inviter.email {
            inviter.email.clone()
        } else {
            format!("{} ({})", inviter.name, inviter.email)
        }
    }

    fn facts(&self) -> Vec<(String, String)> {
        let inviter = (self.locale.t("letter-fact-inviter"), self.inviter());
        let count = i64::try_from(self.departments.len()).unwrap_or(0);
        let departments = (self.locale.n("letter-fact-departments", count), self.departments.join(", "));
        [Some(inviter), (count > 0).then_some(departments)].into_iter().flatten().collect()
    }

    fn until(&self) -> String {
        self.locale.exactly(self.invitation.expires_at, &self.company.zone())
    }

    /// The inviter's words, clearly his, and only where they hold no link or other bait.
    fn note(&self) -> Option<String> {
        let note = plain_line(&self.invitation.note, MAX_NOTE).ok()?;
        let name = &self.invitation.inviter.name;
        Some(
            self.locale.with("letter-invitation-note", &[("inviter", name.into()), ("note", (&note).into())]),
        )
    }
}
