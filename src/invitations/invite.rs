//! Inviting: one address or a thousand, by one way through.

mod again;

use std::time::Duration;

use super::foresee::{Foreseen, Foresight};
use super::store::NewInvitation;
use super::{HANDED_OVER, INVITATION_LETTER, limits};
use crate::access_rights::roles::giving;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{BatchId, DepartmentId, EmployeeId, InvitationId};
use crate::base::random::Random;
use crate::company::Company;
use crate::company::public_url::host_of;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Channel, Subject};
use crate::i18n::Language;
use crate::mail::outbox::{Delivery, NewLetter, Priority, new_message_id};
use crate::people::store::NewEmployee;
use crate::people::words::Source;
use crate::people::{Role, Status, words};
use crate::store::{Error, Result, Tx};

/// Whom to invite, and how.
#[derive(Clone, Debug)]
pub struct Request {
    /// The addresses, each with the name that colleagues will see, if the inviter gave one.
    pub recipients: Vec<Recipient>,
    /// Where they will be; empty is the company itself.
    pub departments: Vec<DepartmentId>,
    /// The language of the letters.
    pub language: Language,
    /// Words of the inviter.
    pub note: String,
    /// Lifetime in days, where it is not the company's.
    pub days: Option<i64>,
    /// Whether the portal writes the letters.
    pub send: bool,
    /// How long the letters can be withdrawn.
    pub hold: Duration,
    /// Whether letters leave the portal at present: then one that stayed in its mailbox is sent after all.
    pub leaves: bool,
}

/// One address to invite.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// The address.
    pub address: EmailAddress,
    /// The name that colleagues will see, or nothing.
    pub name: String,
}

/// What became of a request.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Each address has its fate, in the order given.
    Done(Invited),
    /// The person may not invite.
    NotAllowed,
    /// A department that is not there (any more).
    UnknownDepartment,
    /// One into which the person may not invite, or whose people may more than he himself.
    DepartmentNotAllowed,
    /// The lifetime is not within what an administrator may set.
    BadLifetime {
        /// Most days.
        most: i64,
    },
    /// The inviter's quota of letters allows no so many; nothing was done.
    OverQuota {
        /// How many letters he may still cause.
        left: i64,
        /// The period that is full.
        period: Period,
    },
    /// Too many of the inviter's invitations are open; nothing was done.
    TooManyPending {
        /// How many more he may make.
        left: i64,
    },
    /// Invitations hold seats, and there are too few; nothing was done.
    SeatsFull {
        /// How many more can be invited.
        free: i64,
    },
}

/// Over what a quota counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Period {
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
}

/// The fates of a request's addresses.
#[derive(Clone, Debug)]
pub struct Invited {
    /// One for each address.
    pub results: Vec<(Recipient, Fate)>,
    /// The batch, where something was sent.
    pub batch: Option<BatchId>,
    /// Where the invited will be.
    pub departments: Vec<DepartmentId>,
    /// Until when they can accept.
    pub expires_at: Timestamp,
}

impl Invited {
    /// How many were invited.
    #[must_use]
    pub fn count(&self) -> usize {
        self.results.iter().filter(|(_, fate)| matches!(fate, Fate::Invited(_) | Fate::Renewed(_))).count()
    }
}

/// What became of one address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fate {
    /// Invited.
    Invited(InvitationId),
    /// An expired invitation was given new life.
    Renewed(InvitationId),
    /// Has an invitation that can be accepted.
    AlreadyInvited(InvitationId),
    /// The same, and nobody got its letter: it stayed in the portal's mailbox.
    Kept(InvitationId),
    /// The same, and its letter did not arrive.
    NotDelivered(InvitationId),
    /// Works here.
    AlreadyEmployee(EmployeeId),
    /// Came by a join link and waits to be let in.
    AwaitingApproval(EmployeeId),
    /// Worked here: to be taken back, not invited.
    Dismissed(EmployeeId),
    /// Asked not to be invited any more.
    OptedOut,
    /// Reported a letter as unwanted.
    Complained,
    /// A letter to this address came back.
    BadAddress,
    /// Was written to lately, or often enough.
    WrittenLately,
    /// The invitation has had all its letters.
    TooManyLetters,
}

impl Fate {
    /// The invitation that the address has, and had before.
    #[must_use]
    pub fn standing(self) -> Option<InvitationId> {
        let (Self::AlreadyInvited(id) | Self::Kept(id) | Self::NotDelivered(id)) = self else { return None };
        Some(id)
    }

