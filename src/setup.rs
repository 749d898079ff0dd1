//! The first run: one company, its root department, its first administrator.

pub mod draft;
pub mod store;
pub mod web;

use self::draft::{AdministratorPart, CompanyPart, Draft};

use crate::access_rights::rights::Rights;
use crate::access_rights::roles;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, EmployeeId};
use crate::base::random::Random;
use crate::base::secret;
use crate::company::public_url::host_of;
use crate::company::store::NewCompany;
use crate::history::{Action, Actor, Channel, Subject};
use crate::i18n::Language;
use crate::people::store::NewEmployee;
use crate::people::{Role, Status};
use crate::store::{Error, Result, Tx};

/// What the portal begins with.
#[derive(Clone, Debug)]
pub struct NewPortal {
    /// Name of the company.
    pub company: String,
    /// Where its people will reach it.
    pub public_url: String,
    /// Its language.
    pub language: Language,
    /// Its time zone.
    pub time_zone: String,
    /// Seats of the plan.
    pub max_employees: Option<i64>,
    /// At work at the same time.
    pub max_online: Option<i64>,
    /// Address of the first administrator.
    pub admin_email: EmailAddress,
    /// Name of the first administrator.
    pub admin_name: String,
    /// Hash of his password.
    pub admin_password: String,
    /// The mark of the key that links will be derived from.
    pub key_mark: [u8; 32],
}

impl NewPortal {
    /// A portal without limits.
    #[must_use]
    pub fn of(
        company: CompanyPart,
        administrator: AdministratorPart,
        admin_password: String,
        key_mark: [u8; 32],
    ) -> Self {
        Self {
            company: company.name,
            public_url: company.public_url,
            language: company.language,
            time_zone: company.time_zone,
            max_employees: None,
            max_online: None,
            admin_email: administrator.email,
            admin_name: administrator.name.as_str().to_owned(),
            admin_password,
            key_mark,
        }
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The portal stands.
    Created {
        /// The company.
        company: CompanyId,
        /// The first administrator.
        administrator: EmployeeId,
    },
    /// Somebody was quicker, or it stood before.
    AlreadySetUp,
}

/// Sets the portal up. However many try at once, the database lets one through.
pub fn set_up(tx: &mut Tx<'_>, new: &NewPortal, channel: Channel, now: Timestamp) -> Result<Outcome> {
    if tx.installation().is_set_up()? {
        return Ok(Outcome::AlreadySetUp);
    }
    let Some(company) = create_company(tx, new, now)? else { return Ok(Outcome::AlreadySetUp) };
    if !tx.installation().claim(company)? {
        tx.undo();
        return Ok(Outcome::AlreadySetUp);
    }
    tx.installation().bind_key(&new.key_mark, false)?;
    tx.installation().forget_codes()?;
    let administrator = create_administrator(tx, company, new, now)?;
    let actor = Actor { company, employee: Some(administrator), rights: Rights::all(), channel, ip: None };
    tx.history().record(&actor, Action::CompanyCreated, Subject::Company(company), &new.company, now)?;
    Ok(Outcome::Created { company, administrator })
}

/// A company with its root department, without people; `None` where another lives at its address.
pub fn create_company(tx: &mut Tx<'_>, new: &NewPortal, now: Timestamp) -> Result<Option<CompanyId>> {
    let id = tx.companies().insert(
        &NewCompany {
            name: &new.company,
            public_url: &new.public_url,
            host: &host_of(&new.public_url),
            language: new.language,
            time_zone: &new.time_zone,
            plan_name: "",
            max_employees: new.max_employees,
            max_online: new.max_online,
        },
        now,
    )?;
    let Some(id) = id else { return Ok(None) };
    tx.departments().insert(id, None, &new.company, now)?;
    roles::install(tx, id, now)?;
    Ok(Some(id))
}

fn create_administrator(
    tx: &mut Tx<'_>,
    company: CompanyId,
    new: &NewPortal,
    now: Timestamp,
) -> Result<EmployeeId> {
    let id = tx.people().insert(
        &NewEmployee {
            company,
            email: new.admin_email.as_str(),
            email_key: new.admin_email.key(),
            name: &new.admin_name,
            status: Status::Active,
            role: Role::Administrator,
            language: new.language,
            time_zone: &new.time_zone,
            join_link: None,
        },
        now,
    )?;
    let id = id.ok_or_else(|| Error::broken("a new company with people in it"))?;
    tx.people().count(company, Status::Active, id.0, 1)?;
    tx.passwords().set(company, id, &new.admin_password)?;
    let root = tx.departments().root(company)?;
    tx.people().set_departments(company, id, &[root.id])?;
    tx.seats().take(company, 0)?;
    Ok(id)
}

/// Makes a code for the setup link. Earlier ones stay good until the portal stands.
pub fn new_code(tx: &mut Tx<'_>, random: &dyn Random, now: Timestamp) -> Result<Option<String>> {
    if tx.installation().is_set_up()? {
        return Ok(None);
    }
    let code = secret::random_secret(random);
    tx.installation().add_code(&secret::hash(&code), now)?;
    Ok(Some(code))
}

/// How the first run stands for whoever has a code.
#[derive(Clone, Debug)]
pub enum Door {
    /// It waits for him; this is what he typed so far.
    Open(Draft),
    /// It waits for somebody with another code.
    Closed,
    /// The portal stands.
    Gone,
}

/// What `code` opens.
pub fn door(tx: &mut Tx<'_>, code: &str) -> Result<Door> {
    if tx.installation().is_set_up()? {
        return Ok(Door::Gone);
    }
    let draft = tx.installation().draft(&secret::hash(code))?;
    Ok(draft.map_or(Door::Closed, |text| Door::Open(Draft::read(&text))))
}

/// Keeps what was typed so far, so that the next step and another day find it.
pub fn keep(tx: &mut Tx<'_>, code: &str, draft: &Draft) -> Result<()> {
    tx.installation().keep_draft(&secret::hash(code), &draft.written())
}
