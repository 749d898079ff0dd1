//! Joining by a join link, with a proved address: one transaction takes a use of the link and a seat
//! and makes the employee, or puts him into the queue for approval.

use super::newcomer::{self, Newcomer};
use super::requests::JoinRequest;
use super::{Deed, accept, come_back, letter, notify};
use crate::access_rights::Permission;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::company::Company;
use crate::history::{Action, Subject};
use crate::invitations::{self, Invitation};
use crate::join_links::{self, JoinLink, State};
use crate::people::store::NewEmployee;
use crate::people::{Employee, Role, Status};
use crate::seats::{self, Taking};
use crate::store::{Error, Result, Tx};

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The person is an employee; the token is for the cookie, none where as many people are at
    /// work as the plan allows.
    Joined {
        /// The session's secret.
        token: String,
    },
    /// An administrator decides; until then there is no session and no seat.
    AwaitingApproval,
    /// There is no seat; nothing changed but that those who can help were told.
    SeatsFull,
    /// The person works here already.
    AlreadyEmployee,
    /// The person worked here; those who may take him back were told.
    Dismissed,
    /// The link does not work any more; nothing changed.
    LinkClosed(State),
    /// The address was not proved, or too long ago.
    NotProved,
}

/// Whether somebody of this address waits to be let in.
#[must_use]
pub fn needs_approval(company: &Company, email: &str) -> bool {
    let rules = &company.inviting;
    let is_trusted = EmailAddress::parse(email)
        .is_ok_and(|address| rules.trusted_domains.iter().any(|domain| domain == address.domain_ascii()));
    rules.require_approval && !is_trusted
}

/// Joins. Everything is read again here.
pub fn enter(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    request: &JoinRequest,
    newcomer: &Newcomer,
) -> Result<Outcome> {
    let company = &super::hold(tx, deed)?;
    let deed = &Deed { company, ..*deed };
    let request = tx.join_requests().find(company.id, request.id)?.filter(|fresh| fresh.is_proved(deed.now));
    let Some(request) = request else { return Ok(Outcome::NotProved) };
    let known = tx.people().find_by_address(company.id, &request.email_key)?;
    let invited = match known.map(|person| (person.status, person)) {
        None => None,
        Some((Status::Invited, person)) => Some(person.id),
        Some((Status::Active, _)) => return Ok(Outcome::AlreadyEmployee),
        Some((Status::AwaitingApproval, _)) => return Ok(Outcome::AwaitingApproval),
        Some((Status::Dismissed, person)) => {
            come_back::ask(tx, deed, &person)?;
            return Ok(Outcome::Dismissed);
        }
    };
    let Some(link) = tx.join_links().find(company.id, request.join_link_id)? else {
        return Ok(Outcome::LinkClosed(State::SwitchedOff));
    };
    let state = join_links::standing(tx, company, &link, deed.now)?;
    if state != State::Open {
        return Ok(Outcome::LinkClosed(state));
    }
    let invitation = own_invitation(tx, company.id, &request.email_key, deed.now)?;
    let outcome = Entering { deed, link, request, newcomer, invited, invitation }.run(tx)?;
    match outcome {
        Ok(outcome) => Ok(outcome),
        Err(lost) => {
            tx.undo();
            Ok(lost)
        }
    }
}

/// The invitation of somebody who comes by a link: one that he could accept as well.
pub fn own_invitation(
    tx: &mut Tx<'_>,
    company: CompanyId,
    email_key: &str,
    now: Timestamp,
) -> Result<Option<Invitation>> {
    let living = tx.invitations().find_living(company, email_key)?;
    Ok(living.filter(|invitation| invitation.state(now) == invitations::State::Pending))
}

struct Entering<'a> {
    deed: &'a Deed<'a>,
    link: JoinLink,
    request: JoinRequest,
    newcomer: &'a Newcomer,
    /// The person in the list, where somebody has invited him by his address, be it long ago.
    invited: Option<EmployeeId>,
    /// The invitation that he could accept as well.
    invitation: Option<Invitation>,
}

/// An outcome, or one before which everything written is undone.
type Attempt = std::result::Result<Outcome, Outcome>;

