//! Why an address can't be had, and what whoever wants it can do about it.

use crate::access_rights::{self, Over, Permission};
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::Locale;
use crate::invitations::find_managed;
use crate::people::Employee;
use crate::people::holder::Holder;
use crate::store::{Result, Tx};

/// Administrators who are named to whoever has to ask one.
const NAMED: usize = 3;

/// What stands in the way, told to this reader.
#[derive(Clone, Debug, Default)]
pub struct Obstacle {
    /// What it is.
    pub words: String,
    /// Where it can be looked at: an address and words.
    pub link: Option<(String, String)>,
    /// The dismissed person who can be taken back, or whose address can be freed.
    pub dismissed: Option<EmployeeId>,
}

/// That somebody has the address.
pub fn of_holder(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    locale: Locale,
    holder: Holder,
) -> Result<Obstacle> {
    let words = |key: &str| Obstacle { words: locale.t(key), ..Obstacle::default() };
    Ok(match holder {
        Holder::Invited(id) => {
            Obstacle { link: Some(to_invitation(tx, actor, company, locale, id)?), ..words("taken-invited") }
        }
        Holder::Employee(id) => Obstacle {
            link: Some((format!("/employees/{id}"), locale.t("taken-open-person"))),
            ..words("taken-employee")
        },
        Holder::AwaitingApproval(id) => Obstacle {
            link: access_rights::may(actor, company, Permission::Approve, Over::Company)
                .then(|| (format!("/employees/{id}"), locale.t("taken-open-person"))),
            ..words("taken-awaiting")
        },
        Holder::Dismissed(id) => of_dismissed(tx, actor, company, locale, id)?,
    })
}

fn to_invitation(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    locale: Locale,
    id: EmployeeId,
) -> Result<(String, String)> {
    let invitations = tx.invitations().of_people(company.id, &[id])?;
    let Some(invitation) = invitations.first() else {
        return Ok((format!("/employees/{id}"), locale.t("taken-open-person")));
    };
    Ok(match find_managed(tx, actor, company, invitation.id)? {
        Some(managed) => (format!("/invitations/{}", managed.id), locale.t("people-open-invitation")),
        None => (format!("/employees/{id}"), locale.t("taken-open-person")),
    })
}

/// That somebody dismissed has it: no dead end for who may change people; the others are told whom to ask.
pub fn of_dismissed(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    locale: Locale,
    id: EmployeeId,
) -> Result<Obstacle> {
    let person = tx.people().find(company.id, id)?;
    let name = person.map(|person| person.shown_name().to_owned()).unwrap_or_default();
    if access_rights::may(actor, company, Permission::Dismiss, Over::Anything) {
        let words = locale.named("taken-dismissed", &name);
        return Ok(Obstacle { words, dismissed: Some(id), ..Obstacle::default() });
    }
    let words = locale.with(
        "taken-dismissed-ask",
        &[("name", (&name).into()), ("administrators", (&whom_to_ask(tx, company)?).into())],
    );
    Ok(Obstacle { words, ..Obstacle::default() })
}

/// The names of some administrators.
pub fn whom_to_ask(tx: &mut Tx<'_>, company: &Company) -> Result<String> {
    let administrators = tx.people().administrators(company.id)?;
    let names: Vec<&str> = administrators.iter().take(NAMED).map(Employee::shown_name).collect();
    Ok(names.join(", "))
}
