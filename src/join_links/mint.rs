//! Making a join link.

use super::store::NewJoinLink;
use super::{Channel, JoinLink};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::Company;
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Actor, Subject};
use crate::i18n::Language;
use crate::invitations::invite::{may_invite_into, where_to};
use crate::people::works_here;
use crate::store::{Error, Result, Tx};

/// What the link should be like.
#[derive(Clone, Debug)]
pub struct Request {
    /// Where those who join will be; empty is the company itself.
    pub departments: Vec<DepartmentId>,
    /// What it is for.
    pub channel: Channel,
    /// The language of what comes after it.
    pub language: Language,
    /// How many may join, where it is not what the company allows at the most.
    pub max_uses: Option<i64>,
    /// Lifetime in days, where it is not what the company allows at the most.
    pub days: Option<i64>,
}

/// What became of it.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is made.
    Minted(JoinLink),
    /// The person may not invite.
    NotAllowed,
    /// A department that is not there (any more).
    UnknownDepartment,
    /// One into which the person may not invite, or whose people may more than he himself.
    DepartmentNotAllowed,
    /// Not from one to what the company allows.
    BadUses {
        /// Most uses.
        most: i64,
    },
    /// Not from one day to what the company allows.
    BadLifetime {
        /// Most days.
        most: i64,
    },
    /// Too many links of his are open.
    TooManyOpen {
        /// Most of them.
        most: i64,
    },
}

/// Whether somebody has as many open links as he may: as many as invitations, administrators
/// excepted. Who else makes one in his name waits.
pub(super) fn is_at_limit(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    creator: EmployeeId,
    now: Timestamp,
) -> Result<bool> {
    if access_rights::is_above_caps(actor, company) {
        return Ok(false);
    }
    tx.people().lock(company.id, creator)?;
    Ok(tx.join_links().count_open_of(company.id, creator, now)? >= company.inviting.pending_per_inviter)
}

/// Makes a link. The numbers of the company's settings are both what it begins with and the most.
pub fn mint(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    request: &Request,
    now: Timestamp,
) -> Result<Outcome> {
    let may = access_rights::may(actor, company, Permission::Invite, Over::Anything);
    let Some(creator) = actor.employee.filter(|_| may) else { return Ok(Outcome::NotAllowed) };
    let rules = &company.inviting;
    let max_uses = request.max_uses.unwrap_or(rules.join_link_uses);
    if !(1..=rules.join_link_uses).contains(&max_uses) {
        return Ok(Outcome::BadUses { most: rules.join_link_uses });
    }
    let days = request.days.unwrap_or(rules.join_link_days);
    if !(1..=rules.join_link_days).contains(&days) {
        return Ok(Outcome::BadLifetime { most: rules.join_link_days });
    }
    let Some(departments) = where_to(tx, company, &request.departments)? else {
        return Ok(Outcome::UnknownDepartment);
    };
    if !may_invite_into(tx, actor, company, &departments)? {
        return Ok(Outcome::DepartmentNotAllowed);
    }
    if !works_here(tx, company.id, creator)? {
        return Ok(Outcome::NotAllowed);
    }
    if is_at_limit(tx, actor, company, creator, now)? {
        return Ok(Outcome::TooManyOpen { most: company.inviting.pending_per_inviter });
    }
    let new = NewJoinLink {
        company: company.id,
        creator,
        channel: request.channel,
        language: request.language,
        max_uses,
        expires_at: now.plus_days(days),
        departments: &departments,
    };
    let id = tx.join_links().insert(&new, now)?;
    let told = Telling::of(request.channel.word())
        .names(Note::Departments, &tx.departments().names(company.id, &departments)?)
        .note(Note::Seats, max_uses)
        .note(Note::Until, new.expires_at);
    tx.history().record(actor, Action::JoinLinkCreated, Subject::JoinLink(id), told.as_str(), now)?;
    let link = tx.join_links().find(company.id, id)?.ok_or_else(|| Error::broken("a link without a row"))?;
    Ok(Outcome::Minted(link))
}
