//! Join links: shared, for a letter from one's own mail program or to be passed on. Each carries
//! departments, an end and a number of uses, and can be switched off.

pub mod api;
pub mod letter;
pub mod list;
pub mod mailto;
pub mod mint;
mod qr;
pub mod row;
pub mod store;
pub mod switch_off;
pub mod switch_on;
pub mod web;

use crate::access_rights::rights::renewed;
use crate::access_rights::{self, Permission};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, JoinLinkId};
use crate::base::secret::{Purpose, Row, SecretKey};
use crate::company::{Company, InvitingRules};
use crate::history::Actor;
use crate::i18n::{Language, Locale};
use crate::invitations::Inviter;
use crate::store::{Result, Tx};

/// A shared link that several people may join by.
#[derive(Clone, Debug)]
pub struct JoinLink {
    /// The id.
    pub id: JoinLinkId,
    /// The company.
    pub company_id: CompanyId,
    /// Who made it.
    pub creator: Inviter,
    /// What it was made for.
    pub channel: Channel,
    /// The language of what comes after it.
    pub language: Language,
    /// Raised to kill the links given out so far.
    pub generation: i64,
    /// How many may join by it.
    pub max_uses: i64,
    /// How many have joined by it.
    pub uses: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// When it was switched off.
    pub switched_off_at: Option<Timestamp>,
    /// Who switched it off.
    pub switched_off_by: Option<EmployeeId>,
}

/// What becomes of whoever opens a link, in words for whoever passes it on.
#[must_use]
pub fn entrance(locale: Locale, rules: &InvitingRules) -> String {
    if !rules.require_approval {
        return locale.t("link-enters-at-once");
    }
    if rules.trusted_domains.is_empty() {
        return locale.t("link-enters-approved");
    }
    let shown: Vec<String> =
        rules.trusted_domains.iter().map(|domain| idna::domain_to_unicode(domain).0).collect();
    locale.named("link-enters-approved-but", &shown.join(", "))
}

/// What a link was made for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Channel {
    /// A letter from the inviter's own mail program.
    MailApp,
    /// To be passed on by any other way.
    Link,
}

impl Channel {
    /// The word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::MailApp => "mail_app",
            Self::Link => "link",
        }
    }

    /// The channel of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::MailApp, Self::Link].into_iter().find(|channel| channel.word() == word)
    }
}

/// Where a link stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// One can join by it.
    Open,
    /// As many have joined as it allows.
    UsedUp,
    /// Its time has passed.
    Expired,
    /// It was switched off.
    SwitchedOff,
}

impl JoinLink {
    /// Where it stands at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        if self.switched_off_at.is_some() {
            State::SwitchedOff
        } else if self.expires_at <= now {
            State::Expired
        } else if self.uses >= self.max_uses {
            State::UsedUp
        } else {
            State::Open
        }
    }

    /// Whether `actor` may switch it on again: what somebody else has switched off, an administrator
    /// or the dismissal of its maker, its maker does not undo.
    #[must_use]
    pub fn may_be_switched_on_by(&self, actor: &Actor) -> bool {
        actor.rights.is_administrator() || self.switched_off_by.is_none_or(|by| actor.employee == Some(by))
    }

    /// The row that its secret is derived from.
    #[must_use]
    pub fn secret_row(&self) -> Row {
        Row { company: self.company_id, id: self.id.0, generation: self.generation }
    }

    /// Its path: `/j/{secret}`.
    #[must_use]
    pub fn path(&self, key: &SecretKey) -> String {
        format!("/j/{}", key.link(Purpose::JoinLink, self.secret_row()))
    }
}

/// Where a link stands for who wants to join by it: it lives only as long as its maker works here
/// and may invite (R6).
pub fn standing(tx: &mut Tx<'_>, company: &Company, link: &JoinLink, now: Timestamp) -> Result<State> {
    let maker = Actor::stranger(company.id, None).proved(link.creator.id);
    let may = match renewed(tx, &maker, company)? {
        None => false,
        Some(maker) => {
            access_rights::may_where(&maker, company, Permission::Invite, false, || department_ids(tx, link))?
        }
    };
    Ok(if may { link.state(now) } else { State::SwitchedOff })
}

/// Whether `actor` may see and switch a link: his own, or one into departments whose invitations he manages.
pub fn is_managed_by(tx: &mut Tx<'_>, actor: &Actor, company: &Company, link: &JoinLink) -> Result<bool> {
    if actor.employee == Some(link.creator.id) && actor.company == company.id {
        return Ok(true);
    }
    access_rights::may_where(actor, company, Permission::ManageInvitations, false, || {
        department_ids(tx, link)
    })
}

/// The link of that id, where `actor` may see it: one that he manages, or one into a department whose
/// invitations he sees.
pub fn find_seen(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: JoinLinkId,
) -> Result<Option<JoinLink>> {
    let Some(link) = tx.join_links().find(company.id, id)? else { return Ok(None) };
    let is_seen = is_managed_by(tx, actor, company, &link)?
        || access_rights::may_where(actor, company, Permission::SeeInvitations, true, || {
            department_ids(tx, &link)
        })?;
    Ok(Some(link).filter(|_| is_seen))
}

/// The link of that id, where `actor` manages it. One that is another's looks to him as if it were not there.
pub fn find_managed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: JoinLinkId,
) -> Result<Option<JoinLink>> {
    let Some(link) = tx.join_links().find(company.id, id)? else { return Ok(None) };
    let is_managed = is_managed_by(tx, actor, company, &link)?;
    Ok(Some(link).filter(|_| is_managed))
}

fn department_ids(tx: &mut Tx<'_>, link: &JoinLink) -> Result<Vec<DepartmentId>> {
    let departments = tx.join_links().departments(link.company_id, link.id)?;
    Ok(departments.into_iter().map(|(id, _)| id).collect())
}

/// The departments of a link: where those who join will be.
pub type Departments = Vec<(DepartmentId, String)>;