    /// The outcome in the words of the machine interface, and why where the word alone does not say it.
    #[must_use]
    pub fn outcome(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Invited(_) | Self::Renewed(_) => ("invited", None),
            Self::AlreadyInvited(_) => ("already_invited", None),
            Self::Kept(_) => ("already_invited", Some("kept")),
            Self::NotDelivered(_) => ("already_invited", Some("not-delivered")),
            Self::AlreadyEmployee(_) => ("already_employee", None),
            Self::AwaitingApproval(_) => ("already_employee", Some("awaiting-approval")),
            Self::Dismissed(_) => ("refused", Some("dismissed")),
            Self::OptedOut => ("refused", Some("opted-out")),
            Self::Complained => ("refused", Some("complaint")),
            Self::BadAddress => ("refused", Some("bad-address")),
            Self::WrittenLately => ("refused", Some("written-lately")),
            Self::TooManyLetters => ("refused", Some("too-many-letters")),
        }
    }

    /// The fate of the same address further down in the same request: it is one invitation.
    fn of_repeat(self) -> Self {
        let (Self::Invited(id) | Self::Renewed(id)) = self else { return self };
        Self::AlreadyInvited(id)
    }
}

/// Invites. Everything or nothing where the whole request is refused; else address by address.
pub fn invite(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    request: &Request,
    random: &dyn Random,
    now: Timestamp,
) -> Result<Outcome> {
    let may = access_rights::may(actor, company, Permission::Invite, Over::Anything);
    let Some(inviter) = actor.employee.filter(|_| may) else { return Ok(Outcome::NotAllowed) };
    let Some(departments) = where_to(tx, company, &request.departments)? else {
        return Ok(Outcome::UnknownDepartment);
    };
    if !may_invite_into(tx, actor, company, &departments)? {
        return Ok(Outcome::DepartmentNotAllowed);
    }
    let days = request.days.unwrap_or(company.inviting.invitation_days);
    let most = limits::most_days(actor, company);
    if !(1..=most).contains(&days) {
        return Ok(Outcome::BadLifetime { most });
    }
    let mut inviting = Inviting {
        actor,
        company,
        request,
        random,
        now,
        inviter,
        department_names: tx.departments().names(company.id, &departments)?,
        departments,
        expires_at: now.plus_days(days),
        host: host_of(&company.public_url),
        batch: None,
    };
    let foresight = Foresight { actor, company, send: request.send, leaves: request.leaves, now };
    let fates = foresight.of_all(tx, request.recipients.iter().map(|recipient| &recipient.address))?;
    let (fresh, written) = (count(&fates, Foreseen::is_new), count(&fates, Foreseen::is_written));
    if let Some(refusal) = inviting.refusal(tx, fresh, written)? {
        return Ok(refusal);
    }
    if written > 0 && request.send {
        let held_until = now + request.hold;
        inviting.batch = Some(tx.invitations().open_batch(company.id, inviter, held_until, now)?);
    }
    if fresh > 1 {
        // All at once and in order: who invites at the same time may bring the same new words.
        let of_one = |it: &Recipient| words::of_person(&Source::named(&it.name, it.address.key()));
        let words = request.recipients.iter().flat_map(of_one);
        tx.people().learn(company.id, &words.collect::<Vec<_>>())?;
    }
    let mut results: Vec<(Recipient, Fate)> = Vec::with_capacity(fates.len());
    let mut added = 0;
    for (recipient, foreseen) in request.recipients.iter().zip(fates) {
        let fate = match foreseen {
            Foreseen::Settled(fate) => fate,
            Foreseen::Repeat(first) => results[first].1.of_repeat(),
            Foreseen::Expired(invitation) | Foreseen::Kept(invitation) => {
                inviting.renew(tx, &invitation, recipient)?
            }
            Foreseen::ExpiredOfAnother(invitation) => inviting.replace(tx, &invitation, recipient)?,
            Foreseen::Fresh => inviting.add(tx, recipient)?,
        };
        added += i64::from(matches!(fate, Fate::Invited(_)));
        results.push((recipient.clone(), fate));
    }
    if added > 0 {
        let spread = inviting.batch.map_or(inviter.0, |batch| batch.0);
        tx.people().count(company.id, Status::Invited, spread, added)?;
        for department in &inviting.departments {
            tx.departments().count(company.id, *department, Status::Invited, spread, added)?;
        }
    }
    Ok(Outcome::Done(Invited {
        results,
        batch: inviting.batch,
        departments: inviting.departments,
        expires_at: inviting.expires_at,
    }))
}

fn count(fates: &[Foreseen], are: fn(&Foreseen) -> bool) -> i64 {
    i64::try_from(fates.iter().filter(|fate| are(fate)).count()).unwrap_or(i64::MAX)
}

/// The departments asked for, checked; the root where none was. `None` where one is unknown.
pub fn where_to(
    tx: &mut Tx<'_>,
    company: &Company,
    asked: &[DepartmentId],
) -> Result<Option<Vec<DepartmentId>>> {
    if asked.is_empty() {
        return Ok(Some(vec![tx.departments().root(company.id)?.id]));
    }
    let mut departments = asked.to_vec();
    departments.sort_unstable();
    departments.dedup();
    for department in &departments {
        if tx.departments().find(company.id, *department)?.is_none() {
            return Ok(None);
        }
    }
    Ok(Some(departments))
}

