//! Changing what the company is called, where it lives, how it speaks.

use super::public_url;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::person_name::NameProblem;
use crate::company::Company;
use crate::company::public_url::host_of;
use crate::history::{Action, Actor, Subject};
use crate::i18n::{Language, Zone};
use crate::store::{Error, Result, Tx};
use crate::structure::{department_name, rename};

/// What to set, as typed.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The name.
    pub name: String,
    /// Where people reach the portal.
    pub public_url: String,
    /// The language of letters and of people who chose none.
    pub language: Language,
    /// The name of the time zone.
    pub time_zone: String,
}

/// What to mend.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Problem {
    /// In the name.
    Name(NameProblem),
    /// The address is none.
    PublicUrl,
    /// Another company lives at that address.
    PublicUrlTaken,
    /// There is no such time zone.
    TimeZone,
}

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is so now, or was before.
    Changed,
    /// The person may not.
    NotAllowed,
    /// Nothing was changed: these have to be mended.
    Refused(Vec<Problem>),
}

/// The company as it is, while whoever changes its settings at the same moment waits.
pub fn locked(tx: &mut Tx<'_>, actor: &Actor) -> Result<Company> {
    tx.companies().lock(actor.company)?;
    tx.companies().find(actor.company)?.ok_or_else(|| Error::broken("no company"))
}

/// Changes the company.
pub fn change_company(tx: &mut Tx<'_>, actor: &Actor, new: &Settings, now: Timestamp) -> Result<Outcome> {
    let before = locked(tx, actor)?;
    if !access_rights::may(actor, &before, Permission::ManageSettings, Over::Company) {
        return Ok(Outcome::NotAllowed);
    }
    let (name, url) = (department_name(&new.name), public_url::typed(&new.public_url));
    let mut problems = Vec::new();
    if let Err(problem) = &name {
        problems.push(Problem::Name(*problem));
    }
    match &url {
        None => problems.push(Problem::PublicUrl),
        Some(url) => {
            let neighbour = tx.companies().find_by_host(&host_of(url))?;
            if neighbour.is_some_and(|neighbour| neighbour.id != before.id) {
                problems.push(Problem::PublicUrlTaken);
            }
        }
    }
    if !Zone::exists(&new.time_zone) {
        problems.push(Problem::TimeZone);
    }
    let (Ok(name), Some(url), true) = (name, url, problems.is_empty()) else {
        return Ok(Outcome::Refused(problems));
    };
    // Every link in letters begins with it: whoever names another one reads them.
    if url != before.public_url && !actor.rights.is_administrator() {
        return Ok(Outcome::NotAllowed);
    }
    rename::rename_root(tx, actor, &name, now)?;
    let after = Company {
        public_url: url,
        language: new.language,
        time_zone: new.time_zone.clone(),
        ..before.clone()
    };
    tx.companies().set_address(&after, &host_of(&after.public_url))?;
    note_changes(
        tx,
        actor,
        Action::SettingsChanged,
        &[
            ("public_url", before.public_url, after.public_url),
            ("language", before.language.to_string(), after.language.to_string()),
            ("time_zone", before.time_zone, after.time_zone),
        ],
        now,
    )?;
    Ok(Outcome::Changed)
}

/// What became of a move to the address in the settings of the installation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Move {
    /// The company lives there already, or there is none yet.
    Nothing,
    /// It lived at this address before.
    From(String),
    /// Another company lives there.
    Taken,
}

/// Moves the installation's first company to this address, as it was set on purpose for the whole
/// installation: links in letters begin with it from now on.
pub fn move_to(tx: &mut Tx<'_>, url: &str, now: Timestamp) -> Result<Move> {
    let Some(company) = tx.companies().first()? else { return Ok(Move::Nothing) };
    if company.public_url == url {
        return Ok(Move::Nothing);
    }
    tx.companies().lock(company.id)?;
    if tx.companies().find_by_host(&host_of(url))?.is_some_and(|neighbour| neighbour.id != company.id) {
        return Ok(Move::Taken);
    }
    let moved = Company { public_url: url.to_owned(), ..company.clone() };
    tx.companies().set_address(&moved, &host_of(url))?;
    let changes = [("public_url", company.public_url.clone(), moved.public_url)];
    note_changes(tx, &Actor::portal(company.id), Action::SettingsChanged, &changes, now)?;
    Ok(Move::From(company.public_url))
}

/// Writes each setting that changed into the history: its name, before → after.
pub(super) fn note_changes(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: Action,
    settings: &[(&str, String, String)],
    now: Timestamp,
) -> Result<()> {
    for (name, before, after) in settings {
        if before != after {
            let details = format!("{name}: {} → {}", shown(before), shown(after));
            tx.history().record(actor, action, Subject::Company(actor.company), &details, now)?;
        }
    }
    Ok(())
}

fn shown(value: &str) -> &str {
    if value.is_empty() { "—" } else { value }
}
