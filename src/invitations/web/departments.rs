//! The departments in which the invited will be: chosen on the first step, they travel along in each address.

use serde::Deserialize;

use crate::access_rights::Permission;
use crate::access_rights::roles::giving;
use crate::base::id::DepartmentId;
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::Locale;
use crate::invitations::invite::{may_invite_into, where_to};
use crate::store::{Result, Tx};
use crate::structure::tree::{Node, choosing};
use crate::web::failure::Failure;
use crate::web::signed_in::SignedIn;

/// What was chosen; the company where nothing was.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chosen {
    pub(super) department: Vec<DepartmentId>,
}

impl Chosen {
    /// What was only `suggested` gives way to a choice, also where no script has seen to it.
    pub(super) fn of(department: &[DepartmentId], suggested: &[DepartmentId]) -> Self {
        let (suggested, chosen): (Vec<DepartmentId>, Vec<_>) =
            department.iter().partition(|id| suggested.contains(id));
        Self { department: if chosen.is_empty() { suggested } else { chosen } }
    }

    /// The address of a step, with the choice.
    pub(super) fn to(&self, path: &str) -> String {
        format!("{path}{}", self.query())
    }

    /// The same as a query, with its question mark.
    pub(super) fn query(&self) -> String {
        let pairs: Vec<String> = self.department.iter().map(|id| format!("department={id}")).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    /// Their names, the company's where none was chosen.
    pub(super) async fn names(&self, me: &SignedIn) -> std::result::Result<String, Failure> {
        let (company, chosen) = (me.visitor.company.clone(), self.department.clone());
        let portal = &me.visitor.portal;
        let names = portal.read(move |tx| {
            let departments = where_to(tx, &company, &chosen)?.unwrap_or_default();
            tx.departments().names(company.id, &departments)
        });
        Ok(names.await?.join(", "))
    }

    /// Why nobody can be invited into what was chosen, in words; `None` where he can.
    pub(super) async fn obstacle(&self, me: &SignedIn) -> std::result::Result<Option<String>, Failure> {
        let (actor, company, locale) = (me.actor(), me.visitor.company.clone(), me.locale());
        let chosen = self.department.clone();
        Ok(me.visitor.portal.read(move |tx| obstacle(tx, &actor, &company, locale, &chosen)).await?)
    }
}

/// What the reader may choose from.
pub(super) struct Picker {
    pub(super) departments: Vec<Node>,
    /// Whether the inviter's own departments are only a suggestion.
    pub(super) suggested: bool,
    /// What choosing comes to, and choosing nothing.
    pub(super) hint: String,
    /// Why something that was asked for is not to be chosen.
    pub(super) error: String,
}

impl Picker {
    /// With what was asked for chosen, as far as one may; his own departments where nothing was.
    pub(super) async fn of(me: &SignedIn, asked: &Chosen) -> std::result::Result<Self, Failure> {
        let (actor, company, id, locale) = (me.actor(), me.visitor.company.clone(), me.me.id, me.locale());
        let asked = asked.department.clone();
        let picker = me.visitor.portal.read(move |tx| {
            let suggested = asked.is_empty();
            let (chosen, error) = if suggested {
                (tx.people().departments_of(company.id, id)?, None)
            } else {
                (asked.clone(), obstacle(tx, &actor, &company, locale, &asked)?)
            };
            let departments = giving::offered(tx, &actor, &company, Permission::Invite, &[])?;
            let departments = choosing(departments, &chosen);
            let hint = hint(tx, &actor, &company, locale)?;
            Ok(Self { departments, suggested, hint, error: error.unwrap_or_default() })
        });
        Ok(picker.await?)
    }
}

/// Whoever may not invite into the department that stands for no choice is told so when he goes on.
fn hint(tx: &mut Tx<'_>, actor: &Actor, company: &Company, locale: Locale) -> Result<String> {
    let hint = locale.t("invite-departments-hint");
    let root = tx.departments().root(company.id)?;
    if !may_invite_into(tx, actor, company, &[root.id])? {
        return Ok(hint);
    }
    Ok(format!("{hint} {}", locale.named("invite-departments-none", &root.name)))
}

fn obstacle(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    locale: Locale,
    chosen: &[DepartmentId],
) -> Result<Option<String>> {
    let Some(departments) = where_to(tx, company, chosen)? else {
        return Ok(Some(locale.t("invite-departments-gone")));
    };
    let mut closed = Vec::new();
    for department in departments {
        if !may_invite_into(tx, actor, company, &[department])? {
            closed.push(department);
        }
    }
    if closed.is_empty() {
        return Ok(None);
    }
    let names = tx.departments().names(company.id, &closed)?.join(", ");
    Ok(Some(locale.named("invite-departments-not-allowed", &names)))
}