impl Entering<'_> {
    fn run(&self, tx: &mut Tx<'_>) -> Result<Attempt> {
        let (company, now) = (self.deed.company, self.deed.now);
        let departments = self.departments(tx)?;
        // Whom somebody invited by name needs no second decision, as long as the invitation holds.
        let by = self.invitation.as_ref().map_or(self.link.creator.id, |invitation| invitation.inviter.id);
        let waits = (self.invitation.is_none() && needs_approval(company, &self.request.email))
            || newcomer::is_given_too_much(tx, self.deed, by, &departments)?;
        let own = self.invitation.as_ref().map(|invitation| invitation.id);
        if !waits && seats::take(tx, company.id, &company.plan, own, now)? == Taking::Full {
            self.tell_of_seat(tx)?;
            return Ok(Ok(Outcome::SeatsFull));
        }
        if !tx.join_links().take_use(company.id, self.link.id, self.link.generation, now)? {
            let fresh = tx.join_links().find(company.id, self.link.id)?;
            let state = fresh.map_or(State::SwitchedOff, |link| link.state(now));
            return Ok(Err(Outcome::LinkClosed(state)));
        }
        if !tx.join_requests().set_joined(company.id, self.request.id, now)? {
            return Ok(Err(Outcome::NotProved));
        }
        let status = if waits { Status::AwaitingApproval } else { Status::Active };
        let Some(id) = self.person(tx, status)? else { return Ok(Err(Outcome::AlreadyEmployee)) };
        let person =
            tx.people().find(company.id, id)?.ok_or_else(|| Error::broken("the newcomer is gone"))?;
        if let Some(invitation) = tx.invitations().find_living(company.id, &self.request.email_key)? {
            self.close(tx, &invitation, id)?;
        }
        if waits { self.queue(tx, &person, &departments) } else { self.let_in(tx, &person, &departments) }
            .map(Ok)
    }

    /// The employee: a new one, or the invited one; `None` where somebody was quicker.
    fn person(&self, tx: &mut Tx<'_>, status: Status) -> Result<Option<EmployeeId>> {
        let (company, now) = (self.deed.company, self.deed.now);
        if let Some(id) = self.invited {
            let is_mine = tx.people().change_status(company.id, id, Status::Invited, status, now)?;
            tx.people().set_join_link(company.id, id, self.link.id)?;
            return Ok(is_mine.then_some(id));
        }
        let new = NewEmployee {
            company: company.id,
            email: &self.request.email,
            email_key: &self.request.email_key,
            name: self.newcomer.name.as_str(),
            status,
            role: Role::Employee,
            language: self.newcomer.language,
            time_zone: &company.time_zone,
            join_link: Some(self.link.id),
        };
        let id = tx.people().insert(&new, now)?;
        if let Some(id) = id {
            tx.people().count(company.id, status, id.0, 1)?;
        }
        Ok(id)
    }

    /// Those of his own invitation, where he has one; else the link's.
    fn departments(&self, tx: &mut Tx<'_>) -> Result<Vec<DepartmentId>> {
        let company = self.deed.company.id;
        let departments = match &self.invitation {
            Some(invitation) => tx.invitations().departments(company, invitation.id)?,
            None => tx.join_links().departments(company, self.link.id)?,
        };
        newcomer::or_root(tx, self.deed, departments.into_iter().map(|(id, _)| id).collect())
    }

    /// One that has expired is accepted no more, and yet must not go on living.
    fn close(&self, tx: &mut Tx<'_>, invitation: &Invitation, person: EmployeeId) -> Result<()> {
        let (company, now) = (self.deed.company.id, self.deed.now);
        if !tx.invitations().accept(company, invitation.id, invitation.generation, now)? {
            return accept::close_duplicate(tx, self.deed, invitation);
        }
        accept::withdraw_letters(tx, self.deed, invitation)?;
        let actor = self.deed.actor.clone().proved(person);
        tx.history().record(
            &actor,
            Action::Accepted,
            Subject::Invitation(invitation.id),
            &invitation.email,
            now,
        )
    }

    fn let_in(&self, tx: &mut Tx<'_>, person: &Employee, departments: &[DepartmentId]) -> Result<Outcome> {
        let key = &self.request.email_key;
        let token = newcomer::settle(tx, self.deed, self.newcomer, person, key, departments)?;
        self.record(tx, person.id)?;
        notify::joined(tx, self.deed, self.link.creator.id, letter::JOINED, person.id.0)?;
        Ok(Outcome::Joined { token })
    }

    fn queue(&self, tx: &mut Tx<'_>, person: &Employee, departments: &[DepartmentId]) -> Result<Outcome> {
        let key = &self.request.email_key;
        newcomer::equip(tx, self.deed, self.newcomer, person, key, departments)?;
        self.record(tx, person.id)?;
        notify::tell_deciders(
            tx,
            self.deed,
            Permission::Approve,
            person.id,
            departments,
            letter::APPROVAL_ASKED,
        )?;
        Ok(Outcome::AwaitingApproval)
    }

    fn record(&self, tx: &mut Tx<'_>, person: EmployeeId) -> Result<()> {
        let actor = self.deed.actor.clone().proved(person);
        let subject = Subject::JoinLink(self.link.id);
        tx.history().record(&actor, Action::CameByLink, subject, &self.request.email, self.deed.now)
    }

    fn tell_of_seat(&self, tx: &mut Tx<'_>) -> Result<()> {
        let seatless = notify::Seatless {
            inviter: self.link.creator.id,
            subject: Subject::JoinLink(self.link.id),
            email: &self.request.email,
        };
        notify::seat_missing(tx, self.deed, &seatless, letter::LINK_SEAT_MISSING, self.request.id.0)
    }
}