/// Whether `actor` may bring people into all of these departments.
pub fn may_invite_into(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    departments: &[DepartmentId],
) -> Result<bool> {
    let may = access_rights::may(actor, company, Permission::Invite, Over::All(departments));
    Ok(may && giving::may_place(tx, actor, company, departments)?)
}

struct Inviting<'a> {
    actor: &'a Actor,
    company: &'a Company,
    request: &'a Request,
    random: &'a dyn Random,
    now: Timestamp,
    inviter: EmployeeId,
    departments: Vec<DepartmentId>,
    department_names: Vec<String>,
    expires_at: Timestamp,
    host: String,
    batch: Option<BatchId>,
}

impl Inviting<'_> {
    fn refusal(&self, tx: &mut Tx<'_>, fresh: i64, written: i64) -> Result<Option<Outcome>> {
        if written == 0 {
            return Ok(None);
        }
        if fresh > 0
            && let Some(free) =
                crate::seats::reserve(tx, self.company.id, &self.company.plan, fresh, self.now)?
        {
            return Ok(Some(Outcome::SeatsFull { free }));
        }
        if access_rights::is_above_caps(self.actor, self.company) {
            return Ok(None);
        }
        let left = limits::pending_left(tx, self.company, self.inviter, self.now)?;
        if fresh > 0 && fresh > left {
            return Ok(Some(Outcome::TooManyPending { left }));
        }
        if !self.request.send {
            return Ok(None);
        }
        let (left, period) = limits::quota_left(tx, self.company, self.inviter, self.now)?;
        Ok((written > left).then_some(Outcome::OverQuota { left, period }))
    }

    fn add(&self, tx: &mut Tx<'_>, recipient: &Recipient) -> Result<Fate> {
        let (email, key) = (recipient.address.as_str(), recipient.address.key());
        let employee = tx.people().insert(
            &NewEmployee {
                company: self.company.id,
                email,
                email_key: key,
                name: &recipient.name,
                status: Status::Invited,
                role: Role::Employee,
                language: self.request.language,
                time_zone: &self.company.time_zone,
                join_link: None,
            },
            self.now,
        )?;
        // Nobody can have come between: the look and this insert are one transaction on SQLite, and
        // on PostgreSQL a neighbour's commit in between makes this a conflict that is looked at anew.
        let Some(employee) = employee else { return self.lost_race(tx, key) };
        let id = tx.invitations().insert(
            &NewInvitation {
                company: self.company.id,
                employee,
                batch: self.batch,
                inviter: self.inviter,
                email,
                email_key: key,
                name: &recipient.name,
                language: self.request.language,
                note: &self.request.note,
                channel: self.channel(),
                delivery: if self.request.send { Delivery::Queued } else { Delivery::None },
                expires_at: self.expires_at,
            },
            self.now,
        )?;
        let Some(id) = id else { return Err(Error::broken("an invitation without its person")) };
        tx.invitations().add_departments(self.company.id, id, &self.departments)?;
        if self.request.send {
            self.write_letter(tx, id, email, key, &recipient.name)?;
        }
        let told = Telling::of(email)
            .names(Note::Departments, &self.department_names)
            .note(Note::Until, self.expires_at);
        tx.history().record(self.actor, Action::Invited, Subject::Invitation(id), told.as_str(), self.now)?;
        Ok(Fate::Invited(id))
    }

    fn lost_race(&self, tx: &mut Tx<'_>, key: &str) -> Result<Fate> {
        match tx.invitations().find_living(self.company.id, key)? {
            Some(invitation) => Ok(Fate::AlreadyInvited(invitation.id)),
            None => match tx.people().find_by_address(self.company.id, key)? {
                Some(person) => Ok(Fate::AlreadyEmployee(person.id)),
                None => Err(Error::unavailable("the address was freed a moment ago")),
            },
        }
    }

    fn write_letter(
        &self,
        tx: &mut Tx<'_>,
        id: InvitationId,
        email: &str,
        key: &str,
        name: &str,
    ) -> Result<()> {
        let message_id = new_message_id(self.random, &self.host);
        tx.outbox()
            .enqueue(
                &NewLetter {
                    company: self.company.id,
                    kind: INVITATION_LETTER,
                    subject_id: id.0,
                    sender: Some(self.inviter),
                    batch: self.batch,
                    email,
                    email_key: key,
                    name,
                    language: self.request.language,
                    message_id: &message_id,
                    priority: Priority::Bulk,
                    not_before: self.now + self.request.hold,
                },
                self.now,
            )
            .map(drop)
    }

    fn channel(&self) -> &'static str {
        match (self.request.send, self.actor.channel) {
            (false, _) => HANDED_OVER,
            (true, Channel::Web | Channel::Portal) => "mail_service",
            (true, Channel::Api) => "api",
            (true, Channel::Command) => "command",
        }
    }
}
